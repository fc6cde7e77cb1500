/** Where a NaN or an infinity of the result, or of its derivatives, arose: the first operation that made it of finite numbers. */
import type { Trace } from '../evaluate';

/** The operation of a node gave a value that is not finite. */
export interface ValueOrigin {
  readonly node: number;
  /** What it was given; some of it is not finite where that came from no input, or where the node is an input itself. */
  readonly given: readonly number[];
  readonly value: number;
}

/** The first operation on the way to a number of the result; null where the number is finite or came from no input. */
export function valueOrigin({ tape, outputs }: Trace, output: number): ValueOrigin | null {
  const from = outputs[output]?.id ?? 0;
  if (from === 0 || Number.isFinite(tape.value[from])) return null;
  const marked = new Uint8Array(from + 1);
  marked[from] = 1;
  let origin = from;
  for (let node = from; node > 0; node--) {
    if (marked[node] === 0) continue;
    origin = node;
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = Math.abs(tape.operand[e] ?? 0);
      if (operand > 0 && !Number.isFinite(tape.value[operand])) marked[operand] = 1;
    }
  }
  return { node: origin, given: Array.from(tape.given.subarray(tape.first[origin] ?? 0, tape.first[origin + 1] ?? 0)), value: tape.value[origin] ?? NaN };
}

/**
 * What made an adjoint infinite or NaN in the reverse sweep, at the operation of `node`, which passes `bar` times `partial` on to `operand`.
 * `pole`: the partial is not finite; `overflow`: both are finite, the product is not; `indeterminate`: one is 0, the other infinite;
 * `opposed`: the product is infinite and so is what was there, with the other sign.
 */
export interface AdjointOrigin {
  readonly kind: 'pole' | 'overflow' | 'indeterminate' | 'opposed';
  readonly node: number;
  readonly operand: number;
  readonly bar: number;
  readonly partial: number;
}

/** `inputs`: nodes whose derivatives are not finite because of it. */
export interface AdjointTrouble { readonly origin: AdjointOrigin; readonly inputs: readonly number[] }

/** By origin, in the order of the reverse sweep. */
export function adjointTroubles({ tape, outputs, inputCount }: Trace, output: number): AdjointTrouble[] {
  const from = outputs[output]?.id ?? 0;
  if (from === 0) return [];
  const { first, operand, partial } = tape;
  const bars = new Float64Array(from + 1), reached = new Uint8Array(from + 1);
  const origins = new Map<number, AdjointOrigin>();
  bars[from] = reached[from] = 1;
  for (let node = from; node > inputCount; node--) {
    if (reached[node] === 0) continue;
    const bar = bars[node] ?? 0;
    for (let e = first[node] ?? 0; e < (first[node + 1] ?? 0); e++) {
      const to = operand[e] ?? 0;
      if (to <= 0) continue;
      const slope = partial[e] ?? 0, before = bars[to] ?? 0, product = bar * slope, after = before + product;
      reached[to] = 1;
      bars[to] = after;
      // A NaN has an origin of its own where an infinity was before.
      if (Number.isFinite(after) || Number.isNaN(before) || before === after) continue;
      const kind = Number.isFinite(product) ? 'overflow' : originKind(bar, slope, product, after);
      const inherited = kind === null ? origins.get(node) : undefined;
      origins.set(to, inherited ?? { kind: kind ?? 'pole', node, operand: to, bar, partial: slope });
    }
  }
  const byOrigin = new Map<AdjointOrigin, number[]>();
  for (let input = 1; input <= inputCount; input++) {
    const origin = Number.isFinite(bars[input]) ? undefined : origins.get(input);
    if (origin === undefined) continue;
    const known = byOrigin.get(origin);
    if (known === undefined) byOrigin.set(origin, [input]);
    else known.push(input);
  }
  return [...byOrigin].map(([origin, inputs]) => ({ origin, inputs })).sort((a, b) => b.origin.node - a.origin.node);
}

/** Null where the adjoint that is passed on was not finite before. */
function originKind(bar: number, slope: number, product: number, after: number): AdjointOrigin['kind'] | null {
  if (Number.isNaN(product) && !Number.isNaN(bar) && !Number.isNaN(slope)) return 'indeterminate';
  if (Number.isNaN(after) && !Number.isNaN(product)) return 'opposed';
  if (!Number.isFinite(bar)) return null;
  return Number.isFinite(slope) ? 'overflow' : 'pole';
}
