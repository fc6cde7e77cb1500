/** `nabla check`: everything that is wrong with the marked functions of files and folders, as `file:line:col`. */
import { readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { createWorkspace } from '../core/frontend';
import { markedFunctions, misplacedMarks, misspeltMarks } from '../core/frontend/functions';
import { concernsNabla } from '../core/frontend/prefilter';
import { stalenessDiagnostics } from '../core/generate/staleness';
import { mergeRepeated, type Diagnostic } from '../core/messages';
import { absolute, createDisk, read } from './disk';
import { fail, toComplaints, type Complaint } from './failure';

const sourceFile = /\.[cm]?[jt]sx?$/, declarationFile = /\.d\.[cm]?ts$/;

/** What is wrong, in the order of files and places. Hints and informations are not wrong. */
export function checkCommand(paths: readonly string[]): Complaint[] {
  const host = createDisk();
  const workspace = createWorkspace(host);
  return paths.flatMap(filesUnder).filter((file) => concernsNabla(host.readFile(file) ?? '')).flatMap((file) => {
    const project = workspace.projectFor(file);
    const diagnostics = [...misplacedMarks(project, file), ...misspeltMarks(project, file), ...markedFunctions(project, file).flatMap((fn) => fn.diagnostics), ...stalenessDiagnostics(project, file)];
    return toComplaints(mergeRepeated(diagnostics.filter(isWrong)).sort((a, b) => a.span.start - b.span.start));
  });
}

const isWrong = ({ severity }: Diagnostic): boolean => severity === 'error' || severity === 'warning';

function filesUnder(given: string): string[] {
  const start = absolute(given);
  const found: string[] = [];
  const visit = (at: string): void => {
    let isFolder: boolean;
    try {
      isFolder = statSync(at).isDirectory();
    } catch {
      return fail('noFile', { path: given });
    }
    if (!isFolder) {
      if (at === start || (sourceFile.test(at) && !declarationFile.test(at))) found.push(at);
      return;
    }
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name !== 'node_modules' && !entry.name.startsWith('.') && (entry.isDirectory() || entry.isFile())) visit(path.posix.join(at, entry.name));
    }
  };
  visit(start);
  if (found[0] === start && read(start) === undefined) fail('noFile', { path: given });
  return found;
}
