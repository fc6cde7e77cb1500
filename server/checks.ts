/**
 * Checks in the background what the editor shows: the derivative of a function is generated, read again and put through the gate
 * at its points, one function after the other, once the text has come to rest. Results are kept as long as the analysed function is.
 */
import type { MarkedFunction, Point } from '../core/frontend/api';
import type { DerivativeKind } from '../core/generate/derive';
import type { Generation } from '../core/generate/generate';
import type { Diagnostic } from '../core/messages';
import type { Sliced } from './slices';

export type Check =
  | { readonly kind: 'pending' }
  /** `isInFile`: what was checked is what stands in the file. */
  | { readonly kind: 'passed'; readonly points: number; readonly isInFile: boolean }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** There is nothing to check: no code is generated for this function, or not in time. */
  | { readonly kind: 'impossible'; readonly reason: string };

export interface CheckSubject {
  readonly fn: MarkedFunction;
  readonly kind: DerivativeKind;
  readonly points: readonly Point[];
  /** True as long as the text is the one that was analysed. */
  readonly wanted: () => boolean;
}

/** Generates and checks; `isInFile` as above. */
export type RunCheck = (subject: CheckSubject) => Promise<{ readonly run: Sliced<Generation>; readonly isInFile: boolean }>;

/** Milliseconds of rest before a check begins: while someone types, no result would live long enough to be seen. */
const rest = 250;

/** Codes of the gate; others say that no code can be generated. */
const isGateCode = (code: string): boolean => code.startsWith('N4');

export class Checks {
  private readonly done = new WeakMap<MarkedFunction, Map<string, Check>>();
  private last: Promise<void> = Promise.resolve();

  /** `finished` is told of each result. */
  constructor(
    private readonly run: RunCheck,
    private readonly finished: (check: Check, subject: CheckSubject) => void,
  ) {}

  /** What is known of it; a check that was never asked for begins when those before it are done. */
  of(subject: CheckSubject): Check {
    const byPoints = this.done.get(subject.fn) ?? new Map<string, Check>();
    this.done.set(subject.fn, byPoints);
    const key = [subject.kind, ...subject.points.map(({ text }) => text)].join('\n');
    const known = byPoints.get(key);
    if (known !== undefined) return known;
    const pending: Check = { kind: 'pending' };
    byPoints.set(key, pending);
    this.last = this.last.then(async () => {
      const made = await this.check(subject);
      if (made === undefined) {
        byPoints.delete(key);
        return;
      }
      byPoints.set(key, made);
      this.finished(made, subject);
    });
    return pending;
  }

  /** The same when it is done; still pending where the text has moved on meanwhile. */
  async ended(subject: CheckSubject): Promise<Check> {
    this.of(subject);
    await this.last;
    return this.of(subject);
  }

  /** Undefined when the text has moved on. */
  private async check(subject: CheckSubject): Promise<Check | undefined> {
    await new Promise<void>((resolve) => setTimeout(resolve, rest));
    if (!subject.wanted()) return undefined;
    let answer: Awaited<ReturnType<RunCheck>>;
    try {
      answer = await this.run(subject);
    } catch (error) {
      // One function that cannot be checked must not keep the others from being checked.
      return { kind: 'impossible', reason: error instanceof Error ? error.message : String(error) };
    }
    const { run, isInFile } = answer;
    switch (run.kind) {
      case 'dropped':
        return undefined;
      case 'stopped':
        return { kind: 'impossible', reason: 'not ready in time' };
      case 'done': {
        if (run.value.ok) return { kind: 'passed', points: run.value.generated.checkedPoints, isInFile };
        const { diagnostics } = run.value;
        if (diagnostics.some(({ code }) => isGateCode(code))) return { kind: 'failed', diagnostics };
        return { kind: 'impossible', reason: diagnostics[0]?.message ?? 'no code can be generated' };
      }
    }
  }
}
