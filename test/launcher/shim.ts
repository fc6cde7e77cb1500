/**
 * Stands in for a desktop VS Code's executable: takes the flags that `runTests` of @vscode/test-electron passes, runs the
 * served VS Code in Chromium instead, and exits with the suite's exit code.
 */
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumFlags } from './chromium';
import { pageAddress } from './page-address';
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
  const browser = await chromium.launch({ executablePath: code.chromium, args: [...chromiumFlags] });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exit = new Promise<number>((resolve) => {
      setTimeout(() => {
        process.stderr.write(`The suite did not end within ${String(timeLimit / 1000)} s.\n`);
        resolve(99);
      }, timeLimit).unref();
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => {
      const text = format(...words);
      for (const line of text.split('\n')) {
        if (line.startsWith(suiteLine)) process.stdout.write(`${line.slice(suiteLine.length)}\n`);
        else if (!vsCodesOwn.test(line)) chatter.push(line);
      }
    });
    await page.goto(
      pageAddress(server.authority, { folder, development: flag('extensionDevelopmentPath'), tests: flag('extensionTestsPath') }),
    );
    const exitCode = await exit;
    if (exitCode !== 0) process.stderr.write(`${chatter.slice(-300).join('\n')}\n`);
    return exitCode;
  } finally {
    await browser.close();
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
