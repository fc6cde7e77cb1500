/**
 * Stands in for a desktop VS Code's executable: takes the flags that `runTests` of @vscode/test-electron passes, runs the
 * served VS Code in Chromium instead, and exits with the suite's exit code.
 */
import { pageAddress } from './page-address';
import { runPageSuite } from './pageSuite';
import { startServer } from './server';
import { findVsCode } from './vscode';

/** A suite that says nothing for so long hangs. */
const timeLimit = 180_000;

/** What begins a line of the suite; the rest is what the offline window complains about, of interest only after a failure. */
const suiteLine = '\u2502';
const chatter: string[] = [];
/** Stacks inside VS Code, and the native modules and services it does without. */
const vsCodesOwn = /^ {4}at .*(?:code-server|workbench\.js|node:)|spdlog|watchdog|open-vsx|^Require stack|^- |AccountPolicyGate/;

const args = process.argv.slice(2);

function flag(name: string): string {
  const prefix = `--${name}=`;
  const found = args.find((argument) => argument.startsWith(prefix));
  if (found === undefined) throw new Error(`${prefix}… is missing`);
  return found.slice(prefix.length);
}

async function main(): Promise<number> {
  const folder = args.find((argument) => !argument.startsWith('--'));
  if (folder === undefined) throw new Error('no folder to open');
  const code = await findVsCode();
  if (code.kind !== 'served') throw new Error('the stand-in serves VS Code; there is a desktop one to run');
  const server = await startServer(code, {
    data: flag('user-data-dir'),
    extensions: flag('extensions-dir'),
    trusted: args.includes('--disable-workspace-trust'),
  });
  try {
    const exitCode = await runPageSuite({
      browser: code.chromium, timeLimit,
      address: pageAddress(server.authority, { folder, development: flag('extensionDevelopmentPath'), tests: flag('extensionTestsPath') }),
      log: (text) => {
        for (const line of text.split('\n')) {
          if (line.startsWith(suiteLine)) process.stdout.write(`${line.slice(suiteLine.length)}\n`);
          else if (!vsCodesOwn.test(line)) chatter.push(line);
        }
      },
    });
    if (exitCode !== 0) process.stderr.write(`${chatter.slice(-300).join('\n')}\n`);
    return exitCode;
  } finally {
    await server.stop();
  }
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
