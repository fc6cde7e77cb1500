/**
 * The web extension host (what vscode.dev runs), without any server: the served VS Code's static files, a page of our own
 * that names the extension and the suite, and a folder of test files.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import * as http from 'node:http';
import * as path from 'node:path';

export interface WebHostOptions {
  /** The served VS Code's folder. */
  readonly vscode: string;
  /** The extension that provides the workspace's file system. */
  readonly fileSystem: string;
  /** The unpacked extension under test. */
  readonly extension: string;
  /** One bundled file that exports `run`, called when the window has opened. */
  readonly suite?: string;
  readonly workspace: string;
}

export interface WebHost {
  readonly address: string;
  close(): void;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Below the extension's address: VS Code runs a suite in the host of the extension that contains it. */
const suiteAddress = '/extension/suite.js';

const builtInExtensions = ['theme-defaults', 'typescript-basics', 'javascript'];

export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const server = http.createServer((request, response) => {
    answer(options, authorityOf(server), new URL(request.url ?? '/', 'http://localhost')).then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' });
        response.end(body);
      },
      (error: unknown) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://${authorityOf(server)}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function authorityOf(server: http.Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the web host is not listening');
  return `127.0.0.1:${String(address.port)}`;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

const notFound: Answer = { status: 404, type: 'text/plain', body: '' };
const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });

async function answer(options: WebHostOptions, authority: string, url: URL): Promise<Answer> {
  const name = decodeURIComponent(url.pathname);
  if (name === '/') return { status: 200, type: 'text/html', body: page(options, authority) };
  if (name === suiteAddress && options.suite !== undefined) return file(options.suite);
  const folders: readonly (readonly [string, string])[] = [
    ['/extension/', options.extension],
    ['/file-system/', options.fileSystem],
    ['/vs/', options.vscode],
  ];
  for (const [prefix, folder] of folders) {
    if (!name.startsWith(prefix)) continue;
    const found = await file(path.join(folder, name.slice(prefix.length)));
    // Without a remote authority the workbench runs with no server at all.
    return name.endsWith('/workbench/workbench.js')
      ? { ...found, body: found.body.toString().replace('remoteAuthority:location.host', 'remoteAuthority:void 0') }
      : found;
  }
  const mount = '/static/mount';
  return name.startsWith(mount) ? mounted(path.join(options.workspace, name.slice(mount.length)), url.searchParams) : notFound;
}

async function file(name: string): Promise<Answer> {
  try {
    return { status: 200, type: contentTypes[path.extname(name)] ?? 'application/octet-stream', body: await readFile(name) };
  } catch {
    return notFound;
  }
}

/** The protocol of the file-system provider: `?stat` and `?readdir` beside plain reads; file types are VS Code's numbers. */
async function mounted(name: string, query: URLSearchParams): Promise<Answer> {
  const type = (isDirectory: boolean): number => (isDirectory ? 2 : 1);
  try {
    if (query.has('stat')) {
      const found = await stat(name);
      return json({ type: type(found.isDirectory()), ctime: found.ctimeMs, mtime: found.mtimeMs, size: found.size });
    }
    if (query.has('readdir')) {
      const entries = await readdir(name, { withFileTypes: true });
      return json(entries.map((entry) => ({ name: entry.name, type: type(entry.isDirectory()) })));
    }
  } catch {
    return json({ error: 'ENOENT' });
  }
  return file(name);
}

function page(options: WebHostOptions, authority: string): string {
  const at = (name: string): { scheme: string; authority: string; path: string } => ({ scheme: 'http', authority, path: name });
  const configuration = {
    productConfiguration: {
      enableTelemetry: false,
      nameShort: 'Web',
      nameLong: 'Web',
      version: versionOf(readJson(path.join(options.vscode, 'package.json'))),
      extensionEnabledApiProposals: { 'vscode.vscode-test-web-fs': ['fileSearchProvider', 'textSearchProvider'] },
    },
    folderUri: { scheme: 'vscode-test-web', authority: 'mount', path: '/' },
    additionalBuiltinExtensions: [at('/file-system')],
    developmentOptions: { extensions: [at('/extension')], ...(options.suite === undefined ? {} : { extensionTestsPath: at(suiteAddress) }) },
    webviewEndpoint: `http://${authority}/vs/out/vs/workbench/contrib/webview/browser/pre`,
    userDataPath: '/web-user-data',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
  };
  const builtIn = builtInExtensions.map((name) => ({
    extensionPath: name,
    packageJSON: readJson(path.join(options.vscode, 'extensions', name, 'package.json')),
    packageNLS: readJson(path.join(options.vscode, 'extensions', name, 'package.nls.json')),
  }));
  return `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta id="vscode-workbench-web-configuration" data-settings="${attribute(configuration)}">
<meta id="vscode-workbench-builtin-extensions" data-settings="${attribute(builtIn)}">
<meta id="vscode-workbench-web-base-url" data-settings="/vs">
<link rel="stylesheet" href="/vs/out/vs/code/browser/workbench/workbench.css"></head><body aria-label=""></body>
<script>globalThis._VSCODE_FILE_ROOT = location.origin + '/vs/out/';</script>
<script type="module" src="/vs/out/nls.messages.js"></script>
<script type="module" src="/vs/out/vs/code/browser/workbench/workbench.js"></script></html>`;
}

/** Extensions run only where the product's version satisfies their engine. */
function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string') {
    return manifest.version;
  }
  throw new Error('the served VS Code names no version');
}

function readJson(name: string): unknown {
  try {
    return JSON.parse(readFileSync(name, 'utf8'));
  } catch {
    return undefined;
  }
}

function attribute(value: unknown): string {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
