/** The extension costs nothing until a file carries a mark, and works in a trusted and in a restricted workspace. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, lensTitles, open } from './editing';

function serverRunning(): boolean {
  const exports: unknown = vscode.extensions.getExtension('nabla.nabla')?.exports;
  assert.ok(typeof exports === 'object' && exports !== null && 'serverRunning' in exports);
  return exports.serverRunning === true;
}

describe('start', () => {
  it('runs in the workspace trust this window was opened with', () => {
    assert.equal(String(vscode.workspace.isTrusted), process.env['NABLA_EXPECT_TRUSTED']);
  });

  it('starts no server for a file without a mark', async () => {
    await open('plain.ts');
    const extension = vscode.extensions.getExtension('nabla.nabla');
    assert.ok(extension, 'the packaged extension is installed');
    await extension.activate();
    assert.equal(serverRunning(), false);
  });

  it('starts the server when a mark is typed, and shows its lens', async () => {
    const editor = await open('plain.ts');
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(0, 0, 0, 30), '/** @differentiable */');
    });
    await eventually('the server runs', () => (serverRunning() ? true : undefined));
    const titles = await eventually('a lens', async () => {
      const found = await lensTitles(editor.document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(titles, ['Insert Gradient', '∇ Add a Point…']);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('restarts the server on request', async () => {
    await vscode.commands.executeCommand('nabla.restartServer');
    assert.equal(serverRunning(), true);
  });
});
