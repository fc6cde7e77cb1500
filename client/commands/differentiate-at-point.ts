/**
 * Differentiate at Point…: pick a written, recent or suggested point, or type one; the values show while typing. Enter makes
 * it the active point and shows the hover; nothing is written unless asked for by the item's button.
 */
import * as vscode from 'vscode';
import type { FunctionRef, PointsResult } from '../../server/protocol';
import { applyDocumentEdit } from '../edits';
import type { Session } from '../session';
import { findMarkedTarget, showFunctionHover } from '../target';

interface PointItem extends vscode.QuickPickItem {
  /** The point's text; undefined for separators and for a text that is no point. */
  readonly point?: string;
}

const write: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('save'), tooltip: vscode.l10n.t('Write as @at') };
const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove from Recent') };

export async function differentiateAtPoint(session: Session, uri: unknown, name: unknown): Promise<void> {
  const target = await findMarkedTarget(session, uri, name);
  if (target === undefined) return;
  const chosen = await choosePoint(session, target, await session.requests.points(target));
  if (chosen === undefined) return;
  await session.points.remember({ ...target, text: chosen });
  await session.points.activate({ ...target, text: chosen });
  await showFunctionHover(session.requests, target);
}

/** Resolves with the text of the point, or undefined when the user leaves without one. */
async function choosePoint(session: Session, target: FunctionRef, known: PointsResult): Promise<string | undefined> {
  const { requests, points } = session;
  const box = vscode.window.createQuickPick<PointItem>();
  box.title = vscode.l10n.t('Differentiate {0} at Point', target.name);
  box.placeholder = known.signature;
  box.matchOnDetail = false;
  const details = new Map<string, string>();
  let typed: PointItem[] = [];

  const item = (text: string, label: string, ...buttons: vscode.QuickInputButton[]): PointItem => {
    const detail = details.get(text);
    return { label, point: text, buttons, ...(detail === undefined ? {} : { detail }) };
  };
  const show = (): void => {
    const group = (title: string, items: readonly PointItem[]): PointItem[] =>
      items.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
    box.items = [
      ...typed,
      ...group(vscode.l10n.t('Written'), known.written.map(({ name: pointName, text }) => item(text, pointName === null ? text : `${pointName}: ${text}`))),
      ...group(vscode.l10n.t('Recent'), points.recent(target).map((text) => item(text, text, write, forget))),
      ...group(vscode.l10n.t('Suggested'), known.suggested.map((text) => item(text, text, write))),
    ];
  };
  const evaluateListed = async (): Promise<void> => {
    const texts = [...known.written.map(({ text }) => text), ...points.recent(target), ...known.suggested];
    for (const text of texts) {
      const result = await requests.tryPoint({ ...target, text });
      details.set(text, result.ok ? result.detail : result.message);
      show();
    }
  };
  const evaluateTyped = async (text: string): Promise<void> => {
    const result = text.trim() === '' ? undefined : await requests.tryPoint({ ...target, text });
    if (box.value !== text) return;
    if (result === undefined) typed = [];
    else if (result.ok) {
      details.set(result.text, result.detail);
      typed = [{ ...item(result.text, vscode.l10n.t('Use {0}', result.text), write), alwaysShow: true }];
    } else typed = [{ label: `$(error) ${result.message}`, alwaysShow: true }];
    show();
  };

  show();
  void evaluateListed();
  return new Promise((resolve) => {
    box.onDidChangeValue(evaluateTyped);
    box.onDidTriggerItemButton(async ({ item: { point }, button }) => {
      if (point === undefined) return;
      if (button === forget) {
        await points.forget({ ...target, text: point });
        show();
        return;
      }
      const result = await requests.writePoint({ ...target, text: point });
      if (result.ok) await applyDocumentEdit(result.edit);
      else session.status.note(result.message);
      resolve(result.ok ? point : undefined);
      box.hide();
    });
    box.onDidAccept(() => {
      const point = box.selectedItems[0]?.point;
      // Enter on a text that is no point does nothing: its message stays in sight.
      if (point === undefined) return;
      resolve(point);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
