/**
 * Sensitivity in the source: a bar before and boxes behind each line of a function that say how much the result hangs on it. Off until it is
 * asked for; then it follows the cursor from function to function, the text, and the active point.
 */
import * as vscode from 'vscode';
import type { FunctionRef } from '../server/protocol';
import type { LineSensitivity } from '../server/view-protocol';
import { EditorFollower } from './editor-follower';
import type { Requests } from './requests';
import { markedFunctionAt } from './target';
import { Channel } from './view-channel';

/** Milliseconds that the reason why nothing is shown stays in the status bar. */
const reasonTime = 5000;

/** The bar's pixels for each level from 1 on: wider, it would lie on the first letter of the line. */
const widths = [1, 1.5, 2, 2.5, 3] as const;

export class Sensitivity {
  private isOn = false;
  private target: FunctionRef | undefined;
  private lines: readonly LineSensitivity[] = [];
  /** Answers why nothing is shown; null where something is, or a newer question is on its way. */
  private readonly channel = new Channel<FunctionRef, string | null>((target, token) => this.answer(target, token));
  private readonly follower = new EditorFollower({
    isOn: () => this.isOn,
    changing: () => { this.channel.cancel(); },
    changed: () => { void this.channel.again(); },
    moved: (editor) => { void this.follow(editor); },
  });
  private readonly bars = widths.map((width) => vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: 'solid',
    borderWidth: `0 0 0 ${String(width)}px`,
    borderColor: new vscode.ThemeColor('charts.blue'),
  }));
  private readonly texts = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });

  constructor(private readonly requests: () => Promise<Requests | undefined>) {}

  async toggle(target: () => Promise<FunctionRef | undefined>): Promise<void> {
    if (this.isOn) {
      this.off();
      return;
    }
    this.isOn = true;
    this.target = await target();
    const reason = (await this.channel.ask(this.target)) ?? null;
    if (reason !== null) vscode.window.setStatusBarMessage(vscode.l10n.t('No sensitivity: {0}', reason), reasonTime);
  }

  /** The active point of some function changed. */
  pointsChanged(): void {
    if (this.isOn) void this.channel.again();
  }

  get subscriptions(): vscode.Disposable[] {
    return [
      ...this.bars,
      this.texts,
      { dispose: () => { this.off(); } },
      ...this.follower.subscriptions,
      vscode.window.onDidChangeVisibleTextEditors(() => { if (this.isOn) this.draw(); }),
    ];
  }

  private off(): void {
    this.isOn = false;
    this.target = undefined;
    void this.channel.ask(undefined);
    this.follower.stop();
    this.show([]);
  }

  private async answer(target: FunctionRef, token: vscode.CancellationToken): Promise<string | null> {
    const answer = await (await this.requests())?.sensitivity(target, token).catch(() => undefined);
    if (answer === undefined || token.isCancellationRequested) return null;
    switch (answer.kind) {
      case 'sensitivity':
        this.show(answer.lines);
        return null;
      case 'nothing':
        this.show([]);
        return answer.message;
      case 'dropped':
        return null;
    }
  }

  private async follow(editor: vscode.TextEditor): Promise<void> {
    const requests = await this.requests();
    const here = requests === undefined ? undefined : await markedFunctionAt(requests, editor);
    if (!this.isOn || here === undefined || (here.uri === this.target?.uri && here.name === this.target.name)) return;
    this.target = here;
    await this.channel.ask(here);
  }

  private show(lines: readonly LineSensitivity[]): void {
    this.lines = lines;
    this.draw();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor, uri = document.uri.toString();
      const here = this.lines.filter((line) => vscode.Uri.parse(line.uri).toString() === uri && line.line < document.lineCount);
      this.bars.forEach((bar, i) => { editor.setDecorations(bar, here.filter(({ level }) => level === i + 1).map(({ line }) => document.lineAt(line).range)); });
      editor.setDecorations(this.texts, here.map((line) => textOf(document, line)));
    }
  }
}

function textOf(document: vscode.TextDocument, { line, text, detail }: LineSensitivity): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } }, hoverMessage: new vscode.MarkdownString().appendText(detail) };
}
