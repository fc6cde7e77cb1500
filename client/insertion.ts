/** Generates and inserts a derivative: the one path behind the lens, the palette and the code actions. */
import * as vscode from 'vscode';
import type { FunctionRef, InsertDerivativeParams } from '../server/protocol';
import { applyDocumentEdit } from './edits';
import type { Requests } from './requests';
import type { Status } from './status';

/** Below this a busy sign would only flicker. */
const busyAfter = 300;

export async function insertDerivative(
  requests: Requests,
  status: Status,
  target: FunctionRef,
  kind: InsertDerivativeParams['kind'],
  useAlternative = false,
): Promise<void> {
  const cancellation = new vscode.CancellationTokenSource();
  const sign = setTimeout(() => {
    status.busy(vscode.l10n.t('generating and checking the derivative of {0}', target.name));
  }, busyAfter);
  try {
    // The text changed meanwhile: an edit made for a text that has changed meanwhile is made once again.
    for (const lastAttempt of [false, true]) {
      const result = await requests.insertDerivative({ ...target, kind, useAlternative }, cancellation.token);
      if (!result.ok) {
        status.note(result.message);
        return;
      }
      const applied = await applyDocumentEdit(result.edit);
      if (applied !== 'stale') {
        status.ready();
        return;
      }
      if (lastAttempt) status.note(vscode.l10n.t('{0} changed while its derivative was generated; nothing was inserted', target.name));
    }
  } finally {
    clearTimeout(sign);
    cancellation.dispose();
  }
}
