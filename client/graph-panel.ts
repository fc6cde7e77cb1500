/**
 * The graph view beside the editor: one panel that follows the cursor from function to function and the text as it is edited. It passes questions
 * of the view to the server and answers back; a newer question cancels the older one.
 */
import * as vscode from 'vscode';
import type { FunctionRef } from '../server/protocol';
import type { SourceRange } from '../server/view-protocol';
import type { Requests } from './requests';
import { saveText } from './save-text';
import { markedFunctionAt } from './target';
import { viewHtml } from './view-html';
import type { FromView, ToView } from './webview/protocol';

export const graphViewType = 'nabla.graph';

/** Milliseconds after the last key before the picture is asked for again, and after the last move of the cursor before it is followed. */
const afterEdit = 60, afterMove = 120;

export class GraphPanel {
  private panel: vscode.WebviewPanel | undefined;
  private target: FunctionRef | undefined;
  /** What the view last asked for. */
  private question: Extract<FromView, { kind: 'ask' }> | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  private askingInsight: vscode.CancellationTokenSource | undefined;
  private editTimer: unknown;
  private moveTimer: unknown;
  private readonly highlight = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
  });

  constructor(
    private readonly extension: vscode.Uri,
    private readonly requests: () => Promise<Requests | undefined>,
  ) {}

  /** Opens the view beside the editor, or turns the one that is open to the function. */
  show(target: FunctionRef): void {
    if (this.panel === undefined) {
      const panel = vscode.window.createWebviewPanel(graphViewType, vscode.l10n.t('Graph'), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true });
      this.attach(panel, target);
    } else {
      this.panel.reveal(undefined, true);
      this.turnTo(target);
    }
  }

  /** Of a window that was reloaded: the view has kept its own state, and in it the function. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    this.attach(panel, functionIn(state));
  }

  /** The active point of some function changed. */
  pointsChanged(): void {
    if (this.panel !== undefined) void this.ask();
  }

  get subscriptions(): vscode.Disposable[] {
    return [
      this.highlight,
      { dispose: () => { this.panel?.dispose(); } },
      vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => { if (contentChanges.length > 0) this.edited(); }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => { this.moved(textEditor); }),
      vscode.window.onDidChangeActiveTextEditor((editor) => { if (editor !== undefined) this.moved(editor); }),
    ];
  }

  private attach(panel: vscode.WebviewPanel, target: FunctionRef | undefined): void {
    this.panel = panel;
    this.target = target;
    const folder = vscode.Uri.joinPath(this.extension, 'dist');
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidDispose(() => {
      this.asking?.cancel();
      this.askingInsight?.cancel();
      this.panel = this.target = this.question = undefined;
      this.mark(null);
    });
    panel.webview.html = viewHtml(panel.webview, folder);
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        if (this.target !== undefined) this.post({ kind: 'target', target: this.target });
        return;
      case 'ask':
        this.question = message;
        return this.ask();
      case 'ask-insight':
        return this.askInsight(message.output);
      case 'show':
        this.mark(message.source);
        if (message.take && message.source !== null) await goTo(message.source);
        return;
      case 'add-point':
        if (this.target !== undefined) await vscode.commands.executeCommand('nabla.differentiateAtPoint', this.target.uri, this.target.name);
        return;
      case 'save':
        return saveText(message.name, message.text);
    }
  }

  private async ask(): Promise<void> {
    const { target, question } = this;
    if (target === undefined || question === undefined) return;
    this.asking?.cancel();
    const asking = (this.asking = new vscode.CancellationTokenSource());
    this.post({ kind: 'busy' });
    const requests = await this.requests();
    const { unfolded, input, output } = question;
    const answer = await requests?.graph({ ...target, unfolded, input, output }, asking.token).catch(() => undefined);
    if (answer === undefined || asking.token.isCancellationRequested) return;
    if (answer.kind === 'graph' && this.panel !== undefined) this.panel.title = vscode.l10n.t('Graph of {0}', target.name);
    this.post({ kind: 'answer', answer });
  }

  private async askInsight(output: number): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    this.askingInsight?.cancel();
    const asking = (this.askingInsight = new vscode.CancellationTokenSource());
    const answer = await (await this.requests())?.insight({ ...target, output }, asking.token).catch(() => undefined);
    if (answer !== undefined && !asking.token.isCancellationRequested) this.post({ kind: 'insight', answer });
  }

  private turnTo(target: FunctionRef): void {
    if (target.uri === this.target?.uri && target.name === this.target.name) return;
    this.target = target;
    // The view asks with the choices it has for the new function.
    this.asking?.cancel();
    this.askingInsight?.cancel();
    this.mark(null);
    this.post({ kind: 'target', target });
  }

  /** Any open text may be one that the function calls. */
  private edited(): void {
    if (this.panel === undefined) return;
    this.mark(null);
    this.asking?.cancel();
    clearTimeout(this.editTimer);
    this.editTimer = setTimeout(() => { void this.ask(); }, afterEdit);
  }

  private moved(editor: vscode.TextEditor): void {
    if (this.panel === undefined) return;
    clearTimeout(this.moveTimer);
    this.moveTimer = setTimeout(() => { void this.follow(editor); }, afterMove);
  }

  /** Turns to the marked function at the cursor, and selects what the cursor is in. */
  private async follow(editor: vscode.TextEditor): Promise<void> {
    const uri = editor.document.uri.toString(), { line, character } = editor.selection.active;
    const requests = await this.requests();
    const here = requests === undefined ? undefined : await markedFunctionAt(requests, editor);
    if (here !== undefined) this.turnTo(here);
    this.post({ kind: 'cursor', uri, position: { line, character } });
  }

  private post(message: ToView): void {
    void this.panel?.webview.postMessage(message);
  }

  private mark(source: SourceRange | null): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const isThere = source !== null && editor.document.uri.toString() === vscode.Uri.parse(source.uri).toString();
      editor.setDecorations(this.highlight, isThere ? [rangeOf(source)] : []);
    }
  }
}

const rangeOf = ({ start, end }: SourceRange): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);

async function goTo(source: SourceRange): Promise<void> {
  const uri = vscode.Uri.parse(source.uri);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  await vscode.window.showTextDocument(uri, { selection: rangeOf(source), ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }) });
}

function functionIn(state: unknown): FunctionRef | undefined {
  const target: unknown = typeof state === 'object' && state !== null && 'target' in state ? state.target : undefined;
  if (typeof target !== 'object' || target === null || !('uri' in target) || !('name' in target)) return undefined;
  return typeof target.uri === 'string' && typeof target.name === 'string' ? { uri: target.uri, name: target.name } : undefined;
}
