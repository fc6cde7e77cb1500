/** What a project has learnt of the scripts of packages: the types that calls give to functions in them. Forgotten when a script changes. */
import { disagree, isAnnotated, sameTypes, together, type Annotations, type FunctionTypes } from './annotations';
import type { SourceHost } from './api';

/** What the functions that were read need to be followed into packages. */
export interface PackageNeeds {
  /** Scripts that the program does not hold. */
  readonly files: Set<string>;
  /** Types of functions, by file and offset in it. */
  readonly functions: Map<string, Map<number, FunctionTypes>>;
}

interface Known { readonly version: string; readonly functions: Map<number, FunctionTypes>; revision: number }

const none: Annotations = new Map();

export class PackageKnowledge {
  private readonly files = new Map<string, Known>();
  /** Files whose own functions are asked for: they are read as they are. */
  private readonly subjects = new Set<string>();
  /** Revisions never repeat, also where a script changes back. */
  private revisions = 0;

  constructor(private readonly host: SourceHost) {}

  private known(file: string): Known | null {
    const known = this.files.get(file);
    return known !== undefined && known.version === this.host.version(file) ? known : null;
  }

  annotations(file: string): Annotations { return this.subjects.has(file) ? none : this.known(file)?.functions ?? none; }

  revision(file: string): string { return this.subjects.has(file) ? '' : String(this.known(file)?.revision ?? ''); }

  subject(file: string): void { this.subjects.add(file); }

  /** Of two calls that give a function different types the later counts where `mayReplace` says so, else the first. */
  learn(needs: PackageNeeds['functions'], mayReplace: (place: string) => boolean): boolean {
    let isNew = false;
    for (const [file, functions] of needs) {
      if (!isAnnotated(file) || this.subjects.has(file)) continue;
      const known = this.known(file) ?? { version: this.host.version(file), functions: new Map<number, FunctionTypes>(), revision: 0 };
      this.files.set(file, known);
      for (const [offset, types] of functions) {
        const before = known.functions.get(offset);
        const isOther = before !== undefined && disagree(before, types);
        if (isOther && !mayReplace(`${file} ${String(offset)}`)) continue;
        const now = before === undefined || isOther ? types : together(before, types);
        if (before !== undefined && sameTypes(before, now)) continue;
        known.functions.set(offset, now);
        known.revision = ++this.revisions;
        isNew = true;
      }
    }
    return isNew;
  }
}
