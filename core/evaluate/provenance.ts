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

const maxPath = 8;

/**
 * From an input (one that `accept` takes) through intermediate values to what cuts the path, which is called `last`: the node itself, or
 * (`decides`) something that the node decides.
 */
export function pathTo(trace: Trace, node: number, last: string, decides: boolean, accept: (input: number) => boolean = () => true): string[] {
  const { tape, inputCount } = trace;
  const wanted = new Uint8Array(node + 1);
  for (let n = 1; n <= node; n++) {
    if (n <= inputCount) wanted[n] = accept(n) ? 1 : 0;
    else for (let e = tape.first[n] ?? 0; e < (tape.first[n + 1] ?? 0); e++) if (wanted[Math.abs(tape.operand[e] ?? 0)] === 1) wanted[n] = 1;
  }
  wanted[0] = 0;
  const names: string[] = [last];
  const add = (n: number): void => {
    const note = tape.notes[tape.note[n] ?? -1];
    const name = n <= inputCount ? inputName(trace, n) : (note?.name ?? (note === undefined ? null : noteName(note)));
    if (name !== null && name !== names[0]) names.unshift(name);
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
  return names.length <= maxPath ? names : [...names.slice(0, 2), '…', ...names.slice(3 - maxPath)];
}
