/** Entry that the web extension host calls: runs the suite with mocha's browser build and prints to the console. */
import 'mocha/mocha.js';

/** The counts and the lines come from events; mocha's own reporters expect a page or a terminal. */
class Silent extends Mocha.reporters.Base {}

/** The line the launcher reads the counts from. */
const resultPrefix = 'NABLA_RESULT ';

export function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 30_000, reporter: Silent });
  // The suites call `describe`, which exists only from here on; the bundler turns this into an ordinary call.
  require('./start.test');
  return new Promise((resolve, reject) => {
    let passed = 0;
    let failed = 0;
    mocha
      .run(() => {
        console.log(`${resultPrefix}${JSON.stringify({ passed, failed })}`);
        if (failed > 0) reject(new Error(`${String(failed)} failed`));
        else resolve();
      })
      .on('pass', (test) => {
        passed++;
        console.log(`    ✔ ${test.fullTitle()}`);
      })
      .on('fail', (test, error: unknown) => {
        failed++;
        console.log(`    ✘ ${test.fullTitle()}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      });
  });
}
