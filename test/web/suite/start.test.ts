/** The extension in the web extension host: the server is a worker, the files come from a virtual file system. */
import * as vscode from 'vscode';

function assertEqual<T>(actual: T, expected: T): void {
  if (actual !== expected) throw new Error(`${String(actual)} instead of ${String(expected)}`);
}

async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe('web host', () => {
  it('is one', () => {
    assertEqual(vscode.env.appHost, 'web');
    assertEqual(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'vscode-test-web');
  });

  it('shows a lens over each marked function', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) throw new Error('no folder is open');
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'product.ts'));
    const lenses = await eventually('two lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri, 100);
      return found.length > 1 ? found : undefined;
    });
    const titles = lenses.map((lens) => lens.command?.title ?? '');
    assertEqual(titles.length, 2);
    assertEqual(titles.some((title) => title.startsWith('∇ f(x1=2, x2=5)')), true);
  });
});
