/**
 * Which VS Code the tests and the demo run: one that is named, the desktop one where it can be downloaded and shown, and
 * otherwise the server that the npm package code-server carries, shown in Chromium. Nobody beyond this folder knows which.
 */
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { cached, cacheFolder, installDependencies, installPackage } from './cache';
import { findChromium } from './chromium';
import { codeServerVersion, desktopVersion, serverNodeVersion, testWebVersion } from './pins';
import { progress } from './progress';

export interface DesktopVsCode {
  readonly kind: 'desktop';
  readonly executable: string;
}

export interface ServedVsCode {
  readonly kind: 'served';
  /** A Node new enough for VS Code's server. */
  readonly node: string;
  /** The folder of VS Code itself: `out/server-main.js`, `extensions/`, the workbench. */
  readonly vscode: string;
  readonly chromium: string;
}

export type VsCode = DesktopVsCode | ServedVsCode;

/** Environment: NABLA_VSCODE names a desktop VS Code's executable, or `served` to take the served one without asking. */
export async function findVsCode(): Promise<VsCode> {
  const named = process.env['NABLA_VSCODE'];
  if (named !== undefined && named !== 'served') return { kind: 'desktop', executable: named };
  if (named === undefined && canShowWindows() && (await canDownloadDesktop())) {
    progress(`using desktop VS Code ${desktopVersion} …`);
    return { kind: 'desktop', executable: await downloadAndUnzipVSCode({ version: desktopVersion, cachePath: cacheFolder }) };
  }
  return { kind: 'served', node: await findServerNode(), vscode: await findVsCodeFolder(), chromium: await findChromium() };
}

/** The folder of the served VS Code; the web host needs nothing else of it. */
export async function findVsCodeFolder(): Promise<string> {
  const folder = await cached(`code-server-${codeServerVersion}`, `VS Code (code-server ${codeServerVersion})`, async (making) => {
    await installPackage(making, `code-server@${codeServerVersion}`);
    const vscode = path.join(making, 'node_modules/code-server/lib/vscode');
    await installDependencies(vscode);
    // Without these the built-in TypeScript extension finds no tsserver, and nothing is tested beside it.
    await installDependencies(path.join(vscode, 'extensions'));
  });
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/** The file-system provider extension that gives the web host a workspace. */
export async function findWebFileSystem(): Promise<string> {
  const folder = await cached(`test-web-${testWebVersion}`, `the web host's file system (@vscode/test-web ${testWebVersion})`, (making) =>
    installPackage(making, `@vscode/test-web@${testWebVersion}`),
  );
  return path.join(folder, 'node_modules/@vscode/test-web/fs-provider');
}

async function findServerNode(): Promise<string> {
  const own = Number(process.versions.node.split('.')[0]);
  const wanted = Number(serverNodeVersion.split('.')[0]);
  if (own === wanted) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await cached(`${name}-${serverNodeVersion}`, `Node ${serverNodeVersion} for VS Code's server`, (making) =>
    installPackage(making, `${name}@${serverNodeVersion}`),
  );
  const binary = path.join(folder, 'node_modules', name, 'bin', 'node');
  if (!readdirSync(path.dirname(binary)).includes('node')) throw new Error(`The package ${name} holds no bin/node.`);
  return binary;
}

function canShowWindows(): boolean {
  return process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
}

async function canDownloadDesktop(): Promise<boolean> {
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(5000) });
    return answer.ok;
  } catch {
    return false;
  }
}
