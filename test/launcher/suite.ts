/** Runs a compiled mocha suite inside a real VS Code, with the packaged extension installed as a user would have it. */
import { runTests } from '@vscode/test-electron';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { cacheFolder } from './cache';
import { installExtension } from './install';
import type { Profile } from './profile';
import { run } from './run';
import { findVsCode } from './vscode';

export interface SuiteOptions {
  readonly profile: Profile;
  readonly vsix: string;
  /** Absolute path of the compiled module that exports `run`. */
  readonly suite: string;
  /** An extension that contributes nothing: VS Code runs suites only beside an extension under development. */
  readonly development: string;
  readonly trusted: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** True when the suite passed. */
export async function runSuite(options: SuiteOptions): Promise<boolean> {
  const { profile } = options;
  const code = await findVsCode();
  await installExtension(code, profile, options.vsix);
  const executable = code.kind === 'desktop' ? code.executable : await standIn();
  const launchArgs = [profile.workspace, `--user-data-dir=${profile.data}`, `--extensions-dir=${profile.extensions}`];
  const environment = { ...options.environment };
  if (options.trusted) {
    try {
      await runTests({
        vscodeExecutablePath: executable,
        extensionDevelopmentPath: options.development,
        extensionTestsPath: options.suite,
        launchArgs,
        extensionTestsEnv: environment,
      });
      return true;
    } catch {
      return false;
    }
  }
  // `runTests` always trusts the workspace, so Restricted Mode is started by hand with the same flags but that one.
  const flags = ['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome', '--skip-release-notes'];
  const { exitCode, output } = await run(
    executable,
    [...launchArgs, ...flags, `--extensionTestsPath=${options.suite}`, `--extensionDevelopmentPath=${options.development}`],
    { env: { ...process.env, ...environment } },
  );
  process.stdout.write(output);
  return exitCode === 0;
}

/** A small executable file that runs the stand-in with this Node. */
async function standIn(): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  const windows = process.platform === 'win32';
  const file = path.join(cacheFolder, windows ? 'code.cmd' : 'code');
  const script = path.join(__dirname, 'shim.js');
  await writeFile(
    file,
    windows ? `@"${process.execPath}" "${script}" %*\r\n` : `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`,
  );
  await chmod(file, 0o755);
  return file;
}
