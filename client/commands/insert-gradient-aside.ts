/** Insert as fGradient: the gradient under its other name, where a function of the user has the usual one. */
import { insertDerivative } from '../insertion';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function insertGradientAside({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target !== undefined) await insertDerivative(requests, status, target, 'gradient', true);
}
