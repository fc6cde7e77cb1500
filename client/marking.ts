/** Writes the mark above a function, for the command of that name and for commands that need a marked function. */
import type { FunctionRef } from '../server/protocol';
import { applyDocumentEdit } from './edits';
import type { Session } from './session';

/** True when the function is marked now. */
export async function markFunction({ requests, status }: Session, target: FunctionRef): Promise<boolean> {
  const result = await requests.markFunction(target);
  if (!result.ok) {
    status.note(result.message);
    return false;
  }
  return (await applyDocumentEdit(result.edit)) === 'applied';
}
