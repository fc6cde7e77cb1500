/**
 * A function as one formula, as a computer algebra system wants it: calls put in, loops unrolled, every value replaced by what it is
 * computed from. Only for straight lines and counted loops over numbers.
 */
import { toValueForm, UnknownFunctionValue } from '../../core/ad/valueForm';
import type { Datum, Target } from '../../core/evaluate';
import type { Func } from '../../core/ir/module';
import type { LoopOp, Op, PrimOp, Region, Value } from '../../core/ir/op';
import type { RealPrimitive } from '../../core/ir/primitive';
import { isRealPrimitive } from '../../core/ir/primitive';
import { isStackExhausted } from '../../core/messages/stack';
import { discreteParameters } from '../../core/passes/discrete';
import { compareNumbers, valueOf } from '../../core/rules/numeric';

export type Formula =
  | { readonly kind: 'formula'; readonly text: string; readonly operations: number; readonly variables: readonly Variable[]; readonly trips: number }
  | { readonly kind: 'too-large' }
  | NoFormulaBecause;

/** `reason`: `it …`. */
export interface NoFormulaBecause { readonly kind: 'none'; readonly reason: string }

export const noRule: NoFormulaBecause = { kind: 'none', reason: 'it has an operation that the computer algebra system has no rule for' };
export const tooLong: NoFormulaBecause = { kind: 'none', reason: 'it is too long to be written as one formula' };

/** A parameter, by its name in the formula and its value at the point. */
export interface Variable { readonly name: string; readonly value: number }

export interface FormulaQuestion {
  /** In value form. */
  readonly func: Func;
  /** In the order of the parameters: those that are not differentiated for are put in as numbers. */
  readonly args: readonly Datum[];
  readonly wrt: readonly string[];
  /** Iterations of loops that stand in no other loop, at most. */
  readonly iterations: number;
}

/** The system is not interrupted while it works: formulas of this size take it some milliseconds. */
const mostOperations = 3000, mostVariables = 8;

/** Operations that are looked at, those on known numbers too, which leave nothing in the formula. */
const mostWork = 100_000;

/** A value as a formula; `number` where it depends on no variable. */
interface Term {
  readonly text: string;
  readonly operations: number;
  readonly number: number | null;
}

type FormulaFunction = { readonly kind: 'function'; readonly func: Func } | NoFormulaBecause;

/** It does not depend on the point: it is made once for a function. */
const made = new WeakMap<Target, FormulaFunction>();

/** The function that formulas are made of: calls put in, branches and loops structured. */
export function formulaFunction(target: Target): FormulaFunction {
  const found = made.get(target) ?? madeFunction(target);
  made.set(target, found);
  return found;
}

function madeFunction({ module, root }: Target): FormulaFunction {
  try {
    const func = toValueForm(module, root, (name) => discreteParameters(module, name)).funcs.get(root);
    if (func !== undefined) return func.result.kind === 'num' ? { kind: 'function', func } : { kind: 'none', reason: 'its result is not one number' };
  } catch (error) {
    if (!(error instanceof UnknownFunctionValue || isStackExhausted(error))) throw error;
  }
  return { kind: 'none', reason: 'it calls what cannot be written out' };
}

export function formulaOf(question: FormulaQuestion): Formula {
  try {
    return new Unrolling(question).run();
  } catch (error) {
    if (error instanceof NoFormula) return error.formula;
    throw error;
  }
}

/** How a formula is given up. */
class NoFormula extends Error {
  constructor(readonly formula: Exclude<Formula, { kind: 'formula' }>) { super(formula.kind); }
}

const refuse = (reason: string): never => { throw new NoFormula({ kind: 'none', reason }); };

class Unrolling {
  private readonly terms = new Map<Value, Term>();
  private readonly truths = new Set<Value>();
  private readonly variables: Variable[] = [];
  private trips = 0;
  private work = 0;

  constructor(private readonly question: FormulaQuestion) {}

  run(): Formula {
    const { func, args, wrt } = this.question;
    func.params.forEach(({ name, value }, i) => {
      const arg = args[i];
      if (value.type.kind !== 'num' || typeof arg !== 'number') return;
      if (!wrt.includes(name)) this.terms.set(value, constant(arg));
      else {
        const variable = { name: `v${String(this.variables.length + 1)}`, value: arg };
        this.variables.push(variable);
        this.terms.set(value, { text: variable.name, operations: 0, number: null });
      }
    });
    const last = this.region(func.body, 0);
    if (last.kind !== 'return' || last.value === null) return refuse('it has other exits than its return');
    const { text, operations } = this.term(last.value);
    if (this.variables.length === 0) return refuse('none of its inputs is a number by itself');
    if (this.variables.length > mostVariables) return refuse('it has too many inputs');
    return { kind: 'formula', text, operations, variables: this.variables, trips: this.trips };
  }

  /** Answers the last operation. */
  private region({ ops }: Region, depth: number): Op {
    for (const op of ops) {
      if (++this.work > mostWork) throw new NoFormula({ kind: 'too-large' });
      switch (op.kind) {
        case 'const':
          if (typeof op.value === 'number') this.terms.set(op.result, constant(op.value));
          else if (op.value === true) this.truths.add(op.result);
          break;
        case 'prim': this.terms.set(op.result, this.applied(op)); break;
        case 'loop': this.loop(op, depth); break;
        case 'yield': case 'return': return op;
        case 'if': return refuse('it branches');
        case 'call': case 'callvalue': case 'deriv': return refuse('it calls what cannot be written out');
        case 'throw': return refuse('it has other exits than its return');
        default: return refuse('it works on arrays or objects');
      }
    }
    return refuse('it has other exits than its return');
  }

  private loop({ counter, test, inits, body, results }: LoopOp, depth: number): void {
    if (counter === null || test !== null) return refuse('it has a loop whose number of iterations is not counted');
    const from = this.term(counter.from).number, to = this.term(counter.to).number, [index, ...carried] = body.params;
    if (from === null || to === null || index === undefined) return refuse('it has a loop whose number of iterations depends on an input');
    let current = inits.map((init) => this.term(init)), trips = 0;
    for (let i = from; compareNumbers(counter.compare, i, to); i += counter.step) {
      if (depth === 0 && trips === this.question.iterations) break;
      trips++;
      this.terms.set(index, constant(i));
      carried.forEach((value, k) => { this.set(value, current[k]); });
      const last = this.region(body, depth + 1);
      const [goesOn, ...next] = last.kind === 'yield' ? last.values : [];
      if (goesOn === undefined || !this.truths.has(goesOn)) return refuse('it has a loop that may be left early');
      current = next.map((value) => this.term(value));
    }
    results.forEach((value, k) => { this.set(value, current[k]); });
    if (depth === 0) this.trips = Math.max(this.trips, trips);
  }

  private set(value: Value, term: Term | undefined): void { if (term !== undefined) this.terms.set(value, term); }

  private term(value: Value): Term { return this.terms.get(value) ?? refuse('it works on arrays or objects'); }

  private applied({ prim, args }: PrimOp): Term {
    if (!isRealPrimitive(prim)) return refuse('it branches');
    const given = args.map((arg) => this.term(arg)), numbers = given.flatMap(({ number }) => (number === null ? [] : [number]));
    if (numbers.length === given.length) return constant(valueOf(prim, numbers));
    const operations = given.reduce((sum, term) => sum + term.operations, 0) + 1;
    if (operations > mostOperations) throw new NoFormula({ kind: 'too-large' });
    return { text: written(prim, given.map(({ text }) => text)), operations, number: null };
  }
}

const constant = (number: number): Term => ({ text: number < 0 || !Number.isFinite(number) ? `(${String(number)})` : String(number), operations: 0, number });

const operators: Partial<Record<RealPrimitive, string>> = { add: '+', sub: '-', mul: '*', div: '/', pow: '^' };
const functions: ReadonlySet<RealPrimitive> = new Set(['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'log', 'log10', 'sin', 'sinh', 'sqrt', 'tan', 'tanh']);

function written(prim: RealPrimitive, args: readonly string[]): string {
  const operator = operators[prim], [first = '', second = ''] = args;
  if (operator !== undefined) return `(${first}${operator}${second})`;
  if (functions.has(prim)) return `${prim}(${first})`;
  switch (prim) {
    case 'neg': return `(-${first})`;
    case 'log1p': return `log(1+${first})`;
    case 'expm1': return `(exp(${first})-1)`;
    case 'log2': return `(log(${first})/log(2))`;
    case 'hypot': return `sqrt(${args.map((arg) => `(${arg})^2`).join('+')})`;
    default: return refuse(`Math.${prim} is no formula that it differentiates`);
  }
}
