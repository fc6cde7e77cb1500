/**
 * Mocha's usual output, plus one JSON line of counts appended to the file that NABLA_TEST_RESULTS names, so that several
 * runs (Node, real editors, the web host) add up to one last line.
 */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env['NABLA_TEST_RESULTS'];
      if (file === undefined) return;
      appendFileSync(file, `${JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures })}\n`);
    });
  }
}

export = CountingReporter;
