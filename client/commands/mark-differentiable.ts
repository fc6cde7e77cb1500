/** Mark as Differentiable: writes the tag above the function at the cursor, with a point in the shapes of its parameters. */
import { applyDocumentEdit } from '../edits';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function markDifferentiable({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target === undefined) return;
  const result = await requests.markFunction(target);
  if (result.ok) await applyDocumentEdit(result.edit);
  else status.note(result.message);
}
