/**
 * `npm run fuzz:input`: marks every function of every source file under `node_modules`, and reads prefixes and mutations of the
 * repository's fixtures and examples. Exit code 1 with the smallest offending texts where a function ends neither in a checked
 * derivative nor in diagnostics, hangs, or where the heap grows.
 */
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../repository';
import { filesOf } from './batch';
import { packagesIn } from './packages';
import { acceptanceTable, summary } from './figures';
import { batchesOf } from './run';
import { shrunk } from './shrink';
import { emptyTally, together } from './tally';
import { Workshop } from './workshop';

const { values } = parseArgs({ options: {
  'folder': { type: 'string', default: path.join(repositoryRoot, 'node_modules') }, 'files': { type: 'string', default: '100000' }, 'largest': { type: 'string', default: '200000' },
  'prefixes': { type: 'string', default: '5000' }, 'runs': { type: 'string', default: '5000' }, 'seed': { type: 'string' },
  'failures': { type: 'string', default: '20' }, 'shrinking': { type: 'string', default: '20' }, 'table': { type: 'string' },
} });

/** Megabytes that the heap may grow after the first quarter of the batches. */
const growth = 100;

/** Lines of an offending text that are shown. */
const shownLines = 100;

const shortened = (text: string): string => {
  const lines = text.split('\n');
  return lines.length <= shownLines ? text : [...lines.slice(0, shownLines), `… ${String(lines.length - shownLines)} more lines`].join('\n');
};

async function main(): Promise<boolean> {
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const started = performance.now();
  console.log(`seed ${String(seed)}`);
  const batches = batchesOf({
    folder: values.folder, files: Number(values.files), largest: Number(values.largest), prefixes: Number(values.prefixes), mutations: Number(values.runs), seed,
  });
  const workshop = new Workshop();
  let tally = emptyTally;
  const shown = new Set<string>();
  for (const [i, batch] of batches.entries()) {
    const one = await workshop.examine(batch);
    tally = together(tally, one);
    for (const finding of one.findings) {
      if (shown.has(finding.what)) continue;
      shown.add(finding.what);
      console.error(`\n${finding.what}\n${finding.file}#${finding.name}\n${finding.detail}`);
      const file = filesOf(batch).find(({ name }) => name === finding.file);
      if (file !== undefined && !/^(hangs|the process ended)/.test(finding.what)) console.error(shortened(shrunk(batch, file, finding, 1000 * Number(values.shrinking))));
    }
    if (i % 10 === 9) console.error(`${String(i + 1)} of ${String(batches.length)} batches, ${String(tally.files)} files, heap ${(workshop.heap.at(-1) ?? 0).toFixed(0)} MB, ${((performance.now() - started) / 1000).toFixed(0)} s`);
    if (shown.size >= Number(values.failures)) break;
  }
  workshop.stop();
  const heap = { early: Math.max(...workshop.heap.slice(0, Math.ceil(workshop.heap.length / 4))), late: Math.max(...workshop.heap.slice(-Math.ceil(workshop.heap.length / 4))) };
  console.log(summary(tally, heap, performance.now() - started, seed));
  if (values.table !== undefined) writeFileSync(values.table, acceptanceTable(tally, packagesIn(values.folder)));
  return tally.findings.length === 0 && heap.late < heap.early + growth;
}

void main().then(isFine => { process.exitCode = isFine ? 0 : 1; });
