/**
 * Where a trace might have gone another way: for each comparison, `abs`, `max`, `floor`, … a *margin*, a number that is 0 where the function
 * changes its formula, with the weights that make it of nodes of the trace.
 */
import type { NodeOp, Trace } from '../evaluate';
import { noteName, nodeName } from '../format';

export interface Margin {
  /** Of the operation in the program: the same one in another trace of the program has the same. */
  readonly note: number;
  /** Which execution of the operation, from 0. */
  readonly execution: number;
  /** Which two operands of `max` or `min` it is between; else empty. */
  readonly between: string;
  /** The node of the operation; 0 for comparisons, which have none. */
  readonly node: number;
  readonly operation: string;
  readonly context: number;
  readonly value: number;
  readonly weights: readonly { readonly node: number; readonly weight: number }[];
}

export function* marginsOf(trace: Trace): Generator<Margin, void, void> {
  const { tape, inputCount } = trace;
  const executions = new Map<number, number>();
  const counted = (note: number): number => {
    const before = executions.get(note) ?? 0;
    executions.set(note, before + 1);
    return before;
  };
  for (const { nodes: [ia, ib], sides: [a, b], note, context } of tape.comparisons) {
    const from = tape.notes[note];
    if (from === undefined) continue;
    yield {
      node: 0, note, context, execution: counted(note), between: '', operation: noteName(from), value: a - b,
      weights: [{ node: ia, weight: 1 }, { node: ib, weight: -1 }],
    };
  }
  for (let node = inputCount + 1; node <= tape.count; node++) {
    const op = tape.op[node] ?? 'input';
    if (!kinked.has(op)) continue;
    const note = tape.note[node] ?? -1, execution = counted(note), context = tape.context[node] ?? 0;
    const operation = nodeName(op, tape.notes[note]);
    for (const margin of nodeMargins(trace, node)) yield { ...margin, node, note, context, execution, operation };
  }
}

const kinked: ReadonlySet<NodeOp> = new Set<NodeOp>(['abs', 'sign', 'floor', 'ceil', 'trunc', 'truncate', 'round', 'rem', 'max', 'min']);

function nodeMargins({ tape }: Trace, node: number): readonly Pick<Margin, 'value' | 'between' | 'weights'>[] {
  const begin = tape.first[node] ?? 0, end = tape.first[node + 1] ?? 0;
  const given = tape.given.subarray(begin, end), operands = tape.operand.subarray(begin, end).map(Math.abs);
  const [a = NaN, b = NaN] = given, [ia = 0, ib = 0] = operands;
  const isVaried = (id: number): boolean => tape.varied[id] === 1;
  const between = '';
  const toPlace = (place: number): ReturnType<typeof nodeMargins> => (isVaried(ia) ? [{ between, value: a - place, weights: [{ node: ia, weight: 1 }] }] : []);
  switch (tape.op[node]) {
    case 'abs': case 'sign': return toPlace(0);
    case 'floor': case 'ceil': return toPlace(Math.round(a));
    case 'trunc': case 'truncate': return toPlace(awayFromZero(a));
    case 'round': return toPlace(Math.floor(a) + 0.5);
    case 'rem': {
      const quotient = a / b;
      if (!isVaried(ia) && !isVaried(ib)) return [];
      return [{ between, value: quotient - awayFromZero(quotient), weights: [{ node: ia, weight: 1 / b }, { node: ib, weight: -quotient / b }] }];
    }
    // The winner against each other operand, the earlier one first whichever wins: so a margin has the same sign convention on both sides.
    case 'max': case 'min': {
      const winner = given.indexOf(tape.value[node] ?? NaN);
      return Array.from(given, (_, i) => [Math.min(i, winner), Math.max(i, winner)] as const).flatMap(([i, j]) => {
        const ii = operands[i] ?? 0, ij = operands[j] ?? 0;
        if (winner < 0 || i === j || ii === ij || (!isVaried(ii) && !isVaried(ij))) return [];
        return [{ between: `${String(i)} ${String(j)}`, value: (given[i] ?? NaN) - (given[j] ?? NaN), weights: [{ node: ii, weight: 1 }, { node: ij, weight: -1 }] }];
      });
    }
    default: return [];
  }
}

/** The nearest whole number but 0, where truncation goes on without a step. */
const awayFromZero = (x: number): number => (Math.round(x) === 0 ? (x < 0 ? -1 : 1) : Math.round(x));
