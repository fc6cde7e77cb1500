// npm test: every check in order, then one last line `N passed, N failed` over all of them.
// With arguments only the named stages run: build lint unit server package webview editor window web.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const script = (name) => [process.execPath, [path.join(root, 'scripts', name)]];
const mocha = (...files) => [bin('mocha'), ['--reporter', path.join(root, 'out/test/runner/reporter.js'), ...files]];

/** `counts`: the stage reports its own tests; otherwise it is one check that passes or fails. */
const stages = {
  build: { counts: false, commands: [[bin('tsc'), ['-b']], script('bundle.mjs')] },
  lint: { counts: false, commands: [[bin('eslint'), ['.', '--max-warnings', '0']]] },
  package: { counts: true, commands: [script('package.mjs'), mocha('out/test/package/**/*.test.js')] },
  unit: { counts: true, commands: [mocha('out/test/unit/**/*.test.js')] },
  server: { counts: true, commands: [mocha('out/test/server/**/*.test.js')] },
  webview: { counts: true, commands: [mocha('out/test/webview/**/*.test.js')] },
  editor: { counts: true, commands: [[process.execPath, [path.join(root, 'out/test/editor/suites.js')]]] },
  window: { counts: true, commands: [mocha('out/test/editor/*.test.js')] },
  web: { counts: true, commands: [[process.execPath, [path.join(root, 'out/test/web/run.js')]], mocha('out/test/web/*.test.js')] },
};

/** What a stage asked for by name needs to have run. */
const needs = { unit: ['build'], server: ['build'], package: ['build'], webview: ['build'] };
for (const name of ['editor', 'window', 'web']) needs[name] = ['build', 'package'];

function exitCodeOf([command, args], env) {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd: root, stdio: 'inherit', env }).on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

async function countsIn(file) {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)).reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  });
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'nabla-test-'));
const total = { passed: 0, failed: 0 };

async function runStage(name) {
  const started = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const results = path.join(folder, name);
  await writeFile(results, '');
  let ok = true;
  for (const command of stages[name].commands) {
    ok &&= (await exitCodeOf(command, { ...process.env, NABLA_TEST_RESULTS: results })) === 0;
  }
  const counts = stages[name].counts ? await countsIn(results) : { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  // A run that ended badly without a failed test (it never started, or crashed), or that ran nothing, counts as a failure.
  if (counts.failed === 0 && (!ok || counts.passed === 0)) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  process.stdout.write(`== ${name}: ${counts.passed} passed, ${counts.failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  return counts.failed === 0;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in stages));
if (unknown.length > 0) {
  process.stderr.write(`no stage ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}\n`);
  process.exit(2);
}
const wanted = new Set(asked.length === 0 ? Object.keys(stages) : asked.flatMap((name) => [...(needs[name] ?? []), name]));
try {
  for (const name of Object.keys(stages)) {
    if (!wanted.has(name)) continue;
    const ok = await runStage(name);
    // Nothing that follows would test these sources.
    if (!ok && name === 'build') break;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
