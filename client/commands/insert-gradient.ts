/** Insert Gradient: value and gradient in reverse mode, right below the function, checked before it is inserted. */
import { insertDerivative } from '../insertion';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function insertGradient({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target !== undefined) await insertDerivative(requests, status, target, 'gradient');
}
