/** Check Derivatives: the gate for every marked function of the active document; what failed is in the Problems panel. */
import * as vscode from 'vscode';
import type { Session } from '../session';

export async function checkDerivatives({ requests, status }: Session): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  status.busy(vscode.l10n.t('checking derivatives'));
  const { passed, failed, unchecked } = await requests.checkDerivatives(document.uri.toString());
  if (failed.length > 0) status.note(vscode.l10n.t('check failed: {0}', failed.join(', ')));
  else if (unchecked.length > 0) status.done(vscode.l10n.t('{0} checked; not checked: {1}', passed.length, unchecked.join(', ')));
  else status.done(vscode.l10n.t('{0} checked', passed.length));
}
