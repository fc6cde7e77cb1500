/** `npm run fuzz -- --runs N --seed S`: random programs through the oracles. Exit code 1 with a shrunk program on a mismatch. */
import { parseArgs } from 'node:util';
import { fuzz } from './run';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const started = performance.now();
console.log(`seed ${seed}`);
let failures = 0;
const outcome = fuzz(Number(values.runs), seed, failure => {
  if (failures++ === 0) console.error(`found, now shrinking:\n${failure}`);
});
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (outcome.failure === null) console.log(`${outcome.runs} programs without a mismatch in ${seconds} s (seed ${seed})`);
else {
  console.error(`mismatch after ${outcome.runs} programs in ${seconds} s (seed ${seed}); the simplest found:\n${outcome.failure}`);
  process.exitCode = 1;
}
