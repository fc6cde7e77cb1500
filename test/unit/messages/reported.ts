/** Every diagnostic of a file, found as the editor and the command line find them: marks and lowering, stale code, runs at the points, generation. */
import { argumentsFor, describeFault, evaluatePoint, finish, pointValues, targetOf, type Fault, type Limits } from '../../../core/evaluate';
import { markedFunctions, misplacedMarks, misspeltMarks, type MarkedFunction, type Project } from '../../../core/frontend';
import { generate } from '../../../core/generate/generate';
import { stalenessDiagnostics } from '../../../core/generate/staleness';
import { gradientWithoutTrace } from '../../../core/generate/withoutTrace';

/** Small, so that what never ends ends soon. */
const limits: Limits = { operations: 3e6, memory: 2 ** 23, depth: 1000 };

export interface Reported { readonly code: string; readonly message: string }

export function reportedIn(project: Project, file: string): readonly Reported[] {
  const functions = markedFunctions(project, file);
  return [
    ...misplacedMarks(project, file), ...misspeltMarks(project, file), ...stalenessDiagnostics(project, file),
    ...functions.flatMap(fn => [...fn.diagnostics, ...(fn.diagnostics.some(({ severity }) => severity === 'error') ? [] : [...atPoints(fn), ...inGeneration(project, fn)])]),
  ].map(({ code, message }) => ({ code, message }));
}

function atPoints(fn: MarkedFunction): readonly Reported[] {
  const { lowered } = fn;
  if (lowered === null) return [];
  const target = targetOf(lowered.module, lowered.root, fn.wrt);
  return fn.points.flatMap((point): readonly Reported[] => {
    if (point.lowered === null) return [];
    const values = pointValues(point.lowered);
    if (!(values instanceof Map)) return [describeFault(values as Fault)];
    const { args } = argumentsFor(lowered.module, lowered.root, values);
    const result = finish(evaluatePoint(target, args, { limits }));
    if (result.ok) return result.warnings;
    const plain = result.fault.kind === 'memory' ? finish(gradientWithoutTrace(target, args, limits, fn.nameSpan)) : null;
    return [plain === null ? describeFault(result.fault) : plain.warning];
  });
}

function inGeneration(project: Project, fn: MarkedFunction): readonly Reported[] {
  const kind = fn.resultType?.kind === 'num' ? 'gradient' : 'jvp';
  const made = finish(generate({ project, fn, kind, wrt: null, limits, useAlternative: true }));
  return made.ok ? [] : made.diagnostics;
}
