/** Values, hovers, diagnostics and edits through VS Code's own commands; every document is left as it was. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, lensTitles, open } from './editing';

/** All of our lenses' titles once the first value is among them. */
function titlesWithValue(uri: vscode.Uri): Promise<string[]> {
  return eventually('a value lens', async () => {
    const found = await lensTitles(uri);
    return found.some((title) => title.includes(' = ')) ? found : undefined;
  });
}

async function hoverTexts(document: vscode.TextDocument, mark: string, skip = 0): Promise<string[]> {
  const position = document.positionAt(document.getText().indexOf(mark) + skip);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)));
}

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'nabla');
}

async function revert(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

describe('values', () => {
  it('shows value and gradient in the lens of each function', async () => {
    const { document } = await open('product.ts');
    const titles = await titlesWithValue(document.uri);
    assert.ok(titles.includes('∇ f(x1=2, x2=5) = 11.65 · ∂x1 5.5 · ∂x2 1.716'), titles.join('\n'));
    assert.ok(titles.includes('∇ Add a Point…'), titles.join('\n'));
  });

  it('follows an import to another file, as it is in the editor', async () => {
    const { document } = await open('imports.ts');
    assert.ok((await titlesWithValue(document.uri)).includes('∇ scaledArea(width=2, height=3) = 12 · ∂width 6 · ∂height 4'));
    const plain = await open('plain.ts');
    await plain.edit((edit) => {
      edit.insert(plain.document.positionAt(plain.document.getText().indexOf('width * height')), 'width * ');
    });
    await eventually('the value of the unsaved callee', async () =>
      (await lensTitles(document.uri)).includes('∇ scaledArea(width=2, height=3) = 24 · ∂width 24 · ∂height 8') ? true : undefined,
    );
    await revert(plain);
  });

  it('hovers on the name with every point, on an operator with its adjoint, and nowhere else', async () => {
    const { document } = await open('product.ts');
    await titlesWithValue(document.uri);
    assert.ok((await hoverTexts(document, 'f(x1: number')).some((text) => text.includes('11.652071') && text.includes('1.7163378')));
    assert.ok((await hoverTexts(document, 'x1 * x2 -', 3)).some((text) => text.includes('| &emsp;10 | &emsp;5 | &emsp;2 | &emsp;1 |')));
    assert.ok(!(await hoverTexts(document, 'export function f', 1)).some((text) => text.includes('∂')));
  });

  it('reports problems of unsaved text where they are, and takes them back', async () => {
    const editor = await open('product.ts');
    const { document } = editor;
    assert.deepEqual(ours(document.uri), []);
    await editor.edit((edit) => {
      edit.insert(document.positionAt(document.getText().indexOf('x * x')), 'Math.random() * ');
    });
    const [problem] = await eventually('a problem', () => {
      const found = ours(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(problem?.code, 'N1052');
    assert.match(document.getText(problem.range), /Math\.random/);
    await revert(editor);
    await eventually('no problem', () => (ours(document.uri).length === 0 ? true : undefined));
  });

  it('marks the function at the cursor in one undo step', async () => {
    const editor = await open('plain.ts');
    const before = editor.document.getText();
    const at = editor.document.positionAt(before.indexOf('width * height'));
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('nabla.markDifferentiable');
    assert.match(editor.document.getText(), /\* @differentiable\n \* @at width=1, height=1\n \*\/\nexport function area/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('copies values in full', async () => {
    const { document } = await open('product.ts');
    await vscode.commands.executeCommand('nabla.copyValues', document.uri.toString(), 'f');
    const copied: unknown = JSON.parse(await vscode.env.clipboard.readText());
    assert.deepEqual(copied, {
      function: 'f',
      points: [{ at: { x1: 2, x2: 5 }, value: 11.652071455223084, gradient: { x1: 5.5, x2: 1.7163378145367738 }, warnings: [] }],
    });
  });
});
