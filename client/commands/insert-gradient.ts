/** Insert Gradient: value and gradient in reverse mode, right below the function, checked before it is inserted. */
import { insertDerivative } from '../insertion';
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function insertGradient(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target !== undefined) await insertDerivative(session, target, 'gradient');
}
