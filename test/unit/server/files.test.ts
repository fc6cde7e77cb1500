/** Paths and addresses, what may be read in Restricted Mode, and files that arrive late. */
import assert from 'node:assert/strict';
import { mayRead } from '../../../server/file-system';
import { isOnDisk, pathOf, uriOf } from '../../../server/paths';
import { RemoteFiles } from '../../../server/remote-files';

describe('paths and addresses', () => {
  it('go back and forth, on disk and in virtual workspaces', () => {
    for (const uri of ['file:///work/a%20b/f.ts', 'vscode-test-web://mount/dir/f.ts', 'vscode-vfs://github%2Bx/owner/repo/f.ts']) {
      assert.equal(uriOf(pathOf(uri)), uri);
    }
    assert.equal(pathOf('file:///work/a%20b/f.ts'), '/work/a b/f.ts');
    assert.equal(isOnDisk(pathOf('file:///work/f.ts')), true);
    assert.equal(isOnDisk(pathOf('vscode-test-web://mount/f.ts')), false);
  });

  it('give untitled documents the extension of their language', () => {
    assert.ok(pathOf('untitled:Untitled-1', 'typescriptreact').endsWith('/Untitled-1.tsx'));
    assert.ok(pathOf('file:///f.mts', 'typescript').endsWith('/f.mts'));
  });
});

describe('reading scope', () => {
  it('is the workspace in Restricted Mode and everything in a trusted one', () => {
    const restricted = { trusted: false, folders: ['/project/app'] };
    assert.equal(mayRead(restricted, '/project/app/src/f.ts'), true);
    assert.equal(mayRead(restricted, '/project/application/f.ts'), false);
    assert.equal(mayRead(restricted, '/etc/passwd'), false);
    assert.equal(mayRead({ ...restricted, trusted: true }, '/etc/passwd'), true);
  });
});

describe('remote files', () => {
  const path = pathOf('vscode-test-web://mount/f.ts');

  it('are asked for once, and again after a change', async () => {
    const asked: string[] = [];
    const files = new RemoteFiles(({ uris }) => {
      asked.push(...uris);
      return Promise.resolve(uris.map(() => 'text'));
    });
    assert.equal(files.read(path), undefined);
    const before = files.generation();
    assert.equal(await files.settled(), true);
    assert.ok(files.generation() > before);
    assert.equal(files.read(path), 'text');
    assert.equal(await files.settled(), false);
    const version = files.version(path);
    files.changed([path]);
    assert.equal(files.read(path), undefined);
    assert.equal(await files.settled(), true);
    assert.notEqual(files.version(path), version);
    assert.deepEqual(asked, ['vscode-test-web://mount/f.ts', 'vscode-test-web://mount/f.ts']);
  });

  it('are known to be missing once the client said so', async () => {
    const files = new RemoteFiles(({ uris }) => Promise.resolve(uris.map(() => null)));
    files.read(path);
    await files.settled();
    assert.equal(files.read(path), undefined);
    assert.equal(await files.settled(), false);
  });
});
