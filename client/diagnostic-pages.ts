/**
 * The pages of the diagnostics, packed with the extension, under addresses of their own scheme: a code in the Problems panel and in the
 * editor's hover links to one, and it opens without a network in every host. VS Code runs no commands from such links.
 */
import * as vscode from 'vscode';

const scheme = 'nabla-diagnostics';

/** What stands before the name of a page. The manifest has the pages rendered by VS Code's own preview. */
export const diagnosticPages = `${scheme}:/`;

/** Reads the packed files; nothing else is there, and nothing can be written. */
export function provideDiagnosticPages(extension: vscode.Uri): vscode.Disposable {
  const folder = vscode.Uri.joinPath(extension, 'docs', 'diagnostics');
  const packed = (page: vscode.Uri): vscode.Uri => {
    const name = /^\/([A-Z]\w+\.md)$/.exec(page.path)?.[1];
    if (name === undefined) throw vscode.FileSystemError.FileNotFound(page);
    return vscode.Uri.joinPath(folder, name);
  };
  const refuse = (page: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(page);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    readFile: async (page) => vscode.workspace.fs.readFile(packed(page)),
    stat: async (page) => {
      if (page.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      const { length } = await vscode.workspace.fs.readFile(packed(page));
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
    },
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true });
}
