/** What the derivatives cost that a computer algebra system writes, run by the interpreter like everything they are compared with. */
import { compileModule, type Datum, type Limits, type Program, type Target, type Task } from '../../core/evaluate';
import { formulaFunction, formulaOf, noRule, tooLong, type NoFormulaBecause } from './formula';
import { costOf, type Cost } from './run-cost';
import { operationsOf, termModule, type Differentiate, type SymbolicTerm } from './symbolic-term';

/** Operations of all derivatives together that are still run. */
const mostOperations = 50_000;

/** `cost`: of all derivatives together, each a formula of its own. */
export type SymbolicCost = { readonly kind: 'cost'; readonly cost: Cost; readonly formulas: number } | NoFormulaBecause;

export interface SymbolicQuestion {
  readonly target: Target;
  /** In the order of the parameters. */
  readonly args: readonly Datum[];
  readonly limits: Limits;
  readonly differentiate: Differentiate;
}

export function* symbolicCostTask({ target, args, limits, differentiate }: SymbolicQuestion): Task<SymbolicCost> {
  const found = formulaFunction(target);
  if (found.kind === 'none') return found;
  yield;
  const formula = formulaOf({ func: found.func, args, wrt: target.wrt, iterations: Infinity });
  if (formula.kind === 'too-large') return tooLong;
  if (formula.kind === 'none') return formula;
  const { text, variables } = formula, names = variables.map(({ name }) => name);
  yield;
  const terms = differentiate(text, names);
  if (terms === null) return noRule;
  if (operationsOf(terms) > mostOperations) return tooLong;
  let operations = 0, milliseconds = 0;
  for (const term of terms) {
    const program = programOf(term, names);
    if (program === null) return noRule;
    const cost = yield* costOf(program, variables.map(({ value }) => value), limits);
    if (cost === null) return tooLong;
    operations += cost.operations;
    milliseconds += cost.milliseconds;
  }
  return { kind: 'cost', cost: { operations, milliseconds }, formulas: terms.length };
}

function programOf(term: SymbolicTerm, variables: readonly string[]): Program | null {
  const module = termModule('derivative', term, variables);
  return module === null ? null : compileModule(module, 'derivative');
}
