/** One kind of question that a view asks: the newest counts, and it is asked again when what it is about has changed. */
import * as vscode from 'vscode';

export class Channel<Question, Answer = void> {
  private question: Question | undefined;
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(private readonly answer: (question: Question, token: vscode.CancellationToken) => Promise<Answer>) {}

  /** Asks this instead of what was asked before; undefined: nothing is asked any more. */
  ask(question: Question | undefined): Promise<Answer | undefined> {
    this.question = question;
    return this.again();
  }

  async again(): Promise<Answer | undefined> {
    this.cancel();
    if (this.question === undefined) return undefined;
    const asking = (this.asking = new vscode.CancellationTokenSource());
    return this.answer(this.question, asking.token);
  }

  cancel(): void {
    this.asking?.cancel();
  }
}
