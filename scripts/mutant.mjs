// Runs the tests with one compiled file of the core replaced: a worker of mutate.mjs. Answers whether a test failed, and which.
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const { file, source, tests } = workerData;
const Module = require('node:module');
const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, name) => {
  if (name === file) module._compile(source, name);
  else load(module, name);
};

const Mocha = require('mocha');
/** Says nothing. */
class Silent {}
try {
  const mocha = new Mocha({ bail: true, timeout: 0, reporter: Silent });
  for (const test of tests) mocha.addFile(test);
  mocha.loadFiles();
  let by = null;
  const runner = mocha.run(() => parentPort.postMessage({ killedBy: by }));
  runner.on('fail', (test, error) => {
    by ??= `${test.fullTitle()}: ${String(error?.message).split('\n')[0]}`;
  });
} catch (error) {
  parentPort.postMessage({ killedBy: `loading: ${error instanceof Error ? error.message : String(error)}` });
}
