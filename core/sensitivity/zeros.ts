/** Why derivatives are zero: each with the operation where what flows back from the result ends. */
import { influencedBy, influences, inputName, inputSpan, pathTo, type Step, type Trace, type TraceEvent } from '../evaluate';
import { nodeName, noteName } from '../format';

/**
 * `unused`: no operation read it; `cut`: only through an operation that is constant piece by piece; `loses`: another operand of `max` or `min` won;
 * `decides`: it only decides what is computed, or has no part in the result; `partial`: the slope of an operation is 0 at this point;
 * `cancels`: what flows back adds up to 0.
 */
export type ZeroKind = 'unused' | 'cut' | 'loses' | 'decides' | 'partial' | 'cancels';

export interface ZeroCause {
  readonly kind: ZeroKind;
  readonly inputs: readonly number[];
  /** From the first of the inputs to the operation that ends it; of the input alone where there is none to name. */
  readonly path: readonly Step[];
}

/** `node`: the operation, or what a decision was about; 0 where there is none to name. */
interface Cause { readonly kind: ZeroKind; readonly node: number; readonly decision: TraceEvent | null }

/** Inputs looked at, fewer of them in a long trace: each takes a sweep. */
const mostInputs = 64, mostVisits = 2e7;

export interface ZeroCauses {
  readonly causes: readonly ZeroCause[];
  /** Zero derivatives that were not looked at. */
  readonly left: number;
}

export function zeroCauses(trace: Trace, output: number): ZeroCauses {
  const { tape, outputs, inputCount } = trace;
  const from = outputs[output]?.id ?? 0;
  const back = backwards(trace, from);
  const flowing = influences(tape, [from]);
  const found = new Map<string, Cause & { readonly inputs: number[] }>();
  const most = Math.min(mostInputs, Math.max(4, Math.floor(mostVisits / (tape.edges + 1))));
  let looked = 0, left = 0;
  for (let input = 1; input <= inputCount; input++) {
    if (back.bars[input] !== 0) continue;
    if (looked === most) {
      left++;
      continue;
    }
    looked++;
    const cause: Cause = back.reached[input] !== 1 ? structuralCause(trace, input, back.reached, flowing)
      : { kind: back.stopped[input] === 0 ? 'cancels' : 'partial', node: back.stopped[input] ?? 0, decision: null };
    // One row for all that end at the same operation of the source.
    const key = `${cause.kind} ${String(cause.decision?.note ?? tape.note[cause.node] ?? -1)}`, known = found.get(key);
    if (known === undefined) found.set(key, { ...cause, inputs: [input] });
    else known.inputs.push(input);
  }
  return { causes: [...found.values()].map((cause) => ({ kind: cause.kind, inputs: cause.inputs, path: pathOf(trace, cause, cause.inputs[0] ?? 0) })), left };
}

/** Adjoints, and for those that are 0 the operation with the partial 0 that kept everything back; 0 where nothing did but contributions cancel. */
function backwards({ tape }: Trace, from: number): { readonly bars: Float64Array; readonly reached: Uint8Array; readonly stopped: Int32Array } {
  const { first, operand, partial, count } = tape;
  const bars = new Float64Array(count + 1), reached = new Uint8Array(count + 1), stopped = new Int32Array(count + 1), flowed = new Uint8Array(count + 1);
  if (from > 0) bars[from] = reached[from] = 1;
  for (let node = from; node > 0; node--) {
    if (reached[node] === 0) continue;
    const bar = bars[node] ?? 0;
    for (let e = first[node] ?? 0; e < (first[node + 1] ?? 0); e++) {
      const to = operand[e] ?? 0;
      if (to <= 0) continue;
      const product = bar * (partial[e] ?? 0);
      reached[to] = 1;
      bars[to] = (bars[to] ?? 0) + product;
      if (product !== 0) flowed[to] = 1;
      else if (stopped[to] === 0) stopped[to] = bar !== 0 ? node : flowed[node] === 1 ? 0 : (stopped[node] ?? 0);
    }
  }
  for (let node = 1; node <= count; node++) if (flowed[node] === 1) stopped[node] = 0;
  return { bars, reached, stopped };
}

/** The first operation on the way from an input to the result that lets nothing through. */
function structuralCause({ tape }: Trace, input: number, reached: Uint8Array, flowing: Uint8Array): Cause {
  const after = influencedBy(tape, [input]);
  let used = false, loses = 0;
  for (let node = 1; node <= tape.count; node++) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const operand = Math.abs(tape.operand[e] ?? 0);
      if (operand === 0 || after[operand] !== 1) continue;
      used ||= operand === input;
      const isLoser = (tape.op[node] === 'max' || tape.op[node] === 'min') && tape.given[e] !== tape.value[node];
      if (isLoser) {
        if (loses === 0 && (reached[node] === 1 || flowing[node] === 1)) loses = node;
      } else if ((tape.operand[e] ?? 0) < 0 && flowing[node] === 1) return { kind: 'cut', node, decision: null };
    }
  }
  if (loses !== 0) return { kind: 'loses', node: loses, decision: null };
  const decision = tape.events.find(({ kind, node }) => (kind === 'decision' || kind === 'index' || kind === 'trips') && after[node] === 1);
  return { kind: used || decision !== undefined ? 'decides' : 'unused', node: decision?.node ?? 0, decision: decision ?? null };
}

function pathOf(trace: Trace, { node, decision }: Cause, input: number): readonly Step[] {
  const { tape } = trace;
  if (node === 0) return [{ name: inputName(trace, input), span: inputSpan(trace, input) }];
  const note = tape.notes[decision?.note ?? tape.note[node] ?? -1];
  const name = decision === null || note === undefined ? nodeName(tape.op[node] ?? 'input', note) : noteName(note);
  return pathTo(trace, node, { name, span: note?.origin.span ?? null }, decision !== null, (leaf) => leaf === input);
}
