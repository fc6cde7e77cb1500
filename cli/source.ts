/** Finding the function that FILE#FUNCTION names, and places in its files. */
import { createWorkspace } from '../core/frontend';
import type { MarkedFunction, SourceHost } from '../core/frontend/api';
import { functionNamed, functionNames } from '../core/frontend/functions';
import type { Project } from '../core/frontend/project';
import { positionAt, type Locate } from '../core/format';
import type { Span } from '../core/ir/origin';
import { BadUsage, complaint, Failure, fail, toComplaints } from './failure';
import { absolute, createDisk } from './disk';

export interface Found { readonly host: SourceHost; readonly project: Project; readonly file: string; readonly fn: MarkedFunction }

export function findFunction(address: string): Found {
  const hash = address.lastIndexOf('#');
  if (hash <= 0 || hash === address.length - 1) throw new BadUsage(`${address} is not FILE#FUNCTION`);
  const given = address.slice(0, hash), name = address.slice(hash + 1);
  const file = absolute(given);
  const host = createDisk();
  if (host.readFile(file) === undefined) fail('noFile', { path: given });
  const project = createWorkspace(host).projectFor(file);
  const fn = functionNamed(project, file, name);
  if (fn === null) {
    if (project.isUnread(file)) throw new Failure([complaint('nestedTooDeeply', { what: given }, { file, start: 0, end: 0 })]);
    const names = functionNames(project, file).map((found) => found.name);
    fail('noFunction', { name, path: given, found: names.length === 0 ? 'none' : names.join(', ') });
  }
  return { host, project, file, fn };
}

/** The function lowered, or a failure with everything that stands against it. */
export function loweredOf({ fn }: Found): NonNullable<MarkedFunction['lowered']> {
  if (fn.lowered !== null) return fn.lowered;
  throw new Failure(toComplaints(fn.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')));
}

/** Line and column of a span's start, in the file it names. */
export function locator(host: SourceHost): Locate {
  return (span: Span | null) => (span === null ? { line: 0, column: 0 } : positionAt(host.readFile(span.file) ?? '', span.start));
}
