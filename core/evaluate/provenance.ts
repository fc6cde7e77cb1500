/** Following a trace backwards from a node: which inputs it came from, through uncut edges or through any. */
import type { Span } from '../ir/origin';
import { noteName } from '../format/operation';
import { leafPath, type InputParam } from './inputs';
import type { Trace } from './run';
import type { Tape } from './tape';

/**
 * Nodes whose value some of `seeds` was computed from, cut edges included, but not what had no influence: losing operands, and
 * operands with a structural zero as partial.
 */
export function influences(tape: Tape, seeds: Iterable<number>): Uint8Array {
  const touched = new Uint8Array(tape.count + 1);
  for (const seed of seeds) if (seed > 0) touched[seed] = 1;
  for (let node = tape.count; node > 0; node--) {
    if (touched[node] === 0) continue;
    const op = tape.op[node];
    const selects = op === 'min' || op === 'max';
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
      const to = tape.operand[e] ?? 0;
      if (to === 0 || (selects && tape.given[e] !== tape.value[node])) continue;
      const structuralZero = to < 0 && !selects && tape.varied[-to] === 1 && tape.varied[node] === 1;
      if (!structuralZero) touched[Math.abs(to)] = 1;
    }
  }
  return touched;
}

/** The input a node is, as the source would write it: `x`, `w[2]`. */
export function inputName(trace: Trace, node: number): string {
  const input = inputOf(trace, node);
  return input === null ? `v${node}` : input.name + leafPath(input.datum, input.type, node - input.first);
}

/** Where the parameter of an input is declared. */
export function inputSpan(trace: Trace, node: number): Span | null {
  const { root } = trace.program;
  return root.paramSpans[root.paramNames.indexOf(inputOf(trace, node)?.name ?? '')] ?? null;
}

export const inputOf = (trace: Trace, node: number): InputParam | null =>
  trace.inputs.find((input) => node >= input.first && node < input.first + input.count) ?? null;

/** Nodes that some of `sources` had a part in, through any edges. */
export function influencedBy(tape: Tape, sources: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(tape.count + 1);
  for (const source of sources) reached[source] = 1;
  for (let node = 1; node <= tape.count; node++) {
    for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) if (reached[Math.abs(tape.operand[e] ?? 0)] === 1) reached[node] = 1;
  }
  reached[0] = 0;
  return reached;
}

/** One stop on the way from a parameter: a variable or an operation, and where it stands. */
export interface Step { readonly name: string; readonly span: Span | null }

const maxPath = 8;

/**
 * From an input (one that `accept` takes) through intermediate values to what cuts the path, which is `last`: the node itself, or
 * (`decides`) something that the node decides.
 */
export function pathTo(trace: Trace, node: number, last: Step, decides: boolean, accept: (input: number) => boolean = () => true): Step[] {
  const { tape, inputCount } = trace;
  const wanted = influencedBy(tape, Array.from({ length: inputCount }, (_, i) => i + 1).filter(accept));
  const steps: Step[] = [last];
  const add = (n: number): void => {
    const note = tape.notes[tape.note[n] ?? -1];
    const name = n <= inputCount ? inputName(trace, n) : (note?.name ?? (note === undefined ? null : noteName(note)));
    if (name !== null && name !== steps[0]?.name) steps.unshift({ name, span: n <= inputCount ? inputSpan(trace, n) : (note?.origin.span ?? null) });
  };
  let at = node;
  if (decides) add(at);
  while (at > inputCount) {
    let before = 0;
    for (let e = tape.first[at] ?? 0; e < (tape.first[at + 1] ?? 0) && before === 0; e++) {
      const operand = Math.abs(tape.operand[e] ?? 0);
      if (wanted[operand] === 1) before = operand;
    }
    if (before === 0) break;
    at = before;
    add(at);
  }
  return steps.length <= maxPath ? steps : [...steps.slice(0, 2), { name: '…', span: null }, ...steps.slice(3 - maxPath)];
}
