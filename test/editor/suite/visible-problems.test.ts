/** Problems in a window: where they lead, what is offered, and what is left after it was taken. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, open, ours } from './editing';

/** Our diagnostics once there are some with this code. */
const withCode = (uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> =>
  eventually(code, () => ours(uri).find((diagnostic) => codeOf(diagnostic) === code));

describe('problems', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('point at a callee in another file, which is named as the place', async () => {
    const { document } = await open('problems.ts');
    const found = await withCode(document.uri, 'N1052');
    assert.equal(document.getText(found.range), 'noisy');
    const [related] = found.relatedInformation ?? [];
    assert.ok(related);
    const other = await vscode.workspace.openTextDocument(related.location.uri);
    assert.match(other.fileName, /noisy\.ts$/);
    assert.equal(other.getText(related.location.range), 'Math.random()');
  });

  it('link each code to a page that opens as a rendered text', async () => {
    const { document } = await open('problems.ts');
    const { code } = await withCode(document.uri, 'N1104');
    assert.ok(typeof code === 'object');
    await vscode.commands.executeCommand('vscode.open', code.target);
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
    assert.equal(activeTab.input.uri.toString(), 'nabla-diagnostics:/N1104.md');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('are gone after their fix, which one undo takes back', async () => {
    const editor = await open('problems.ts');
    const { document } = editor;
    const before = document.getText();
    const problem = await withCode(document.uri, 'N1104');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, problem.range, 'quickfix');
    const fix = actions.find(({ title }) => title === "Change to 'width'");
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /@at width=2/);
    await eventually('only the other problem is left', () => (ours(document.uri).map(codeOf).join() === 'N1052' ? true : undefined));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('regenerate what is stale', async () => {
    const editor = await open('product.ts');
    const { document } = editor;
    await vscode.commands.executeCommand('nabla.insertGradient', document.uri.toString(), 'f');
    const start = document.getText().indexOf('x1 * x2 - Math.sin(x2)');
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(document.positionAt(start), document.positionAt(start + 'x1 * x2 - Math.sin(x2)'.length)), 'x1 * x2 * x2');
    });
    const problem = await withCode(document.uri, 'N3101');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, problem.range, 'quickfix', 10);
    const fix = actions.find(({ title }) => title === 'Regenerate fGrad');
    assert.ok(fix?.edit, 'resolved');
    await vscode.workspace.applyEdit(fix.edit);
    await eventually('nothing is stale', () => (ours(document.uri).some((diagnostic) => codeOf(diagnostic) === 'N3101') ? undefined : true));
    assert.match(document.getText(), /const dX1 = x2 \* x2/);
  });
});
