/** Insert as fGradient: the gradient under its other name, where a function of the user has the usual one. */
import { insertDerivative } from '../insertion';
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function insertGradientAside(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target !== undefined) await insertDerivative(session, target, 'gradient', true);
}
