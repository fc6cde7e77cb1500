/** The address that opens a folder in a served VS Code, with what the window shall load and open. */

export interface WindowContents {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Absolute path of a file to open at start. */
  readonly file?: string;
  /** Absolute path of an extension's sources to load beside the installed ones. */
  readonly development?: string;
  /** Absolute path of a module whose `run` is the suite. */
  readonly tests?: string;
}

export function pageAddress(authority: string, contents: WindowContents): string {
  const remote = (file: string): string => `vscode-remote://${authority}${file}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (contents.development !== undefined) payload.push(['extensionDevelopmentPath', remote(contents.development)]);
  if (contents.tests !== undefined) payload.push(['extensionTestsPath', remote(contents.tests)]);
  if (contents.file !== undefined) payload.push(['openFile', remote(contents.file)]);
  return `http://${authority}/?folder=${encodeURIComponent(contents.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
