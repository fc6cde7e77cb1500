/** The requests of the view's sliders: the numbers of the active point, and the text of the point they are moved to. */
import type { CancellationToken } from 'vscode-languageserver';
import type { Point } from '../core/frontend/api';
import { prepared, type Prepared } from './evaluation';
import { inputsModel, movedText } from './features/inputs';
import type { Session } from './session';
import { askedAbout, nothingFor, type Asked } from './view-question';
import type { InputsAnswer, InputsParams, MovePointParams, MovePointResult } from './view-protocol';

export async function inputsAnswer(session: Session, params: InputsParams, token: CancellationToken): Promise<InputsAnswer> {
  const asked = await askedAbout(session, params, token);
  if (asked.kind !== 'asked') return asked;
  const { fn, point } = asked;
  const at = prepared(fn, point);
  if (at.kind === 'problem') return nothingFor(at);
  const base = await baseOf(session, asked, at, params.base);
  return { kind: 'inputs', inputs: inputsModel({ fn, point, at, base: base.at, baseText: base.text, reach: params.reach }) };
}

/** The point that ranges lie around, or the active one where that one says nothing any more. */
export async function baseOf(session: Session, { fn, path, point }: Asked, at: Prepared, text: string | null): Promise<{ readonly at: Prepared; readonly text: string }> {
  const base: Point | null = text === null ? (fn.points[0] ?? null) : await session.point(path, fn, text);
  const ready = base === null ? null : prepared(fn, base);
  return base === null || ready === null || ready.kind === 'problem' ? { at, text: point.text } : { at: ready, text: base.text };
}

export async function movedPoint(session: Session, params: MovePointParams, token: CancellationToken): Promise<MovePointResult> {
  const asked = await askedAbout(session, params, token);
  if (asked.kind !== 'asked') return { ok: false, message: asked.message };
  const at = prepared(asked.fn, asked.point);
  if (at.kind === 'problem') return { ok: false, message: at.message.replaceAll('`', '') };
  return { ok: true, text: movedText(asked.point, at, params.moves) };
}
