/** Programs before every oracle, many at a time. */
import type { MarkedFunction } from '../../core/frontend';
import { targetOf } from '../../core/evaluate';
import type { DerivativeKind } from '../../core/generate/derive';
import { printed } from './bits';
import { make, type Derivative } from './derivative';
import { bounded, execution, gate, hasOverflowed, isSingular, planning, ratioOf, second, twice, type Situation } from './derivativeOracles';
import { oracles, read, type Lowered } from './oracles';
import type { Finding, FuzzCase } from './program';
import { Sheet, type Piece } from './sheet';

/** Figures of a run. */
export class Tally {
  programs = 0;
  derivatives = 0;
  secondDerivatives = 0;
  /** Points where an infinite partial meets a structural zero. */
  singular = 0;
  worstRatio = 0;
  /** Points at which a gradient is more than five times as dear as its primal. */
  dear = 0;
  readonly declined = new Map<string, number>();
  decline(code: string): void { this.declined.set(code, (this.declined.get(code) ?? 0) + 1); }
}

interface Subject {
  readonly program: FuzzCase;
  readonly piece: Piece;
  readonly isDeep: boolean;
  lowered: Lowered | null;
  readonly derivatives: { readonly derivative: Derivative; readonly isSecond: boolean; fn: MarkedFunction | null }[];
  finding: Finding | null;
}

/** What is wrong with each program; null: nothing. `isDeep`: whose gradients are differentiated once more. */
export function examineAll(programs: readonly FuzzCase[], isDeep: (index: number) => boolean, tally: Tally): readonly (Finding | null)[] {
  const sheet = new Sheet();
  const subjects = programs.map((program, i): Subject => ({ program, piece: sheet.append(program.source), isDeep: isDeep(i), lowered: null, derivatives: [], finding: null }));
  const each = (oracle: string, step: (subject: Subject) => void): void => {
    for (const subject of subjects) {
      if (subject.finding !== null) continue;
      try { step(subject); } catch (error) {
        subject.finding = { oracle: `${oracle}: exception`, detail: error instanceof Error ? error.stack ?? error.message : String(error) };
      }
    }
  };
  const natives = sheet.execute();
  each('reading', subject => { readProgram(subject, sheet, natives); });
  each('the program', onProgram);
  each('generating', subject => { generateFirst(subject, sheet, tally); });
  each('reading again', subject => { readDerivatives(subject, sheet); });
  each('generating once more', subject => { generateSecond(subject, sheet, tally); });
  each('reading once more', subject => { readDerivatives(subject, sheet); });
  const generated = sheet.execute();
  const complaints = sheet.complaints();
  each('compiling', subject => {
    for (const { derivative, isSecond } of subject.derivatives) {
      const said = complaints(derivative.piece);
      if (said.length > 0) subject.finding ??= { oracle: `compiler on ${order(isSecond, derivative.kind)}`, detail: `${said.join('\n')}\n\n${sheet.textOf(derivative.piece)}` };
    }
  });
  each('the derivatives', subject => { onDerivatives(subject, sheet, generated, tally); });
  tally.programs += programs.length;
  return subjects.map(subject => subject.finding);
}

const order = (isSecond: boolean, kind: DerivativeKind): string => `${isSecond ? 'second ' : ''}${kind}`;

const at = ({ params }: FuzzCase, args: readonly unknown[]): string => `at ${params.map((name, i) => `${name}=${printed(args[i])}`).join(', ')}`;

function readProgram(subject: Subject, sheet: Sheet, natives: ReturnType<Sheet['execute']>): void {
  const lowered = read(subject.program, sheet, natives(subject.program.root));
  if (typeof lowered === 'string') subject.finding = { oracle: 'front end', detail: lowered };
  else subject.lowered = lowered;
}

function onProgram(subject: Subject): void {
  if (subject.lowered === null) return;
  for (const args of subject.program.points) {
    for (const oracle of oracles) {
      const wrong = oracle.check(subject.lowered, args);
      if (wrong !== null) { subject.finding = { oracle: oracle.name, detail: `${wrong}\n${at(subject.program, args)}` }; return; }
    }
  }
}

function generateInto(subject: Subject, fn: MarkedFunction, target: Lowered['target'], kind: DerivativeKind, isSecond: boolean, sheet: Sheet, tally: Tally): void {
  const making = make(fn, target, kind, sheet);
  switch (making.kind) {
    case 'made':
      subject.derivatives.push({ derivative: making.derivative, isSecond, fn: null });
      if (isSecond) tally.secondDerivatives++; else tally.derivatives++;
      return;
    case 'declined': tally.decline(`${order(isSecond, kind)} ${making.code}`); return;
    case 'failed': subject.finding = { oracle: `generating ${order(isSecond, kind)}`, detail: making.detail }; return;
  }
}

function generateFirst(subject: Subject, sheet: Sheet, tally: Tally): void {
  if (subject.lowered === null) return;
  const { fn, target } = subject.lowered;
  generateInto(subject, fn, target, fn.resultType?.kind === 'num' ? 'gradient' : 'vjp', false, sheet, tally);
  generateInto(subject, fn, target, 'jvp', false, sheet, tally);
}

function readDerivatives(subject: Subject, sheet: Sheet): void {
  for (const one of subject.derivatives) one.fn ??= sheet.read(one.derivative.name);
}

/** Of the gradient, forward and reverse in turn. */
function generateSecond(subject: Subject, sheet: Sheet, tally: Tally): void {
  const first = subject.derivatives.find(({ derivative }) => derivative.kind === 'gradient');
  if (!subject.isDeep || first === undefined || first.fn === null || first.fn.lowered === null) return;
  const { module, root } = first.fn.lowered;
  const target = targetOf(module, root, subject.program.real);
  for (const kind of ['jvp', 'vjp'] as const) generateInto(subject, first.fn, target, kind, true, sheet, tally);
}

function onDerivatives(subject: Subject, sheet: Sheet, natives: ReturnType<Sheet['execute']>, tally: Tally): void {
  const { program, lowered } = subject;
  if (lowered === null) return;
  for (const { derivative, fn, isSecond } of subject.derivatives) {
    if (fn === null) { subject.finding = { oracle: 'reading again', detail: `${derivative.name} is not there` }; return; }
    for (const [i, args] of program.points.entries()) {
      const situation: Situation = { derivative, fn, native: natives(derivative.name), args, elsewhere: program.points[(i + 1) % program.points.length] ?? args };
      const fail = (oracle: string, wrong: string | null): boolean => {
        if (wrong === null) return false;
        if (/, expected NaN$/.test(wrong) && hasOverflowed(situation)) { tally.singular++; return false; }
        if (isUndefinedOnly(wrong) && (isSecond || derivative.kind !== 'jvp' ? !isPlain(program) && isSingular(situation) : hasMemoryWithoutFlags(sheet.textOf(derivative.piece)))) { tally.singular++; return false; }
        subject.finding = { oracle: `${oracle}, ${order(isSecond, derivative.kind)}`, detail: `${wrong}\n${at(program, args)}\n\n${program.source}\n${subject.derivatives.map(one => sheet.textOf(one.derivative.piece)).join('\n')}` };
        return true;
      };
      if (fail('execution', execution(situation))) return;
      if (fail('gate', gate(situation))) return;
      if (subject.isDeep && fail('planning', planning(situation))) return;
      if (isSecond && fail('Hessian', second(situation, lowered.target))) return;
      if (isSecond) continue;
      if (fail('one array twice', twice(situation))) return;
      const ratio = ratioOf(situation);
      if (fail('cost', bounded(ratio))) return;
      if (ratio !== null) tally.worstRatio = Math.max(tally.worstRatio, ratio);
      if (ratio !== null && ratio > 5) tally.dear++;
    }
  }
}

/** NaN where the trace has a number. */
const isUndefinedOnly = (wrong: string): boolean => / is NaN, /.test(wrong);

/** The kinds of memory that docs/conventions.md names: given to a recursive function, a part of a typed array, arrays that replace each other. */
const hasMemoryWithoutFlags = (jvp: string): boolean => /Tangent\(|\.subarray\(|let \w+: [\w<>]+(\[\]|Array) = /.test(jvp);

/** Neither arrays, loops nor recursion. */
const isPlain = ({ source }: FuzzCase): boolean => !/\bfor\b|\bwhile\b|\bdo\b|\[/.test(source);
