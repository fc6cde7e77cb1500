/**
 * One file in memory that holds many random programs and what is generated for them, so that the compiler works once for all of them:
 * read by the front end, executed by Node, checked under the strictest options.
 */
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { createWorkspace, functionNamed, surroundings, type MarkedFunction, type Surroundings } from '../../core/frontend';
import { memoryHost } from '../unit/frontend/memoryHost';
import { libraryImport, libraryText } from './library';

const folder = '/fuzz';
const path = `${folder}/programs.ts`;
const configuration = { compilerOptions: { strict: true, noUnusedLocals: true, target: 'esnext', lib: ['esnext'], module: 'esnext', moduleResolution: 'bundler', types: [] } };
const host = memoryHost({ [`${folder}/tsconfig.json`]: JSON.stringify(configuration), [`${folder}/library.ts`]: libraryText, [path]: '' });
const project = createWorkspace(host).projectFor(path);

const transpiled = (source: string): string => transformSync(source, { loader: 'ts', format: 'cjs', target: 'es2023' }).code;

/** What is wrong with the syntax of a text, which alone would keep all that stands beside it from being run. */
export function syntaxError(text: string): string | null {
  try { transpiled(text); return null; } catch (error) { return error instanceof Error ? error.message : String(error); }
}

/** What a module exports when Node runs it. */
function executed(source: string, imported: unknown): ReadonlyMap<string, unknown> {
  const module: { readonly exports: object } = { exports: {} };
  const run: unknown = vm.runInThisContext(`(function (module, require) {${transpiled(source)}\n})`);
  if (typeof run !== 'function') throw new TypeError('a module is a function');
  run(module, () => imported);
  return new Map<string, unknown>(Object.entries(module.exports));
}

const library = Object.fromEntries(executed(libraryText, null));

/** A piece of the file. */
export interface Piece { readonly start: number; readonly end: number }

export type Native = (...args: readonly unknown[]) => unknown;

/** Only the latest sheet can be read. */
export class Sheet {
  private text = `${libraryImport}\n\n`;
  private isWritten = false;
  private place: Surroundings | null = null;

  append(text: string): Piece {
    const start = this.text.length;
    this.text += `${text}\n`;
    this.isWritten = false;
    return { start, end: this.text.length };
  }

  textOf({ start, end }: Piece): string { return this.text.slice(start, end); }

  private write(): void {
    if (this.isWritten) return;
    host.write(path, this.text);
    this.isWritten = true;
    this.place = null;
  }

  read(name: string): MarkedFunction | null {
    this.write();
    return functionNamed(project, path, name);
  }

  /** As of the last reading: what is appended in between has names of its own. */
  surroundings(fn: MarkedFunction): Surroundings | null {
    return this.place ??= surroundings(project, fn);
  }

  /** The exported functions, as Node runs them. */
  execute(): (name: string) => Native {
    const exported = executed(this.text, library);
    return name => {
      const found = exported.get(name);
      if (typeof found !== 'function') throw new TypeError(`${name} is no function`);
      return (...args) => found(...args) as unknown;
    };
  }

  /** What the compiler says against a piece, unused names included (a parameter that the result does not depend on may well be unused). */
  complaints(): (piece: Piece) => readonly string[] {
    this.write();
    const program = project.program(path);
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return ({ start, end }) => found.filter(each => (each.start ?? 0) >= start && (each.start ?? 0) < end)
      .map(each => `${ts.flattenDiagnosticMessageText(each.messageText, ' ')} at '${this.text.slice(each.start ?? 0, (each.start ?? 0) + (each.length ?? 0))}'`);
  }
}
