/** Run Longer: the evaluation that was stopped gets five seconds. */
import * as vscode from 'vscode';
import type { Session } from '../session';
import { findTarget } from '../target';

export async function runLonger({ requests, status }: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findTarget(requests, uri, name);
  if (target === undefined) return;
  status.busy(vscode.l10n.t('evaluating {0}', target.name));
  await requests.runLonger(target);
  status.ready();
}
