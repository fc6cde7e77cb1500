/** Insert Tangent Function: value and directional derivative in forward mode, right below the function. */
import { insertDerivative } from '../insertion';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function insertTangent({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target !== undefined) await insertDerivative(requests, status, target, 'jvp');
}
