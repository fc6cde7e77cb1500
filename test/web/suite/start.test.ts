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

  it('shows the value lens, the hover and a diagnostic of unsaved text', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) throw new Error('no folder is open');
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'product.ts'));
    const { uri } = editor.document;
    const title = await eventually('the value lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
      return found.flatMap((lens) => (lens.command?.title.includes('=') === true ? [lens.command.title] : []))[0];
    });
    assertEqual(title, '∇ f(x1=2, x2=5) = 11.65 · ∂x1 5.5 · ∂x2 1.716');

    const offset = editor.document.getText().indexOf('x1 * x2 -') + 3;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, editor.document.positionAt(offset));
    const texts = hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)));
    assertEqual(texts.some((text) => text.includes('| 10 | &emsp;5 | &emsp;2 | &emsp;1 |')), true);

    await editor.edit((edit) => {
      edit.insert(editor.document.positionAt(editor.document.getText().indexOf('x * x')), 'Math.random() * ');
    });
    const codes = await eventually('a diagnostic', async () => {
      const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'nabla');
      return Promise.resolve(found.length > 0 ? found.map(({ code }) => (typeof code === 'object' ? code : { value: code, target: undefined })) : undefined);
    });
    assertEqual(codes.map(({ value }) => value).join(), 'N1052');
    const [{ target } = { target: undefined }] = codes;
    if (target === undefined) throw new Error('the code leads nowhere');
    assertEqual(target.toString(), 'nabla-diagnostics:/N1052.md');
    // The VS Code that is served here has no preview for web hosts: the page is shown as it is written.
    const { document } = await vscode.window.showTextDocument(target);
    assertEqual(document.getText().split('\n')[0], '# N1052: nondeterministic');
  });

  it('follows an import within the virtual workspace', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) throw new Error('no folder is open');
    const { uri } = (await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'imports.ts'))).document;
    const title = await eventually('the value lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
      return found.flatMap((lens) => (lens.command?.title.includes('=') === true ? [lens.command.title] : []))[0];
    });
    assertEqual(title, '∇ scaledArea(width=2, height=3) = 12 · ∂width 6 · ∂height 4');
  });
});
