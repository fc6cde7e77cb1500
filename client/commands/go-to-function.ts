/** A click on a generated function's lens: the caret goes to the function it was made from. */
import type { Session } from '../session';
import { findTarget, moveToName } from '../target';

export async function goToFunction({ requests }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target !== undefined) await moveToName(requests, target);
}
