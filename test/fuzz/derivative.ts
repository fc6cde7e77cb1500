/** A derivative of a program, or of such a derivative: generated, read again, and ready to be run by the machine and by Node. */
import { adjointName } from '../../core/ad/names';
import { finish, interpret, type Datum, type Limits, type Run, type Target } from '../../core/evaluate';
import type { Lowered as LoweredFunction, MarkedFunction } from '../../core/frontend';
import { textOf } from '../../core/backend';
import { derive, type DerivativeKind } from '../../core/generate/derive';
import { derivativeName } from '../../core/generate/names';
import { printDerivative } from '../../core/generate/print';
import { filled, spread } from './bits';
import { syntaxError, type Piece, type Sheet } from './sheet';

export const limits: Limits = { operations: 2e6, memory: 2 ** 28, depth: 2000 };

export interface Derivative {
  readonly kind: DerivativeKind;
  readonly name: string;
  /** What was derived. */
  readonly target: Target;
  readonly piece: Piece;
  /** Whether an earlier result can be given last. */
  readonly takesInto: boolean;
}

export type Making =
  | { readonly kind: 'made'; readonly derivative: Derivative }
  /** Code of the diagnostic by which generation declined. */
  | { readonly kind: 'declined'; readonly code: string }
  | { readonly kind: 'failed'; readonly detail: string };

/** Derives, prints, and puts the text on the sheet. */
export function make(fn: MarkedFunction, target: Target, kind: DerivativeKind, sheet: Sheet): Making {
  const name = derivativeName(fn.name, kind);
  const place = sheet.surroundings(fn);
  if (place === null) return { kind: 'failed', detail: 'the function has no place' };
  const derivation = derive(target, kind, name, fn.nameSpan);
  if (!derivation.ok) return { kind: 'declined', code: derivation.diagnostics.map(found => found.code).join() };
  const text = textOf(printDerivative({
    fn, kind, derived: derivation.derived, wrt: target.wrt, surroundings: { ...place, namesInScope: place.namesInScope.filter(other => other !== name) },
    source: [], replaced: [], checkedPoints: 0, tokens: () => [], marked: false,
  }), place.style);
  const wrong = syntaxError(text);
  if (wrong !== null) return { kind: 'failed', detail: `${wrong}\n\n${text}` };
  return { kind: 'made', derivative: { kind, name, target, piece: sheet.append(text), takesInto: text.includes('into?:') } };
}

/** The arguments that the derivative takes after those of its function. `value`: what the function returns. */
export function extraArguments({ kind, target }: Derivative, args: readonly Datum[], value: Datum): readonly Datum[] {
  let count = 0;
  const next = (): number => spread(count++);
  switch (kind) {
    case 'gradient': return [];
    case 'vjp': return [filled(value, next)];
    case 'jvp': {
      const params = target.module.funcs.get(target.root)?.params ?? [];
      return params.flatMap((param, i) => (target.wrt.includes(param.name) ? [filled(args[i] ?? null, next)] : []));
    }
  }
}

export const run = ({ module, root }: Pick<LoweredFunction, 'module' | 'root'>, args: readonly Datum[]): Run => finish(interpret(module, root, args, limits));

/** The fields of a gradient, in the order of the parameters. */
export const fieldsOf = (target: Target): readonly string[] => target.wrt.map(adjointName);
