/**
 * Between document addresses and the paths of the analysis (absolute, forward slashes). A file's path is its own; any other
 * scheme gets a folder that no disk has, so that relative imports inside a virtual workspace resolve as usual.
 */
import { URI } from 'vscode-uri';

const virtualRoot = '/@nabla/documents/';

const extensions: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

/** `languageId` gives an extension to documents that have none (untitled ones), which TypeScript could not read otherwise. */
export function pathOf(uri: string, languageId?: string): string {
  const { scheme, authority, path } = URI.parse(uri);
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const extension = languageId === undefined ? undefined : extensions[languageId];
  const suffix = extension === undefined || /\.[cm]?[jt]sx?$/.test(rooted) ? '' : extension;
  if (scheme !== 'file') return `${virtualRoot}${scheme}/${encodeURIComponent(authority)}${rooted}${suffix}`;
  // TypeScript writes a drive as `c:/`, an address as `/c:/`.
  const drive = /^\/[A-Za-z]:/.test(rooted) ? rooted.slice(1) : rooted;
  return `${authority === '' ? '' : `//${authority}`}${drive}${suffix}`;
}

/** The address of a path that `pathOf` made without adding an extension. */
export function uriOf(path: string): string {
  const virtual = path.startsWith(virtualRoot) ? /^([^/]*)\/([^/]*)(\/.*)$/.exec(path.slice(virtualRoot.length)) : null;
  if (virtual === null) return URI.file(path).toString();
  const [, scheme = '', authority = '', name = ''] = virtual;
  return URI.from({ scheme, authority: decodeURIComponent(authority), path: name }).toString();
}

/** True for a path on this machine's disk, as opposed to a virtual workspace's. */
export function isOnDisk(path: string): boolean {
  return !path.startsWith(virtualRoot);
}
