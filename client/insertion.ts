/** Generates and inserts a derivative: the one path behind the lens, the palette and the code actions. */
import * as vscode from 'vscode';
import type { FunctionRef, InsertDerivativeParams } from '../server/protocol';
import { applyDocumentEdit } from './edits';
import type { Session } from './session';

/** Below this a busy sign would only flicker. */
const busyAfter = 300;

/** True when the file has the new derivative. */
export async function insertDerivative(
  { requests, status }: Session,
  target: FunctionRef,
  kind: InsertDerivativeParams['kind'],
  useAlternative = false,
): Promise<boolean> {
  const cancellation = new vscode.CancellationTokenSource();
  const sign = setTimeout(() => {
    status.busy(vscode.l10n.t('generating and checking the derivative of {0}', target.name));
  }, busyAfter);
  try {
    // The text changed meanwhile: an edit made for a text that has changed meanwhile is made once again.
    for (const lastAttempt of [false, true]) {
      const result = await requests.insertDerivative({ ...target, kind, useAlternative }, cancellation.token);
      if (!result.ok) {
        if (result.stale === true && !lastAttempt) continue;
        status.note(result.message);
        return false;
      }
      const applied = await applyDocumentEdit(result.edit);
      if (applied !== 'stale') {
        status.ready();
        return applied === 'applied';
      }
      if (lastAttempt) status.note(vscode.l10n.t('{0} changed while its derivative was generated; nothing was inserted', target.name));
    }
    return false;
  } finally {
    clearTimeout(sign);
    cancellation.dispose();
  }
}
