/** Insert Tangent Function: value and directional derivative in forward mode, right below the function. */
import { insertDerivative } from '../insertion';
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function insertTangent(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target !== undefined) await insertDerivative(session, target, 'jvp');
}
