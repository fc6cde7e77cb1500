/** Commands and settings in a window: what is asked first, what is marked first, what stays where it was. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, lensTitles, open } from './editing';

async function revert(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

function caret(editor: vscode.TextEditor, mark: string): void {
  const at = editor.document.positionAt(editor.document.getText().indexOf(mark));
  editor.selection = new vscode.Selection(at, at);
}

async function replace(editor: vscode.TextEditor, mark: string, text: string): Promise<void> {
  const start = editor.document.getText().indexOf(mark);
  assert.ok(start >= 0, mark);
  await editor.edit((edit) => {
    edit.replace(new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + mark.length)), text);
  });
}

describe('commands', () => {
  afterEach(async () => {
    for (const file of ['plain.ts', 'product.ts']) await revert(await open(file));
  });

  it('marks a function before its gradient is inserted, and undoes each', async () => {
    const editor = await open('plain.ts');
    const before = editor.document.getText();
    caret(editor, 'width * height');
    await vscode.commands.executeCommand('nabla.insertGradient');
    assert.match(editor.document.getText(), /@differentiable[^]*function area[^]*function areaGrad\(width: number, height: number/);
    await vscode.commands.executeCommand('undo');
    assert.match(editor.document.getText(), /@differentiable/);
    assert.doesNotMatch(editor.document.getText(), /areaGrad/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('leaves caret and scroll where they are', async () => {
    const editor = await open('product.ts');
    caret(editor, 'Math.log');
    const [seen] = editor.visibleRanges;
    const at = editor.selection;
    await vscode.commands.executeCommand('nabla.insertGradient');
    assert.match(editor.document.getText(), /fGrad/);
    assert.ok(editor.selection.isEqual(at));
    assert.equal(editor.visibleRanges[0]?.start.line, seen?.start.line);
  });

  it('asks in Refactor Preview before it overwrites what a hand edited', async () => {
    const editor = await open('product.ts');
    await vscode.commands.executeCommand('nabla.insertGradient', editor.document.uri.toString(), 'f');
    await replace(editor, 'const value =', 'const mine = 1;\n  const value = mine *');
    const edited = editor.document.getText();
    let ended = false;
    const insertion = Promise.resolve(vscode.commands.executeCommand('nabla.insertGradient', editor.document.uri.toString(), 'f')).then(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(ended, false, 'the preview waits for an answer');
    assert.equal(editor.document.getText(), edited);
    // What needs confirmation is not ticked; the file's box ticks all of its changes.
    for (const command of ['refactorPreview.focus', 'list.focusFirst', 'refactorPreview.toggleCheckedState', 'refactorPreview.apply']) await vscode.commands.executeCommand(command);
    await insertion;
    assert.doesNotMatch(editor.document.getText(), /mine/);
    assert.match(editor.document.getText(), /function fGrad/);
  });

  it('generates again when the text changes meanwhile', async () => {
    const editor = await open('product.ts');
    const insertion = vscode.commands.executeCommand('nabla.insertGradient', editor.document.uri.toString(), 'f');
    await replace(editor, 'x1 * x2 - Math.sin(x2)', 'x1 * x2 * x2');
    await insertion;
    assert.match(editor.document.getText(), /function fGrad/);
    assert.doesNotMatch(editor.document.getText(), /Math\.cos/, 'the gradient is of the new text');
  });

  it('regenerates what is stale in the workspace', async () => {
    const editor = await open('product.ts');
    await vscode.commands.executeCommand('nabla.insertGradient', editor.document.uri.toString(), 'f');
    await replace(editor, 'x1 * x2 - Math.sin(x2)', 'x1 * x2 * x2');
    await eventually('the gradient is stale', async () => ((await lensTitles(editor.document.uri)).includes('Gradient of f · stale') ? true : undefined));
    await vscode.commands.executeCommand('nabla.regenerateStale');
    const titles = await eventually('the gradient is up to date and checked', async () => {
      const found = await lensTitles(editor.document.uri);
      return found.some((title) => title.includes('checked at')) ? found : undefined;
    });
    assert.ok(titles.includes('Gradient of f · up to date · checked at 1 point'), titles.join('\n'));
    await vscode.commands.executeCommand('nabla.checkDerivatives');
  });

  it('hovers on what is selected', async () => {
    const editor = await open('product.ts');
    const start = editor.document.getText().indexOf('Math.log(x1) + x1 * x2');
    const selection = new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(start + 'Math.log(x1) + x1 * x2'.length));
    editor.selection = selection;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', editor.document.uri, editor.document.positionAt(start + 6));
    const ours = hovers.filter(({ contents }) => contents.some((content) => typeof content !== 'string' && content.value.includes('∂f/∂·')));
    assert.equal(ours.length, 1);
    assert.ok(ours[0]?.range?.isEqual(selection));
  });

  it('shows as many digits as the setting says, and no hover when that is turned off', async () => {
    const { document } = await open('product.ts');
    const settings = vscode.workspace.getConfiguration('nabla');
    await settings.update('numberFormat.significantDigits', 7, vscode.ConfigurationTarget.Global);
    await eventually('seven digits', async () => ((await lensTitles(document.uri)).some((title) => title.includes('= 11.65207 · ∂x1 5.5 · ∂x2 1.716338')) ? true : undefined));
    await settings.update('numberFormat.significantDigits', undefined, vscode.ConfigurationTarget.Global);
    await settings.update('hover.enabled', false, vscode.ConfigurationTarget.Global);
    const at = document.positionAt(document.getText().indexOf('f(x1: number'));
    await eventually('no hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
      return hovers.every(({ contents }) => contents.every((content) => typeof content === 'string' || !content.value.includes('reverse mode'))) ? true : undefined;
    });
    await settings.update('hover.enabled', undefined, vscode.ConfigurationTarget.Global);
  });
});
