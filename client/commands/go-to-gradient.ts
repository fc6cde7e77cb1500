/** Go to Gradient: the caret goes to the function's generated gradient. */
import type { Session } from '../session';
import { findTarget, moveToName } from '../target';

export async function goToGradient({ requests }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target === undefined) return;
  const gradient = await requests.gradientName(target);
  if (gradient !== null) await moveToName(requests, { uri: target.uri, name: gradient });
}
