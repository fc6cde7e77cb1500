/** What is said of the places of a plot that have no number, or one that a convention decided. */
import { describeFault, type Sample } from '../../core/evaluate';
import { formatNumber } from '../../core/format';

export interface Judged {
  readonly sample: Sample;
  /** Null: it is not drawn. */
  readonly value: number | null;
  readonly slopes: readonly (number | null)[];
  /** Why something is not drawn. */
  readonly reasons: readonly string[];
}

/** A convention that decides at more than this part of the places is how the function is, not a place where it is special. */
const everywhere = 0.1;

/** Sentences about the conventions that decide nearly everywhere. */
export interface Judgement {
  readonly judged: readonly Judged[];
  readonly throughout: readonly string[];
}

export function judge(samples: readonly Sample[]): Judgement {
  const counts = new Map<string, number>();
  for (const { warnings } of samples) for (const text of new Set(warnings.map(keyOf))) counts.set(text, (counts.get(text) ?? 0) + 1);
  const isCommon = (key: string): boolean => (counts.get(key) ?? 0) > Math.max(3, everywhere * samples.length);
  const throughout = new Map<string, string>();
  const judged = samples.map((sample): Judged => {
    const { value, slopes, warnings, fault } = sample;
    for (const warning of warnings) if (isCommon(keyOf(warning))) throughout.set(keyOf(warning), plain(warning.message));
    const rare = warnings.filter((warning) => !isCommon(keyOf(warning))).map(({ message }) => plain(message));
    const hasValue = fault === null && Number.isFinite(value);
    return {
      sample, value: hasValue ? value : null, slopes: slopes.map((slope) => (hasValue && rare.length === 0 && Number.isFinite(slope) ? slope : null)),
      reasons: fault !== null ? [plain(describeFault(fault).message)] : hasValue && rare.length > 0 ? rare : reasonsOf(value, slopes),
    };
  });
  return { judged, throughout: Array.from(throughout.values(), (message) => `At many places: ${message}.`) };
}

const keyOf = ({ code, operation, span }: Sample['warnings'][number]): string => `${code} ${operation} ${String(span?.start ?? '')}`;

const plain = (message: string): string => message.replaceAll('`', '');

function reasonsOf(value: number, slopes: readonly number[]): string[] {
  if (!Number.isFinite(value)) return [`the value is ${formatNumber(value)}`];
  const wrong = slopes.find((slope) => !Number.isFinite(slope));
  return wrong === undefined ? [] : [`the derivative is ${formatNumber(wrong)}`];
}

/** Sentences said at most. */
const mostSentences = 8;

/** One sentence for each run of places in a row with the same reason. */
export function gapSentences(judged: readonly Judged[], where: (sample: Sample) => string): string[] {
  const runs: { readonly reason: string; readonly from: Sample; to: Sample }[] = [];
  let open = new Map<string, (typeof runs)[number]>();
  for (const { sample, reasons } of judged) {
    const next = new Map<string, (typeof runs)[number]>();
    for (const reason of reasons) {
      const run = open.get(reason) ?? { reason, from: sample, to: sample };
      if (!open.has(reason)) runs.push(run);
      run.to = sample;
      next.set(reason, run);
    }
    open = next;
  }
  return bounded(runs.map(({ reason, from, to }) => (from === to ? `At ${where(from)}: ${reason}.` : `From ${where(from)} to ${where(to)}: ${reason}.`)));
}

/** Over two inputs: one sentence for each reason, with the rectangle that holds all its places. */
export function areaSentences(judged: readonly Judged[], labels: readonly string[], number: (x: number) => string): string[] {
  const byReason = new Map<string, Sample[]>();
  for (const { sample, reasons } of judged) for (const reason of reasons) {
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, [sample]);
    else known.push(sample);
  }
  return bounded(Array.from(byReason, ([reason, samples]) => {
    const sides = labels.map((label, i) => {
      const along = samples.map(({ at }) => at[i] ?? NaN), low = Math.min(...along), high = Math.max(...along);
      return low === high ? `${label} = ${number(low)}` : `${label} from ${number(low)} to ${number(high)}`;
    });
    return samples.length === 1 ? `At ${sides.join(', ')}: ${reason}.` : `At ${String(samples.length)} places with ${sides.join(' and ')}: ${reason}.`;
  }));
}

const bounded = (sentences: readonly string[]): string[] =>
  (sentences.length <= mostSentences ? [...sentences] : [...sentences.slice(0, mostSentences), `And at ${String(sentences.length - mostSentences)} more.`]);
