/** Select Active Point…: one of the points written in the function's comment becomes the one lenses and hovers show. */
import * as vscode from 'vscode';
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export async function selectPoint(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target === undefined) return;
  const { requests, points } = session;
  const { written, signature } = await requests.points(target);
  const items = written.map((point) => ({ label: point.name ?? point.text, description: point.name === null ? '' : point.text, text: point.text }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Active Point of {0}', target.name),
    placeHolder: signature,
  });
  if (picked !== undefined) await points.activate({ ...target, text: picked.text });
}
