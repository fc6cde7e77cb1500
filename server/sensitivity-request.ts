/** The request of the marks in the source: the influence of each line on a function's result. */
import type { CancellationToken } from 'vscode-languageserver';
import { evaluatedFunction } from './evaluated-function';
import { lineSensitivities } from './features/sensitivity';
import type { FunctionRef } from './protocol';
import type { Session } from './session';
import type { SensitivityAnswer } from './view-protocol';

export async function sensitivityAnswer(session: Session, ref: FunctionRef, token: CancellationToken): Promise<SensitivityAnswer> {
  const found = await evaluatedFunction(session, ref, token);
  if (found.kind !== 'evaluated') return found;
  return { kind: 'sensitivity', lines: lineSensitivities({ ...found, digits: session.settings.significantDigits }) };
}
