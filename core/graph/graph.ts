/** One picture of a trace: what is on the screen with its numbers, and the sweeps over it. Plain data, with spans of the source. */
import { inputName, inputSpan, outputAdjoints, tangents, type Adjoints, type Trace } from '../evaluate';
import { applied, formatFull, formatNumber, nodeText, operandTexts, outputName, tableNumber } from '../format';
import type { Span } from '../ir/origin';
import { edgesBetween, resultsOf, type Edge } from './edges';
import type { Group, GroupKind } from './groups';
import { forwardSteps, reverseSteps, type ForwardStep, type GroupTexts, type ReverseStep } from './sweeps';
import { visible, type Frame, type Item } from './visible';

export interface GraphQuestion {
  readonly unfolded: ReadonlySet<string>;
  /** Over the flattened inputs, whose tangents are shown; over the numbers of the value, whose adjoints are. */
  readonly input: number;
  readonly output: number;
  /** From 1. */
  lineOf(span: Span): number;
}

/** As short as fits a box, and with all digits. */
export interface NumberText { readonly short: string; readonly full: string }

export interface GraphNode {
  readonly id: string;
  /** Id of the unfolded group around it, as in `frames`; empty at the top. */
  readonly parent: string;
  readonly kind: 'input' | 'operation' | Exclude<GroupKind, 'root'>;
  /** `v3`, or what a group is called. */
  readonly label: string;
  /** The variable of the source that has the value. */
  readonly name: string | null;
  readonly operation: string;
  readonly isGroup: boolean;
  /** Of a group those of the last value that leaves it, of numbers of the input all of them; null where there is none. */
  readonly value: NumberText | null;
  readonly tangent: NumberText | null;
  readonly adjoint: NumberText | null;
  /** Size of the adjoint on a logarithmic scale: 1 the largest in the picture, 0 nothing. */
  readonly shade: number;
  /** Whether the value depends on an input through anything but cuts. */
  readonly isActive: boolean;
  /** Which number of the value it is; -1: none. */
  readonly output: number;
  /** The operations of the source that it is, or that a group holds: by these the lines of generated code are found. */
  readonly sites: readonly number[];
  /** The parameter that an input is, or is part of. */
  readonly parameter: string | null;
  readonly span: Span | null;
}

export interface GraphFrame { readonly id: string; readonly parent: string; readonly label: string; readonly span: Span | null }

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly frames: readonly GraphFrame[];
  /** Between indices of `nodes`. */
  readonly edges: readonly Edge[];
  readonly forward: readonly ForwardStep[];
  readonly reverse: readonly ReverseStep[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Operations recorded, folded or not. */
  readonly operations: number;
  readonly refused: readonly string[];
}

/** More inputs or outputs than this are not listed to choose from. */
const mostChoices = 200;

export function graphOf(trace: Trace, question: GraphQuestion): Graph {
  const { tape, inputCount, outputs } = trace;
  const shown = visible(trace, question.unfolded);
  const dots = tangents(tape, Float64Array.from({ length: inputCount }, (_, i) => (i === question.input ? 1 : 0)));
  const adjoints = outputAdjoints(trace, question.output);
  const results = resultsOf(tape, shown, outputs.map(({ id }) => id));
  const sizeOf = (item: Item, result: number): number => (holdsInputs(item, trace) ? nodesIn(item).reduce((most, node) => Math.max(most, size(adjoints, node)), 0) : size(adjoints, result));
  const largest = shown.items.reduce((most, item, i) => Math.max(most, sizeOf(item, results[i] ?? 0)), 0);
  const texts: GroupTexts = {
    title: (index) => titleOf(shown.items[index], trace, question),
    numbers: (index) => {
      const result = results[index] ?? 0, item = shown.items[index];
      if (item !== undefined && holdsInputs(item, trace)) return [`= ${listText(nodesIn(item).map((node) => tape.value[node] ?? NaN), tableNumber)}`, `= ${listText(nodesIn(item).map((node) => dots[node] ?? 0), tableNumber)}`];
      return result === 0 ? ['', ''] : [`= ${tableNumber(tape.value[result] ?? NaN)}`, `= ${tableNumber(dots[result] ?? 0)}`];
    },
  };
  const nodes = shown.items.map((item, i): GraphNode => {
    const result = item.node ?? results[i] ?? 0;
    const isList = holdsInputs(item, trace);
    const number = (numbers: Float64Array, shortened = listText): NumberText | null => {
      if (!isList) return result === 0 ? null : numberText(numbers[result] ?? 0);
      const list = nodesIn(item).map((node) => numbers[node] ?? 0);
      return { short: shortened(list, (x) => formatNumber(x, 4)), full: fullText(list) };
    };
    return {
      ...described(trace, item, question),
      id: item.id, parent: item.parent, isGroup: item.group !== null,
      value: number(tape.value), tangent: isList ? null : number(dots), adjoint: (isList ? nodesIn(item) : [result]).some((node) => node > 0 && adjoints.reached[node] === 1) ? number(adjoints.bars, normText) : null,
      shade: shade(sizeOf(item, result), largest), isActive: tape.varied[result] === 1,
      output: outputs.findIndex(({ id }) => id === result && result !== 0),
      sites: sitesOf(item, trace), parameter: parameterOf(item, trace),
    };
  });
  return {
    nodes, frames: shown.frames.map((frame) => frameOf(frame, trace, question)), edges: edgesBetween(tape, shown),
    forward: forwardSteps(trace, shown, dots, texts), reverse: reverseSteps(trace, shown, question.output, texts),
    inputs: Array.from({ length: Math.min(inputCount, mostChoices) }, (_, i) => inputName(trace, i + 1)),
    outputs: outputs.slice(0, mostChoices).map((_, k) => outputName(trace, k)),
    operations: tape.count - inputCount, refused: shown.refused,
  };
}

const numberText = (x: number): NumberText => ({ short: formatNumber(x, 4), full: formatFull(x) });

/** A folded group of numbers that are given: none of them stands for the others. */
const holdsInputs = ({ group, last }: Item, { inputCount }: Trace): boolean => group !== null && last <= inputCount;

const nodesIn = ({ first, last }: Item): readonly number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Longer lists are put into one number, their norm. */
const mostLetters = 16, mostInFull = 12;

function listText(numbers: readonly number[], format: (x: number) => string): string {
  const list = `[${numbers.slice(0, mostLetters).map(format).join(', ')}]`;
  return list.length <= mostLetters ? list : normText(numbers, format);
}

const normText = (numbers: readonly number[], format: (x: number) => string): string => `∥·∥ ${format(numbers.reduce((norm, x) => Math.hypot(norm, x), 0))}`;

function fullText(numbers: readonly number[]): string {
  const more = numbers.length - mostInFull;
  return `[${numbers.slice(0, mostInFull).map(formatFull).join(', ')}${more > 0 ? `, and ${String(more)} more` : ''}]`;
}

const size = ({ bars, reached }: Adjoints, node: number): number => (node > 0 && reached[node] === 1 ? Math.abs(bars[node] ?? 0) : 0);

/** Six powers of ten lie between the faintest shade and the fullest. */
const decades = 6, faintest = 0.06;

function shade(adjoint: number, largest: number): number {
  if (adjoint === 0) return 0;
  if (!Number.isFinite(adjoint) || !Number.isFinite(largest)) return Number.isFinite(adjoint) ? faintest : 1;
  return Math.max(faintest, 1 + Math.log10(adjoint / largest) / decades);
}

function described(trace: Trace, { node, group }: Item, question: GraphQuestion): Pick<GraphNode, 'kind' | 'label' | 'name' | 'operation' | 'span'> {
  if (node === null) {
    if (group === null || group.kind === 'root') return { kind: 'range', label: '', name: null, operation: '', span: null };
    return { kind: group.kind, label: groupTitle(group, trace, question), name: null, operation: groupSize(group), span: groupSpan(group, trace) };
  }
  const { tape, inputCount } = trace, note = tape.notes[tape.note[node] ?? -1];
  if (node <= inputCount) return { kind: 'input', label: nodeText(trace, node), name: inputName(trace, node), operation: 'input', span: inputSpan(trace, node) };
  return { kind: 'operation', label: nodeText(trace, node), name: note?.name ?? null, operation: applied(tape.op[node] ?? 'input', operandTexts(trace, node)), span: note?.origin.span ?? null };
}

function sitesOf({ first, last }: Item, { tape, inputCount }: Trace): readonly number[] {
  const notes = new Set<number>();
  for (let node = Math.max(first, inputCount + 1); node <= last; node++) notes.add(tape.note[node] ?? -1);
  const sites = Array.from(notes, (note) => tape.notes[note]?.origin.site ?? -1);
  return [...new Set(sites)].filter((site) => site >= 0);
}

const parameterOf = ({ first, last }: Item, { inputs, inputCount }: Trace): string | null =>
  (last > inputCount ? null : inputs.find((input) => input.first <= first && first < input.first + input.count)?.name ?? null);

const frameOf = ({ group, parent }: Frame, trace: Trace, question: GraphQuestion): GraphFrame => ({ id: group.id, parent, label: groupTitle(group, trace, question), span: groupSpan(group, trace) });

function groupSpan(group: Group, trace: Trace): Span | null {
  if (group.kind === 'input') return inputSpan(trace, group.first);
  return trace.tape.notes[group.site]?.origin.span ?? null;
}

const titleOf = (item: Item | undefined, trace: Trace, question: GraphQuestion): string => (item === undefined || item.group === null ? '' : groupTitle(item.group, trace, question));

function groupTitle(group: Group, trace: Trace, { lineOf }: GraphQuestion): string {
  const span = groupSpan(group, trace), line = span === null ? '' : ` · line ${lineOf(span)}`;
  switch (group.kind) {
    case 'root': return '';
    case 'input': return group.name;
    case 'loop': return `loop${line}`;
    case 'iteration': return `iteration ${group.position}`;
    case 'call': return group.name === '' ? `call${line}` : `${group.name}()`;
    case 'range': return `${group.name} ${group.position} … ${group.position + group.size - 1}`;
  }
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function groupSize(group: Group): string {
  const operations = counted(group.last - group.first + 1, 'operation', 'operations');
  switch (group.kind) {
    case 'loop': return `${counted(group.size, 'iteration', 'iterations')} · ${operations}`;
    case 'input': return counted(group.size, 'number', 'numbers');
    case 'root': case 'iteration': case 'call': case 'range': return operations;
  }
}
