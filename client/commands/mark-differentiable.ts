/** Mark as Differentiable: writes the tag above the function at the cursor, with a point in the shapes of its parameters. */
import { markFunction } from '../marking';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function markDifferentiable(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(session.requests, uri, name);
  if (target !== undefined) await markFunction(session, target);
}
