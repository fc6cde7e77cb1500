// npm run demo: builds, prints the seeds' tables and the fit in the terminal, then opens VS Code on examples/ with the
// extension. `-- --screenshot FILE.png` takes a picture with lenses and a hover instead, and exits.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { screenshot: { type: 'string' }, 'no-open': { type: 'boolean', default: false } } });

/** Runs a step with its output on this terminal; a failing step ends the demo with its exit code. */
function step(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** What the terminal shows: each part of the examples that this checkout has. */
const shown = [
  { title: 'f = ln(x1) + x1*x2 - sin(x2) at (2, 5): the forward and the reverse table', needs: 'examples/seeds/book.ts', run: ['dist/cli.js', 'trace', 'examples/seeds/book.ts#f'] },
  { title: 'A model fitted to real data with its generated gradient', needs: 'examples/real/print-fit.mjs', run: ['examples/real/print-fit.mjs'] },
];

process.stdout.write('Building …\n');
step(process.execPath, path.join(root, 'node_modules/typescript/bin/tsc'), '-b');
step(process.execPath, 'scripts/bundle.mjs');
for (const { title, needs, run } of shown) {
  if (!existsSync(path.join(root, needs))) continue;
  process.stdout.write(`\n${title}\n\n`);
  step(process.execPath, ...run);
}
if (!values['no-open']) {
  step(process.execPath, 'scripts/package.mjs', '--quiet');
  const { openDemo } = await import(pathToFileURL(path.join(root, 'out/test/launcher/demo.js')).href);
  await openDemo({ screenshot: values.screenshot === undefined ? undefined : path.resolve(values.screenshot) });
}
process.exit(0);
