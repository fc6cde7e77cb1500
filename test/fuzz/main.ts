/** `npm run fuzz -- --runs N --seed S`: random programs through the oracles. Exit code 1 with shrunk programs on a mismatch. */
import { parseArgs } from 'node:util';
import { fuzz } from './run';

const { values } = parseArgs({ options: {
  runs: { type: 'string', default: '1000' }, seed: { type: 'string' },
  failures: { type: 'string', default: '1' }, shrinking: { type: 'string', default: '60' },
} });
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const started = performance.now();
console.log(`seed ${String(seed)}`);
const { tally, failures } = fuzz({ runs: Number(values.runs), seed, failures: Number(values.failures), shrinking: 1000 * Number(values.shrinking), log: text => { console.error(text); } });
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const declined = [...tally.declined].map(([code, count]) => `${code}: ${String(count)}`).join(', ');
console.log(`${String(tally.programs)} programs, ${String(tally.derivatives)} derivatives, ${String(tally.secondDerivatives)} second derivatives in ${seconds} s (seed ${String(seed)})`);
console.log(`declined: ${declined === '' ? 'none' : declined}; singular points: ${String(tally.singular)}; more than 5 × the primal: ${String(tally.dear)}, at most ${tally.worstRatio.toFixed(2)} ×`);
if (failures.length === 0) console.log('no mismatch');
else {
  console.error(`${String(failures.length)} mismatches; the simplest found:`);
  for (const failure of failures) console.error(`\n${failure}`);
  process.exitCode = 1;
}
