/** A click on the value lens: the caret goes to the function's name and its hover opens. */
import type { Session } from '../session';
import { findTarget, showFunctionHover } from '../target';

export async function showHover({ requests }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target !== undefined) await showFunctionHover(requests, target);
}
