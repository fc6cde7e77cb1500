/** Copy Values: value and derivatives at the active point to the clipboard, as JSON with every digit. */
import * as vscode from 'vscode';
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function copyValues(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target === undefined) return;
  const { requests, status } = session;
  const result = await requests.values(target);
  if (result.ok) await vscode.env.clipboard.writeText(result.json);
  else status.note(result.message);
}
