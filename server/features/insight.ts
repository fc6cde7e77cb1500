/**
 * What a trace says about its numbers, as tables of the view: what is not finite and why, what is zero and why, where formulas change,
 * and where digits are lost.
 */
import { inputName, inputSpan, type Step, type Task, type Trace } from '../../core/evaluate';
import { applied, formatNumber, nodeName, outputName, pathText } from '../../core/format';
import type { Span } from '../../core/ir/origin';
import { adjointTroubles, boundariesNear, linesOf, roundingLedger, valueOrigin, zeroCauses, type AdjointOrigin, type Boundaries, type LineRounding, type Side, type ZeroCause, type ZeroKind } from '../../core/sensitivity';
import type { Evaluation } from '../evaluation';
import type { InsightRow, InsightSection } from '../view-protocol';
import { placesIn, type Places, type Sources } from './places';
import { lineAt } from './sensitivity';

type Evaluated = Extract<Evaluation, { kind: 'value' }>;

export interface InsightQuestion {
  readonly evaluation: Pick<Evaluated, 'trace'>;
  readonly sources: Sources;
  /** What `boundaryTask` found; null where its time was up. */
  readonly boundaries: Boundaries | null;
  readonly output: number;
  readonly digits: number;
}

/** What the sections are made with. */
interface Subject {
  readonly trace: Trace;
  readonly sources: Sources;
  readonly output: number;
  readonly places: Places;
  number(x: number): string;
}

/** The number of the result that is asked for, or the first. */
export const outputOf = (trace: Trace, asked: number): number => (Number.isInteger(asked) && asked >= 0 && asked < trace.outputs.length ? asked : 0);

/** The part that evaluates the function beside the point, and so takes its time. */
export const boundaryTask = ({ trace, at }: Pick<Evaluated, 'trace' | 'at'>, output: number): Task<Boundaries> =>
  boundariesNear(trace, [...at.values()], { wrt: trace.inputs.map(({ name }) => name) }, output);

export function insightSections({ evaluation: { trace }, sources, boundaries, output, digits }: InsightQuestion): InsightSection[] {
  const subject: Subject = { trace, sources, places: placesIn(sources), number: (x) => formatNumber(x, digits), output };
  return [notFinite(subject), zeros(subject), nearest(subject, boundaries), rounding(subject)];
}

const mostRows = 50;

function section(title: string, summary: string, columns: readonly string[], rows: readonly InsightRow[]): InsightSection {
  const more = rows.length > mostRows ? ` Of ${String(rows.length)} the first ${String(mostRows)} are listed.` : '';
  return { title, summary: summary + more, columns, rows: rows.slice(0, mostRows) };
}

function notFinite(subject: Subject): InsightSection {
  const { trace, output } = subject;
  const value = valueOrigin(trace, output);
  const rows = [
    ...(value === null ? [] : [{ cells: [outputName(trace, output), operationAt(subject, value.node, value.given), `${subject.number(value.value)} arose here`], source: placeOf(subject, value.node) }]),
    ...adjointTroubles(trace, output).map(({ origin, inputs }) => ({
      cells: [partials(trace, inputs), operationAt(subject, origin.node, givenTo(trace, origin.node)), adjointText(origin, subject)], source: placeOf(subject, origin.node),
    })),
  ];
  return section('NaN and infinity', rows.length === 0 ? 'The value and its derivatives are finite.' : 'Where each arose first:', ['What', 'Operation', 'Why'], rows);
}

function adjointText({ kind, bar, partial }: AdjointOrigin, { number }: Subject): string {
  switch (kind) {
    case 'pole': return `its slope is ${number(partial)} here`;
    case 'overflow': return `${number(bar)} · ${number(partial)} is beyond the largest number`;
    case 'indeterminate': return `${number(bar)} flows back to it, and its slope is ${number(partial)}: ${number(bar)} · ${number(partial)} is NaN`;
    case 'opposed': return `${number(bar * partial)} meets an infinity of the other sign: ∞ - ∞ is NaN`;
  }
}

function zeros({ trace, output, places }: Subject): InsightSection {
  const { causes, left } = zeroCauses(trace, output);
  const rows = causes.map(({ kind, inputs, path }: ZeroCause): InsightRow => ({
    cells: [partials(trace, inputs), zeroTexts[kind], pathText(path)], source: places(lastSpan(path)),
  }));
  return section('Zero derivatives', rows.length === 0 ? 'No derivative is zero.' : `Why each is zero${left === 0 ? '' : ` (${String(left)} more are)`}:`, ['What', 'Why', 'Way'], rows);
}

const zeroTexts: Readonly<Record<ZeroKind, string>> = {
  unused: 'nothing that was computed reads it',
  cut: 'cut: the last operation of the way is constant piece by piece',
  loses: 'another operand of the last operation of the way won',
  decides: 'it has no part in the result, or decides only what is computed',
  partial: 'the slope of the last operation of the way is 0 at this point',
  cancels: 'what flows back to it adds up to 0',
};

const lastSpan = (path: readonly Step[]): Span | null => path.at(-1)?.span ?? null;

function nearest(subject: Subject, boundaries: Boundaries | null): InsightSection {
  const { trace, number, places } = subject;
  const title = 'Nearest kinks and branches', columns = ['Operation', 'Distance', 'Moved by', 'Before', 'Beyond'];
  if (boundaries === null) return section(title, 'They were not found in time.', columns, []);
  const { nearest: found, measured, found: all, unseen } = boundaries;
  if (found.length === 0) return section(title, 'Nothing that depends on the inputs chooses between formulas here.', columns, []);
  const part = measured === all ? '' : ` Of ${String(all)} places the ${String(measured)} that seem nearest were measured.`;
  return section(title, `How far the inputs are from where the formula changes, and value and slope on the way there.${part}${unseen === 0 ? '' : ` The last ${String(unseen)} comparisons were not looked at.`}`, columns, found.map(({ margin, distance, step, sides }): InsightRow => {
    const iteration = trace.tape.contexts.iteration(margin.context), side = ({ value, slope }: Side): string => (Number.isNaN(value) ? 'NaN' : `${number(value)}, slope ${number(slope)}`);
    return {
      cells: [`${margin.operation}${iteration === null ? '' : ` (iteration ${String(iteration)})`}`, number(distance), movedBy(subject, step),
        sides === null ? 'not on a straight way' : side(sides.before), sides === null ? '' : side(sides.after)],
      source: places(trace.tape.notes[margin.note]?.origin.span ?? null),
    };
  }));
}

/** The inputs with the largest part in a step: `x +0.12, y -0.16`. */
function movedBy({ trace, number }: Subject, step: Float64Array): string {
  const moved = Array.from(step, (by, i) => ({ by, input: i + 1 })).filter(({ by }) => by !== 0).sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const shown = moved.slice(0, mostNames).map(({ by, input }) => `${inputName(trace, input)} ${by > 0 ? '+' : ''}${number(by)}`).join(', ');
  return moved.length <= mostNames ? shown : `${shown} and ${String(moved.length - mostNames)} more`;
}

function rounding(subject: Subject): InsightSection {
  const { trace, output, sources } = subject;
  const title = 'Rounding', columns = ['Part', 'Error', 'Most of it by'];
  const ledger = roundingLedger(trace, output, linesOf(trace, lineAt(sources)));
  if (ledger === null) return section(title, 'There is no finite number here that comes from an input.', columns, []);
  if (ledger.bound === 0) return section(title, 'No operation on the inputs was rounded with an effect on the result.', columns, []);
  const relative = ledger.relative === null ? '' : `, ${formatNumber(ledger.relative, 2)} of its size`;
  const known = ledger.error === null ? '' : ` The errors add up to ${formatNumber(ledger.error, 2)} (computed less true).`;
  return section(title, `The result may be off by ${formatNumber(ledger.bound, 2)}${relative}, to first order.${known}`, columns, ledger.lines.map(({ share, error, worst }: LineRounding): InsightRow => ({
    cells: [`${formatNumber(100 * share, 2)} %`, formatNumber(error, 2), nodeName(trace.tape.op[worst.node] ?? 'input', trace.tape.notes[trace.tape.note[worst.node] ?? -1])], source: placeOf(subject, worst.node),
  })));
}

/** `∂x, ∂w[2]`. */
function partials(trace: Trace, inputs: readonly number[]): string {
  const shown = inputs.slice(0, mostNames).map((input) => `∂${inputName(trace, input)}`).join(', ');
  return inputs.length <= mostNames ? shown : `${shown} and ${String(inputs.length - mostNames)} more`;
}

const mostNames = 4;

/** `ln 0`: an operation with what it was given; of an input its name. */
function operationAt({ trace, number }: Subject, node: number, given: readonly number[]): string {
  return node <= trace.inputCount ? inputName(trace, node) : applied(trace.tape.op[node] ?? 'input', given.map(number));
}

const givenTo = ({ tape }: Trace, node: number): number[] => Array.from(tape.given.subarray(tape.first[node] ?? 0, tape.first[node + 1] ?? 0));

const placeOf = ({ trace, places }: Subject, node: number): ReturnType<Places> =>
  places(node <= trace.inputCount ? inputSpan(trace, node) : (trace.tape.notes[trace.tape.note[node] ?? -1]?.origin.span ?? null));
