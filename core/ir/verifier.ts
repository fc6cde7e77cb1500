/**
 * Checks that IR is well formed: types, definition before use, scopes of values, slots and labels, terminators, and the
 * rules of the function's form. Passes rely on these; between passes they are asserted.
 */
import type { Func, Module } from './module';
import type { Op } from './op';
import { FuncVerifier } from './func-verifier';
import { printFunc } from './printer';

/** A rule that does not hold; `op` is the operation it was found at, null for the function's header. */
export interface Problem { readonly func: string; readonly op: Op | null; readonly message: string }

export function verifyModule(module: Module): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [name, func] of module.funcs) {
    if (name !== func.name) problems.push({ func: name, op: null, message: `is entered in the table as @${name} but named @${func.name}` });
    problems.push(...verifyFunc(func, module));
  }
  for (const [name, global] of module.globals) {
    if (name !== global.name) problems.push({ func: name, op: null, message: `global is entered in the table as @${name} but named @${global.name}` });
  }
  return problems;
}

export const verifyFunc = (func: Func, module: Module): readonly Problem[] => new FuncVerifier(func, module).run();

/** Throws, with the problems and the text of the first faulty function, when a pass broke the IR: a defect of that pass. */
export function assertWellFormed(module: Module, after: string): void {
  const problems = verifyModule(module);
  const [first] = problems;
  if (first === undefined) return;
  const func = module.funcs.get(first.func);
  throw new Error([
    `ill-formed IR after ${after}:`, ...problems.map(problem => `  @${problem.func}: ${problem.message}`), func === undefined ? '' : printFunc(func),
  ].join('\n'));
}
