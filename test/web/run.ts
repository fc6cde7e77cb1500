/** Runs the web suite once: bundles it, opens the web host in Chromium, prints what it says, exits 1 if it fails. */
import { build } from 'esbuild';
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';
import { findChromium } from '../launcher/chromium';
import { runPageSuite } from '../launcher/pageSuite';
import { repositoryRoot } from '../repository';
import { openWebHost } from './open';

const timeLimit = 90_000;
const resultPrefix = 'NABLA_RESULT ';

async function main(): Promise<number> {
  process.stdout.write('\n  VS Code in the browser, web extension host\n');
  const suite = path.join(repositoryRoot, 'out', 'test', 'web', 'suite.bundle.js');
  await build({
    entryPoints: [path.join(__dirname, 'suite', 'index.js')],
    outfile: suite,
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const host = await openWebHost({ suite });
  try {
    const exitCode = await runPageSuite({ browser: await findChromium(), address: host.address, timeLimit, log: report });
    if (exitCode !== 0) process.stderr.write(`${otherLines.slice(-200).join('\n')}\n`);
    return exitCode;
  } finally {
    await host.close();
  }
}

/** What the workbench says beside the suite is shown only when the suite fails: its offline build complains a lot. */
const otherLines: string[] = [];

function report(text: string): void {
  const results = process.env['NABLA_TEST_RESULTS'];
  if (text.startsWith(resultPrefix)) {
    if (results !== undefined) appendFileSync(results, `${text.slice(resultPrefix.length)}\n`);
  } else if (/^\s*[✔✘]/.test(text)) process.stdout.write(`${text}\n`);
  else otherLines.push(text);
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
