/** Show Graph: the computation of the function at the cursor, or the one named, as a graph beside the editor. */
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function showGraph(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target !== undefined) session.graph.show(target);
}
