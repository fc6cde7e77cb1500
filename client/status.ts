/** The language status item: says that Nabla is at work in this file, and leads to its output. */
import * as vscode from 'vscode';
import { documentSelector } from './documents';

export interface Status {
  busy(text: string): void;
  ready(): void;
  /** What the user asked for is done, with this result; shown for some seconds. */
  done(text: string): void;
  /** Something the user asked for was not done, and why; shown until the next change of state. */
  note(text: string): void;
  failed(reason: string): void;
}

export function createStatus(context: vscode.ExtensionContext): Status {
  const item = vscode.languages.createLanguageStatusItem('nabla.status', documentSelector);
  item.name = 'Nabla';
  item.command = { command: 'nabla.showOutput', title: vscode.l10n.t('Show Output') };
  context.subscriptions.push(item);
  const show = (text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy: boolean): void => {
    item.text = text;
    item.detail = detail;
    item.severity = severity;
    item.busy = busy;
  };
  const ready = (): void => {
    show('Nabla', vscode.l10n.t('derivatives of marked functions'), vscode.LanguageStatusSeverity.Information, false);
  };
  return {
    done: (text) => {
      ready();
      vscode.window.setStatusBarMessage(`∇ ${text}`, 8000);
    },
    ready,
    busy: (text) => {
      show('Nabla', text, vscode.LanguageStatusSeverity.Information, true);
    },
    note: (text) => {
      show('Nabla', text, vscode.LanguageStatusSeverity.Warning, false);
      // The status item is one click away; the line at the bottom says it at once and goes by itself.
      vscode.window.setStatusBarMessage(`∇ ${text}`, 8000);
    },
    failed: (reason) => {
      show('Nabla', reason, vscode.LanguageStatusSeverity.Error, false);
    },
  };
}
