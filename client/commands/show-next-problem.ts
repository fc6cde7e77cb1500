/** A click on `∇ 3 problems`: the next marker from the function's name on. */
import * as vscode from 'vscode';
import type { Session } from '../session';
import { findTarget, moveToName } from '../target';

export async function showNextProblem({ requests }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target === undefined || !(await moveToName(requests, target))) return;
  await vscode.commands.executeCommand('editor.action.marker.next');
}
