/** The ignored folder `.vscode-test/`: everything fetched lies there under its version, made once and reused. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { repositoryRoot } from '../repository';
import { progress } from './progress';
import { runOrThrow } from './run';

export const cacheFolder = path.join(repositoryRoot, '.vscode-test');

/**
 * Makes `.vscode-test/NAME` by `fill` unless it is there. The folder gets its name only when it is complete, so an
 * interrupted fetch is repeated and never half used.
 */
export async function cached(name: string, what: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const target = path.join(cacheFolder, name);
  if (existsSync(target)) return target;
  const started = Date.now();
  progress(`fetching ${what} (once, into .vscode-test/) …`);
  const making = `${target}.making-${String(process.pid)}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  await fill(making);
  await rename(making, target);
  progress(`${what} is ready (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  return target;
}

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];

/** Installs one package from the npm registry into `folder`, running no install script. */
export async function installPackage(folder: string, specifier: string): Promise<void> {
  await writeFile(path.join(folder, 'package.json'), '{"private": true}\n');
  await runOrThrow('npm', ['install', ...quiet, specifier], { cwd: folder });
}

/** Installs what the package.json in `folder` asks for, without development dependencies and without install scripts. */
export async function installDependencies(folder: string): Promise<void> {
  await runOrThrow('npm', ['install', ...quiet, '--omit=dev'], { cwd: folder });
}
