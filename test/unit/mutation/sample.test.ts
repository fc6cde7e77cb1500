/** A few mutants of the rules: nearly all are caught (some are the same rule in other words). `npm run mutate` makes those of sweeps and passes too. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { repositoryRoot } from '../../repository';

describe('mutants', function () {
  this.timeout(300_000);
  it('are caught', () => {
    const run = spawnSync(process.execPath, [path.join(repositoryRoot, 'scripts', 'mutate.mjs'), '--only', 'core/rules/', '--sample', '8', '--seed', '4', '--least', '0.75', '--jobs', '2'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /^8 mutants of \d{3,}: /m);
  });
});
