/**
 * The graph view beside the editor: one panel that follows the cursor from function to function and the text as it is edited. It passes questions
 * of the view to the server and answers back; a newer question of a kind cancels the older one.
 */
import * as vscode from 'vscode';
import type { FunctionRef } from '../server/protocol';
import type { SourceRange } from '../server/view-protocol';
import { EditorFollower } from './editor-follower';
import { applyDocumentEdit } from './edits';
import { PointMoves } from './point-moves';
import type { Points } from './points';
import type { Requests } from './requests';
import { bytesOf, saveFile } from './save-file';
import type { Status } from './status';
import { markedFunctionAt } from './target';
import { Channel } from './view-channel';
import { viewHtml } from './view-html';
import type { FromView, ToView } from './webview/protocol';

export const graphViewType = 'nabla.graph';

type Ask<Kind extends FromView['kind']> = Extract<FromView, { kind: Kind }>;

export class GraphPanel {
  private panel: vscode.WebviewPanel | undefined;
  private target: FunctionRef | undefined;
  /** The point that inputs are moved around; null: the first written one. */
  private base: string | null = null;
  /** The view's count of moves, as far as they were taken up. */
  private turn = 0;
  /** What follows the active point at the moment. */
  private following: Promise<unknown> = Promise.resolve();
  private readonly moves: PointMoves;
  private readonly graph = new Channel<Ask<'ask'>>((question, token) => this.answerGraph(question, token));
  private readonly inputs = new Channel<NonNullable<Ask<'ask-inputs'>['inputs']>>((question, token) => this.answerInputs(question, token));
  private readonly insight = new Channel<Ask<'ask-insight'>>((question, token) => this.answerInsight(question, token));
  private readonly comparison = new Channel<Ask<'ask-comparison'>>((question, token) => this.answerComparison(question, token));
  private readonly plot = new Channel<NonNullable<Ask<'ask-plot'>['plot']>>((question, token) => this.answerPlot(question, token));
  private readonly code = new Channel<Ask<'ask-code'>>((question, token) => this.answerCode(question, token));
  private readonly follower = new EditorFollower({
    isOn: () => this.panel !== undefined,
    changing: () => {
      this.mark(null, []);
      for (const channel of this.channels) channel.cancel();
    },
    changed: () => {
      this.askAgain();
      void this.code.again();
    },
    moved: (editor) => { void this.follow(editor); },
  });
  private readonly highlight = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
  });

  private readonly codeHighlight = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground'),
    border: '1px dotted',
    borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });

  constructor(
    private readonly extension: vscode.Uri,
    private readonly points: Points,
    private readonly status: Status,
    private readonly requests: () => Promise<Requests | undefined>,
  ) {
    this.moves = new PointMoves(points, requests, async (problem) => {
      if (problem !== null) this.status.note(problem);
      await this.following;
    });
  }

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
    if (this.panel === undefined || this.target === undefined) return;
    const active = this.points.activeText(this.target);
    // Picked elsewhere: inputs are moved around that one from now on.
    if (!this.moves.isMoving && active !== this.base) this.base = active;
    // Seconds of work for the point before; the view asks again when the new one stands.
    this.comparison.cancel();
    this.askAgain();
  }

  get subscriptions(): vscode.Disposable[] {
    return [
      this.highlight,
      this.codeHighlight,
      { dispose: () => { this.panel?.dispose(); } },
      ...this.follower.subscriptions,
    ];
  }

  private attach(panel: vscode.WebviewPanel, target: FunctionRef | undefined): void {
    this.panel = panel;
    this.aim(target);
    const folder = vscode.Uri.joinPath(this.extension, 'dist');
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidDispose(() => {
      for (const channel of this.channels) void channel.ask(undefined);
      this.panel = undefined;
      this.aim(undefined);
      this.mark(null, []);
    });
    panel.webview.html = viewHtml(panel.webview, folder);
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        if (this.target !== undefined) this.post({ kind: 'target', target: this.target });
        return;
      case 'ask':
        return this.graph.ask(message);
      case 'ask-insight':
        return this.insight.ask(message);
      case 'ask-comparison':
        return this.comparison.ask(message);
      case 'ask-code':
        return this.code.ask(message);
      case 'ask-inputs':
        return this.inputs.ask(message.inputs ?? undefined);
      case 'ask-plot':
        return this.plot.ask(message.plot ?? undefined);
      case 'move':
        return this.move(message);
      case 'reset':
        return this.reset();
      case 'write-point':
        return this.writePoint();
      case 'show':
        this.mark(message.source, message.code);
        if (message.take && message.source !== null) await goTo(message.source);
        return;
      case 'add-point':
        if (this.target !== undefined) await vscode.commands.executeCommand('nabla.differentiateAtPoint', this.target.uri, this.target.name);
        return;
      case 'save':
        return saveFile(message.name, bytesOf(message.content, message.encoding));
    }
  }

  private async move({ move: { input, value }, turn }: Ask<'move'>): Promise<void> {
    if (this.target === undefined) return;
    this.turn = turn;
    await this.moves.move(this.target, input, value);
  }

  private async reset(): Promise<void> {
    if (this.target === undefined) return;
    this.moves.drop();
    if (this.base === null) await this.points.release(this.target);
    else await this.points.activate({ ...this.target, text: this.base });
  }

  /** One edit, one undo. */
  private async writePoint(): Promise<void> {
    const { target } = this;
    const text = target === undefined ? null : this.points.activeText(target);
    if (target === undefined || text === null) return;
    const result = await (await this.requests())?.writePoint({ ...target, text });
    if (result === undefined) return;
    if (!result.ok) this.status.note(result.message);
    else if ((await applyDocumentEdit(result.edit)) === 'stale') this.status.note(vscode.l10n.t('The text changed meanwhile'));
  }

  private async answerGraph({ unfolded, input, output }: Ask<'ask'>, token: vscode.CancellationToken): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    this.post({ kind: 'busy' });
    const answer = await (await this.requests())?.graph({ ...target, unfolded, input, output }, token).catch(() => undefined);
    if (answer === undefined || token.isCancellationRequested) return;
    if (answer.kind === 'graph' && this.panel !== undefined) this.panel.title = vscode.l10n.t('Graph of {0}', target.name);
    this.post({ kind: 'answer', answer });
  }

  private async answerInputs({ reach }: NonNullable<Ask<'ask-inputs'>['inputs']>, token: vscode.CancellationToken): Promise<void> {
    const { target, base, turn } = this;
    if (target === undefined) return;
    const answer = await (await this.requests())?.inputs({ ...target, base, reach }, token).catch(() => undefined);
    if (answer !== undefined && !token.isCancellationRequested) this.post({ kind: 'inputs', answer, turn: this.moves.isWaiting ? -1 : turn });
  }

  private async answerPlot(question: NonNullable<Ask<'ask-plot'>['plot']>, token: vscode.CancellationToken): Promise<void> {
    const { target, base } = this;
    if (target === undefined) return;
    const answer = await (await this.requests())?.plot({ ...target, base, ...question }, token).catch(() => undefined);
    if (answer !== undefined && !token.isCancellationRequested) this.post({ kind: 'plot', answer });
  }

  private async answerInsight({ output }: Ask<'ask-insight'>, token: vscode.CancellationToken): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    const answer = await (await this.requests())?.insight({ ...target, output }, token).catch(() => undefined);
    if (answer !== undefined && !token.isCancellationRequested) this.post({ kind: 'insight', answer });
  }

  private async answerComparison({ input, output }: Ask<'ask-comparison'>, token: vscode.CancellationToken): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    const answer = await (await this.requests())?.comparison({ ...target, input, output }, token).catch(() => undefined);
    if (answer !== undefined && !token.isCancellationRequested) this.post({ kind: 'comparison', answer });
  }

  private async answerCode({ mode, onlyInFile }: Ask<'ask-code'>, token: vscode.CancellationToken): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    const answer = await (await this.requests())?.code({ ...target, mode, onlyInFile }, token).catch(() => undefined);
    if (answer !== undefined && !token.isCancellationRequested) this.post({ kind: 'code', answer });
  }

  private get channels(): readonly Pick<Channel<never>, 'cancel' | 'ask'>[] {
    return [this.graph, this.inputs, this.insight, this.comparison, this.plot, this.code];
  }

  /** Insight and comparison are asked for by the view with every picture. */
  private askAgain(): void {
    this.following = Promise.all([this.graph, this.inputs, this.plot].map((channel) => channel.again()));
  }

  private aim(target: FunctionRef | undefined): void {
    this.target = target;
    this.moves.drop();
    this.base = target === undefined ? null : this.points.activeText(target);
  }

  private turnTo(target: FunctionRef): void {
    if (target.uri === this.target?.uri && target.name === this.target.name) return;
    this.aim(target);
    // The view asks with the choices it has for the new function.
    for (const channel of this.channels) channel.cancel();
    this.mark(null, []);
    this.post({ kind: 'target', target });
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

  /** Marks a place in the source, and lines of generated code. */
  private mark(source: SourceRange | null, code: readonly SourceRange[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const uri = editor.document.uri.toString(), isThere = (place: SourceRange): boolean => uri === vscode.Uri.parse(place.uri).toString();
      editor.setDecorations(this.highlight, source !== null && isThere(source) ? [rangeOf(source)] : []);
      editor.setDecorations(this.codeHighlight, code.filter(isThere).map(rangeOf));
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
