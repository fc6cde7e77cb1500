/**
 * Exact second derivatives: the reverse sweep is carried out over trace nodes with the same rules, so that each entry of the gradient is
 * itself a node of an extended trace; one more reverse sweep from each entry gives a row of the Hessian.
 */
import type { ComparisonPrimitive, RealPrimitive } from '../ir/primitive';
import { rules } from '../rules/table';
import type { Arithmetic } from '../rules/rule';
import { adjoints, inputRow, type DerivativeRow } from './sweeps';
import { compareNumbers, valueOf } from '../rules/numeric';
import { quantities, type Quantity } from './quantities';
import type { NodeOp, Tape } from './tape';
import { isPrimitiveNode } from './tape';
import type { Trace } from './run';

/** A node of the extended trace, or a number that depends on no input (id 0). */
interface Term { readonly id: number; readonly value: number; readonly literal: number | null }

/** The trace and what the reverse sweep computes, as edges only. */
class Extended implements Arithmetic<Term> {
  count: number;
  private readonly starts: number[] = [];
  private readonly operands: number[] = [];
  private readonly partials: number[] = [];

  constructor(private readonly tape: Tape) { this.count = tape.count; }

  constant(value: number): Term { return { id: 0, value, literal: value }; }

  literal(x: Term): number | null { return x.literal; }

  choose(compare: ComparisonPrimitive, a: Term, b: Term, then: () => Term, otherwise: () => Term): Term {
    return compareNumbers(compare, a.value, b.value) ? then() : otherwise();
  }

  apply(prim: RealPrimitive, args: readonly Term[]): Term {
    const value = valueOf(prim, args.map((arg) => arg.value));
    if (args.every((arg) => arg.id === 0)) return { id: 0, value, literal: null };
    const start = this.operands.length;
    const rule = rules[prim];
    const boxed: Quantity[] = args.map(({ value: v, literal }) => ({ value: v, literal }));
    args.forEach((arg, i) => {
      if (arg.id === 0 || rule.kind === 'cut') return;
      const partial = rule.kind === 'selection'
        ? (rule.winner(args.map((a) => a.value), undefined) === i ? 1 : null)
        : (rule.partial(i, quantities, boxed, { value, literal: null }, {})?.value ?? null);
      if (partial === null) return;
      this.operands.push(arg.id);
      this.partials.push(partial);
    });
    if (this.operands.length === start) return { id: 0, value, literal: null };
    this.starts.push(start);
    return { id: ++this.count, value, literal: null };
  }

  /** Derivatives of a node with respect to the first `inputs` nodes. */
  row(term: Term, inputs: number): DerivativeRow {
    if (term.id === 0) return { values: new Float64Array(inputs), reached: new Uint8Array(inputs) };
    if (term.id <= this.tape.count) return inputRow(adjoints(this.tape, [{ node: term.id, weight: 1 }]), inputs);
    const bars = new Map<number, number>();
    const extended = new Float64Array(term.id - this.tape.count);
    const reached = new Uint8Array(extended.length);
    extended[extended.length - 1] = 1;
    reached[extended.length - 1] = 1;
    for (let k = extended.length - 1; k >= 0; k--) {
      if (reached[k] === 0) continue;
      const bar = extended[k] ?? 0;
      for (let e = this.starts[k] ?? 0; e < (this.starts[k + 1] ?? this.operands.length); e++) {
        const to = this.operands[e] ?? 0, product = bar * (this.partials[e] ?? 0);
        if (to <= this.tape.count) bars.set(to, (bars.get(to) ?? 0) + product);
        else {
          extended[to - this.tape.count - 1] = (extended[to - this.tape.count - 1] ?? 0) + product;
          reached[to - this.tape.count - 1] = 1;
        }
      }
    }
    return inputRow(adjoints(this.tape, Array.from(bars, ([node, weight]) => ({ node, weight }))), inputs);
  }
}

/** The dense Hessian of an output node over all inputs. */
export const hessian = (trace: Trace, output: number): Float64Array[] => Array.from(hessianRows(trace, output), ({ values }) => values);

/** The same row by row, each computed when it is asked for. */
export function* hessianRows({ tape, inputCount }: Trace, output: number): Generator<DerivativeRow, void, void> {
  const extended = new Extended(tape);
  const bars: (Term | undefined)[] = [];
  if (output > 0) bars[output] = extended.constant(1);
  for (let node = output; node > inputCount; node--) {
    const bar = bars[node];
    if (bar === undefined) continue;
    const op = tape.op[node] ?? 'input';
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const to = tape.operand[e] ?? 0;
      if (to <= 0) continue;
      const partial = partialTerm(tape, extended, op, node, e - (tape.first[node] ?? 0));
      if (partial === null) continue;
      const product = partial.literal === 1 ? bar : bar.literal === 1 ? partial : extended.apply('mul', [bar, partial]);
      const before = bars[to];
      bars[to] = before === undefined ? product : extended.apply('add', [before, product]);
    }
  }
  for (let i = 1; i <= inputCount; i++) yield extended.row(bars[i] ?? extended.constant(0), inputCount);
}

function partialTerm(tape: Tape, on: Extended, op: NodeOp, node: number, argument: number): Term | null {
  if (!isPrimitiveNode(op)) return null;
  const rule = rules[op];
  if (rule.kind === 'cut') return null;
  if (rule.kind === 'selection') return on.constant(1);
  const note = tape.notes[tape.note[node] ?? 0];
  const literals = note?.prim === op ? note.literals : null;
  const args: Term[] = [];
  for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
    const id = tape.operand[e] ?? 0;
    args.push({ id: Math.abs(id), value: tape.given[e] ?? NaN, literal: id === 0 ? (literals?.[args.length] ?? null) : null });
  }
  return rule.partial(argument, on, args, { id: node, value: tape.value[node] ?? NaN, literal: null }, note?.conventions ?? {});
}
