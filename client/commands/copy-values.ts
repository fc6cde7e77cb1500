/** Copy Values: value and derivatives at the active point to the clipboard, as JSON with every digit. */
import * as vscode from 'vscode';
import { findTarget } from '../target';
import type { Session } from '../session';

export async function copyValues({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target === undefined) return;
  const result = await requests.values(target);
  if (result.ok) await vscode.env.clipboard.writeText(result.json);
  else status.note(result.message);
}
