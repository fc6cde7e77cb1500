/** Figures of a run, as plain data that processes can send each other. */
import type { Project } from '../../../core/frontend/project';
import type { Diagnostic } from '../../../core/messages';
import { constructAt, type Ending, type Finding } from './examine';

export type EndingCounts = Readonly<Record<Ending['kind'], number>>;

export interface Reason {
  /** Functions that it stands against. */
  readonly functions: number;
  /** Functions that nothing else stands against. */
  readonly alone: number;
  /** One of them. */
  readonly example: string;
}

export interface Tally {
  readonly files: number;
  /** Functions with a body. */
  readonly functions: number;
  readonly endings: EndingCounts;
  /** Of these, functions whose parameters and result are made of numbers. */
  readonly numbers: EndingCounts;
  /** Why functions of numbers were refused, most frequent first. */
  readonly reasons: Readonly<Record<string, Reason>>;
  readonly findings: readonly Finding[];
}

const noEndings: EndingCounts = { 'checked': 0, 'unchecked': 0, 'nothing real': 0, 'evaluated': 0, 'refused': 0, 'found': 0 };
export const emptyTally: Tally = { files: 0, functions: 0, endings: noEndings, numbers: noEndings, reasons: {}, findings: [] };

export const total = (counts: EndingCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const counted = (counts: EndingCounts, kind: Ending['kind']): EndingCounts => ({ ...counts, [kind]: counts[kind] + 1 });

export const withEnding = (tally: Tally, ending: Ending, isOfNumbers: boolean): Tally =>
  ({ ...tally, endings: counted(tally.endings, ending.kind), numbers: isOfNumbers ? counted(tally.numbers, ending.kind) : tally.numbers });

/** The reasons against one function of numbers; `name` is where it is found. */
export function withReasons(tally: Tally, project: Project, reasons: readonly Diagnostic[], name: string): Tally {
  const labels = new Set(reasons.map(reason => label(project, reason)));
  const added = Object.fromEntries([...labels].map(each => [each, { functions: 1, alone: labels.size === 1 ? 1 : 0, example: name }]));
  return { ...tally, reasons: merged(tally.reasons, added) };
}

function merged(a: Tally['reasons'], b: Tally['reasons']): Tally['reasons'] {
  const sums: Record<string, Reason> = { ...a };
  for (const [key, { functions, alone, example }] of Object.entries(b)) {
    const before = sums[key];
    sums[key] = { functions: (before?.functions ?? 0) + functions, alone: (before?.alone ?? 0) + alone, example: before?.example ?? example };
  }
  return sums;
}

function addedCounts(a: EndingCounts, b: EndingCounts): EndingCounts {
  const sum = (kind: Ending['kind']): number => a[kind] + b[kind];
  return {
    'checked': sum('checked'), 'unchecked': sum('unchecked'), 'nothing real': sum('nothing real'), 'evaluated': sum('evaluated'),
    'refused': sum('refused'), 'found': sum('found'),
  };
}

export const together = (a: Tally, b: Tally): Tally => ({
  files: a.files + b.files, functions: a.functions + b.functions, endings: addedCounts(a.endings, b.endings), numbers: addedCounts(a.numbers, b.numbers),
  reasons: merged(a.reasons, b.reasons), findings: [...a.findings, ...b.findings],
});

/** Codes whose messages name a part of the language or the library; others name what the user wrote. */
const speaking: ReadonlySet<string> = new Set(['N1001', 'N1004', 'N1016', 'N1017', 'N1051', 'N1052', 'N1056']);

/** Code, what it says, and the construct where it says it. */
function label(project: Project, reason: Diagnostic): string {
  const [head = ''] = reason.message.split('; ');
  const said = speaking.has(reason.code) ? head : head.replace(/`[^`]*`/g, '…');
  return `${reason.code}: ${said} (${constructAt(project, reason)})`;
}
