/** The influence of each line on the result in the words and boxes that stand behind the lines. */
import { inputName, type Trace } from '../../core/evaluate';
import { formatNumber, nodeName } from '../../core/format';
import { influenceByLine, linesOf, type LineAt, type LineInfluence } from '../../core/sensitivity';
import type { Evaluation } from '../evaluation';
import type { LineSensitivity } from '../view-protocol';
import { placesIn, type Sources } from './places';

export interface SensitivityQuestion {
  readonly fn: { readonly name: string };
  readonly evaluation: Pick<Extract<Evaluation, { kind: 'value' }>, 'trace'>;
  readonly sources: Sources;
  readonly digits: number;
}

export function lineSensitivities({ fn, evaluation: { trace }, sources, digits }: SensitivityQuestion): LineSensitivity[] {
  const influences = influenceByLine(trace, linesOf(trace, lineAt(sources)));
  const largest = influences.reduce((most, { influence }) => (influence > most && Number.isFinite(influence) ? influence : most), 0);
  return influences.map((line): LineSensitivity => ({
    uri: sources.uriOf(line.file), line: line.line - 1, level: levelOf(line, largest), text: `${boxes(levelOf(line, largest))} ${amount(line)}`, detail: detailOf(line, fn.name, trace, digits),
  }));
}

export function lineAt(sources: Sources): LineAt {
  const places = placesIn(sources);
  return (span) => {
    const place = places(span);
    return place === null ? null : place.start.line + 1;
  };
}

const mostBoxes = 5;

/** Fifths of the result; where the result has no size to compare with, fifths of the largest influence. Whatever is not nothing has a box. */
function levelOf({ influence, relative }: LineInfluence, largest: number): number {
  if (influence === 0) return 0;
  const share = relative ?? influence / largest;
  return Number.isFinite(share) ? Math.min(mostBoxes, Math.max(1, Math.round(share * mostBoxes))) : mostBoxes;
}

const boxes = (level: number): string => '▮'.repeat(level) + '▯'.repeat(mostBoxes - level);

function amount({ influence, relative }: LineInfluence): string {
  if (!Number.isFinite(influence)) return 'not finite';
  return relative === null ? `± ${formatNumber(influence, 2)}` : `${percent(relative)} %`;
}

const smallest = 0.0001;

function percent(relative: number): string {
  const hundredths = 100 * relative;
  return hundredths > 0 && hundredths < smallest ? `< ${formatNumber(smallest)}` : formatNumber(hundredths, 2);
}

function detailOf(line: LineInfluence, fn: string, trace: Trace, digits: number): string {
  const { influence, relative, steepest, handedOn } = line;
  if (steepest === null) return `Nothing flows from this line to the result of ${fn}.`;
  const what = handedOn === 1 ? 'the value that this line hands on' : `each of the ${String(handedOn)} values that this line hands on`;
  const change = !Number.isFinite(influence) ? 'by no finite amount' : `by up to ${relative === null ? formatNumber(influence / 100, digits) : `${percent(relative / 100)} %`}`;
  return `If ${what} changed by 1 %, the result of ${fn} would change ${change} (to first order). The steepest slope is ${formatNumber(steepest.slope, digits)}, with respect to ${called(trace, steepest.node)}.`;
}

/** What the source calls the value of a node: its variable, or its operation. */
function called(trace: Trace, node: number): string {
  const { tape, inputCount } = trace;
  if (node <= inputCount) return inputName(trace, node);
  const note = tape.notes[tape.note[node] ?? -1];
  return note?.name ?? nodeName(tape.op[node] ?? 'input', note);
}
