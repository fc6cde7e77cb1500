// npm run mutate: flips signs, swaps operands, drops statements in the compiled rules, passes and sweeps, one at a time, and runs the gate and
// the tests of these rooms on each mutant. A mutant that nothing fails on is listed: a missing test, or the same program in other words.
//   --only TEXT    files whose path contains the text     --sample N --seed S   so many mutants, chosen by the seed (default: all)
//   --golden       golden texts count as tests too        --least RATE          exit code 1 where fewer are caught (default: all)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' }, sample: { type: 'string' }, seed: { type: 'string', default: '1' }, golden: { type: 'boolean', default: false }, least: { type: 'string', default: '1' }, jobs: { type: 'string', default: '1' },
  },
});
const rooms = ['rules', 'ad', 'passes'];
const unit = (...parts) => path.join(root, 'out', 'test', 'unit', ...parts);
const tests = [
  ...['rules', 'passes'].flatMap((folder) => readdirSync(unit(folder)).filter((name) => name.endsWith('.test.js')).map((name) => unit(folder, name))),
  unit('evaluate', 'conventions.test.js'), unit('ad', 'irTexts.test.js'), path.join(root, 'out', 'test', 'mutation', 'judge.js'),
];
/** Milliseconds after which a mutant counts as one that does not end: many times what the tests take. */
let patience = 300_000;

const operators = new Map([
  ['+', '-'], ['-', '+'], ['*', '/'], ['/', '*'], ['<', '>='], ['>=', '<'], ['>', '<='], ['<=', '>'], ['===', '!=='], ['!==', '==='], ['&&', '||'], ['||', '&&'],
]);
const primitives = new Map([['add', 'sub'], ['sub', 'add'], ['mul', 'div'], ['div', 'mul'], ['lt', 'le'], ['le', 'lt'], ['gt', 'ge'], ['ge', 'gt'], ['eq', 'ne'], ['ne', 'eq'], ['max', 'min'], ['min', 'max']]);

function* mutationsOf(file) {
  const text = readFileSync(file, 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS);
  const found = [];
  const replace = (node, by, what) => found.push({ file, start: node.getStart(tree), end: node.getEnd(), by, what });
  const visit = (node) => {
    // What the compiler adds for modules, and errors that never happen, are no subject.
    if (ts.isThrowStatement(node)) return;
    if (ts.isExpressionStatement(node) && /^(?:"use strict"|exports\.|Object\.defineProperty)/.test(node.getText(tree)) && !/=>|\{$/.test(node.getText(tree))) return;
    if (ts.isVariableStatement(node) && /= require\(/.test(node.getText(tree))) return;
    if (ts.isBinaryExpression(node)) {
      const by = operators.get(node.operatorToken.getText(tree));
      const isText = [node.left, node.right].some((side) => ts.isStringLiteral(side) || ts.isTemplateExpression(side));
      if (by !== undefined && !(isText && by === '-')) replace(node.operatorToken, by, `${node.operatorToken.getText(tree)} becomes ${by}`);
    }
    if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.ExclamationToken || node.operator === ts.SyntaxKind.MinusToken) replace(node, `(${node.operand.getText(tree)})`, 'a sign or negation dropped');
    }
    if (ts.isStringLiteral(node) && primitives.has(node.text) && (ts.isCallExpression(node.parent) || ts.isConditionalExpression(node.parent) || (ts.isPropertyAssignment(node.parent) && node.parent.initializer === node))) {
      replace(node, `'${primitives.get(node.text)}'`, `'${node.text}' becomes '${primitives.get(node.text)}'`);
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.expression.getText(tree) === 't') {
      const name = node.expression.name.text;
      if (primitives.has(name)) replace(node.expression.name, primitives.get(name), `${name} becomes ${primitives.get(name)}`);
      if (name === 'neg') replace(node, node.arguments[0]?.getText(tree) ?? '', 'neg dropped');
      const [a, b] = node.arguments;
      if ((name === 'sub' || name === 'div' || name === 'pow') && a !== undefined && b !== undefined) replace(node, `${node.expression.getText(tree)}(${b.getText(tree)}, ${a.getText(tree)})`, 'operands swapped');
    }
    if (ts.isArrayLiteralExpression(node) && node.elements.length === 2 && !ts.isBinaryExpression(node.parent)) {
      const [a, b] = node.elements;
      if (!ts.isSpreadElement(a) && !ts.isSpreadElement(b) && a.getText(tree) !== b.getText(tree)) replace(node, `[${b.getText(tree)}, ${a.getText(tree)}]`, 'elements swapped');
    }
    if (ts.isExpressionStatement(node) && (ts.isCallExpression(node.expression) || ts.isBinaryExpression(node.expression)) && !/^exports\./.test(node.getText(tree))) replace(node, ';', 'a statement dropped');
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) replace(node, node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true', 'a boolean flipped');
    // `(0, module.name)(…)` is how the compiler calls what is imported.
    const isCall = ts.isBinaryExpression(node.parent ?? tree) && node.parent.operatorToken.kind === ts.SyntaxKind.CommaToken;
    if (ts.isNumericLiteral(node) && !isCall) replace(node, String(Number(node.text) + 1), `${node.text} becomes ${Number(node.text) + 1}`);
    const isGuard = ts.isIfStatement(node) && (ts.isThrowStatement(node.thenStatement) || (ts.isBlock(node.thenStatement) && node.thenStatement.statements.every((each) => ts.isThrowStatement(each))));
    if (isGuard) return;
    if (ts.isIfStatement(node)) {
      replace(node.expression, 'false', 'a case never taken');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const mutation of found) yield { ...mutation, text, line: tree.getLineAndCharacterOfPosition(mutation.start).line + 1 };
}

function shuffled(items, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** The file, the line, what was done. */
const nameOf = ({ file, text, start, end, what }) => `${path.relative(path.join(root, 'out'), file)}: ${what}: ${text.slice(text.lastIndexOf('\n', start) + 1, (text.indexOf('\n', end) + text.length + 1) % (text.length + 1)).trim().slice(0, 160)}`;

function judge(mutant, env) {
  const { file, text, start, end, by } = mutant;
  return new Promise((resolve) => {
    const worker = new Worker(path.join(root, 'scripts', 'mutant.mjs'), {
      workerData: { file, source: text.slice(0, start) + by + text.slice(end), tests }, env, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const settle = (killedBy) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(killedBy);
    };
    const timer = setTimeout(() => settle('it does not end'), patience);
    worker.on('message', ({ killedBy }) => settle(killedBy));
    worker.on('error', (error) => settle(`crash: ${error.message.split('\n')[0]}`));
  });
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'nabla-mutants-'));
try {
  const corpus = path.join(folder, 'corpus.json');
  const made = spawnSync(process.execPath, [path.join(root, 'out', 'test', 'mutation', 'corpus.js'), corpus], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error('the corpus cannot be made: build first');
  const env = { ...process.env, NABLA_CORPUS: corpus, NABLA_GOLDEN: options.golden ? '1' : '0' };
  const started = Date.now();
  const intact = await judge({ file: '', text: '', start: 0, end: 0, by: '' }, env);
  if (intact !== null) throw new Error(`a test fails without any mutation: ${intact}`);
  patience = Math.max(20_000, 5 * (Date.now() - started));
  const files = rooms.flatMap((room) => readdirSync(path.join(root, 'out', 'core', room)).filter((name) => name.endsWith('.js')).map((name) => path.join(root, 'out', 'core', room, name)));
  const all = files.filter((file) => file.includes(options.only)).flatMap((file) => [...mutationsOf(file)]);
  const chosen = options.sample === undefined ? all : shuffled(all, Number(options.seed)).slice(0, Number(options.sample));
  let killed = 0, next = 0;
  const survivors = [];
  const work = async () => {
    for (let mutant = chosen[next++]; mutant !== undefined; mutant = chosen[next++]) {
      const by = await judge(mutant, env);
      if (by !== null) killed++;
      else {
        survivors.push(mutant);
        console.log(`survives  ${nameOf(mutant)}   (line ${mutant.line})`);
      }
    }
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, work));
  console.log(`${chosen.length} mutants of ${all.length}: ${killed} caught, ${survivors.length} survived`);
  process.exitCode = killed >= Number(options.least) * chosen.length ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
