/** Following the editor: what is to be done a moment after the last key, and a moment after the last move of the cursor. */
import * as vscode from 'vscode';

export interface Following {
  /** While false, nothing is heard. */
  isOn(): boolean;
  /** A text is being changed; any open one may be one that the function calls. */
  changing(): void;
  changed(): void;
  moved(editor: vscode.TextEditor): void;
}

/** Milliseconds after the last key, and after the last move of the cursor. */
const afterEdit = 60, afterMove = 120;

export class EditorFollower {
  private editTimer: unknown;
  private moveTimer: unknown;

  constructor(private readonly following: Following) {}

  get subscriptions(): vscode.Disposable[] {
    return [
      vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => { if (contentChanges.length > 0) this.edited(); }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => { this.moved(textEditor); }),
      vscode.window.onDidChangeActiveTextEditor((editor) => { if (editor !== undefined) this.moved(editor); }),
    ];
  }

  /** Forgets what is still to be done. */
  stop(): void {
    clearTimeout(this.editTimer);
    clearTimeout(this.moveTimer);
  }

  private edited(): void {
    if (!this.following.isOn()) return;
    this.following.changing();
    clearTimeout(this.editTimer);
    this.editTimer = setTimeout(() => { this.following.changed(); }, afterEdit);
  }

  private moved(editor: vscode.TextEditor): void {
    if (!this.following.isOn()) return;
    clearTimeout(this.moveTimer);
    this.moveTimer = setTimeout(() => { this.following.moved(editor); }, afterMove);
  }
}
