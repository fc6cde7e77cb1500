/** The command line as a user meets it: output, errors and exit codes. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { run } from '../../../cli/main';

const source = `/**
 * @differentiable
 * @at x1=2, x2=5
 */
export function f(x1: number, x2: number): number {
  return Math.log(x1) + x1 * x2 - Math.sin(x2);
}

export function two(w: Float64Array, b: number): number[] {
  return [w[0] * b, w[1] + b];
}

export function kink(x: number): number {
  return Math.abs(x);
}

export function root(x: number): number {
  return Math.sqrt(x);
}

export function endless(x: number): number {
  let s = x;
  while (true) s = s + 1;
  return s;
}

export function first(a: number[], i: number): number {
  return a[i];
}
`;

describe('nabla', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'nabla-cli-'));
  const file = path.join(folder, 'model.ts');
  before(() => writeFileSync(file, source));
  after(() => rmSync(folder, { recursive: true }));

  async function nabla(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    let out = '', err = '';
    const code = await run(argv, (text) => { out += text; }, (text) => { err += text; });
    return { code, out, err };
  }

  async function json(...argv: readonly string[]): Promise<unknown> {
    const { code, out, err } = await nabla(...argv, '--json');
    assert.equal(code, 0, err);
    assert.equal(err, '');
    return JSON.parse(out);
  }

  it('eval prints value and gradient at the written points', async () => {
    assert.deepEqual(await json('eval', `${file}#f`), {
      function: 'f',
      points: [{ at: { x1: 2, x2: 5 }, value: Math.log(2) + 10 - Math.sin(5), gradient: { x1: 5.5, x2: 2 - Math.cos(5) }, warnings: [] }],
    });
    assert.match((await nabla('eval', `${file}#f`)).out, /^f\(x1=2, x2=5\) = 11\.65207/);
  });

  it('eval of an array gives the Jacobian, coerced and in shape', async () => {
    assert.deepEqual(await json('eval', `${file}#two`, '--at', '{"w":[2,3],"b":5}'), {
      function: 'two',
      points: [{ at: { w: [2, 3], b: 5 }, value: [10, 8], jacobian: [{ w: [5, 0], b: 2 }, { w: [0, 1], b: 1 }], warnings: [] }],
    });
  });

  it('eval has tangents and Hessians', async () => {
    const at = ['--at', '{"w":[2,3],"b":5}'];
    assert.deepEqual(await json('eval', `${file}#two`, ...at, '--mode', 'tangent', '--direction', '{"w":[1,1],"b":0}'), {
      function: 'two', points: [{ at: { w: [2, 3], b: 5 }, value: [10, 8], tangent: [5, 1], warnings: [] }],
    });
    const { points: [point] } = await json('eval', `${file}#f`, '--mode', 'hessian') as { points: [{ hessian: number[][] }] };
    assert.deepEqual(point.hessian, [[-0.25, 1], [1, Math.sin(5)]]);
    const { points: [along] } = await json('eval', `${file}#f`, '--mode', 'tangent') as { points: [{ tangents: unknown }] };
    assert.deepEqual(along.tangents, { x1: 5.5, x2: 2 - Math.cos(5) });
  });

  it('eval reads points from files and keeps to --wrt', async () => {
    const points = path.join(folder, 'point.json');
    writeFileSync(points, '{"x1": 1, "x2": 0}');
    assert.deepEqual(await json('eval', `${file}#f`, '--at', `@${points}`, '--wrt', 'x2'), {
      function: 'f', points: [{ at: { x1: 1, x2: 0 }, value: 0, gradient: { x2: 0 }, warnings: [] }],
    });
  });

  it('eval writes non-finite numbers as strings and warns with both sides', async () => {
    const { points } = await json('eval', `${file}#root`, '--at', '{"x":0}') as { points: { gradient: unknown; warnings: { code: string; line: number; column: number; operation: string; oneSided: unknown }[] }[] };
    assert.deepEqual(points[0]?.gradient, { x: 'Infinity' });
    const [warning] = points[0]?.warnings ?? [];
    assert.deepEqual([warning?.code, warning?.line, warning?.column, warning?.operation, warning?.oneSided], ['N2003', 18, 10, 'Math.sqrt', ['NaN', 'Infinity']]);
  });

  it('trace prints the tables of the paper, and the list as JSON', async () => {
    const { out } = await nabla('trace', `${file}#f`);
    for (const number of ['11.6521', '0.6931', '10.6931', '-0.9589', '5.5', '1.7163', '-0.2837']) assert.ok(out.includes(number), number);
    const { nodes } = await json('trace', `${file}#f`) as { nodes: { id: number; op: string; args: number[]; adjoint: number; tangents: unknown }[] };
    assert.deepEqual(nodes.map((node) => node.id), [-1, 0, 1, 2, 3, 4, 5]);
    assert.deepEqual(nodes.map((node) => node.op), ['input', 'input', 'log', 'mul', 'sin', 'add', 'sub']);
    assert.deepEqual(nodes.map((node) => node.args), [[], [], [-1], [-1, 0], [0], [1, 2], [4, 3]]);
    assert.deepEqual(nodes[0]?.tangents, { x1: 1, x2: 0 });
    assert.equal(nodes[0]?.adjoint, 5.5);
  });

  it('generate prints declarations that can be appended, evaluated and checked', async () => {
    const { code, out, err } = await nabla('generate', `${file}#f`, '--stdout');
    assert.equal(code, 0, err);
    const whole = path.join(folder, 'whole.ts');
    writeFileSync(whole, `${source}\n${out}`);
    const { points } = await json('eval', `${whole}#fGrad`, '--at', '{"x1":2,"x2":5}') as { points: { value: unknown }[] };
    assert.deepEqual(points[0]?.value, { value: Math.log(2) + 10 - Math.sin(5), dX1: 5.5, dX2: 2 - Math.cos(5) });
    assert.deepEqual(await nabla('check', whole), { code: 0, out: '', err: '' });
  });

  it('generate --write puts them below the function', async () => {
    const written = path.join(folder, 'written.ts');
    writeFileSync(written, source);
    const { code, out, err } = await nabla('generate', `${written}#f`, '--write');
    assert.equal(code, 0, err);
    assert.equal(out, 'fGrad written, checked at 1 point\n');
    const text = readFileSync(written, 'utf8');
    assert.ok(text.indexOf('function f(') < text.indexOf('function fGrad(') && text.indexOf('function fGrad(') < text.indexOf('function two('));
  });

  it('check finds what is wrong in a folder, and exits 1', async () => {
    const project = mkdtempSync(path.join(folder, 'project-'));
    mkdirSync(path.join(project, 'node_modules'));
    const bad = '/** @differentiable wrt q */\nexport function f(x: number): number {\n  return Date.now() * x;\n}\n';
    writeFileSync(path.join(project, 'bad.ts'), bad);
    writeFileSync(path.join(project, 'node_modules', 'ignored.ts'), bad);
    writeFileSync(path.join(project, 'good.ts'), source);
    const { code, out } = await nabla('check', project);
    assert.equal(code, 1);
    const lines = out.trim().split('\n');
    assert.equal(lines.length, 2, out);
    assert.match(lines[0] ?? '', /bad\.ts:1:25: error N1101/);
    assert.match(lines[1] ?? '', /bad\.ts:3:10: error N1\d\d\d/);
  });

  const failures: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['an unknown key', ['eval', '#f', '--at', '{"x1":1,"x2":2,"z":3}'], 1, /N1104: `z`/],
    ['a missing key', ['eval', '#f', '--at', '{"x1":1}'], 1, /N1103: `x2: number`/],
    ['an ill-shaped value', ['eval', '#two', '--at', '{"w":[1,"a"],"b":1}'], 1, /N1105: w\[1\]: "a" is not number/],
    ['a function that is not there', ['eval', '#g'], 1, /N0002/],
    ['no point', ['eval', '#kink'], 1, /model\.ts:13:17: error N0003/],
    ['the gradient of many numbers', ['eval', '#two', '--at', '{"w":[2,3],"b":5}', '--mode', 'gradient'], 1, /N0004/],
    ['the budget', ['eval', '#endless', '--at', '{"x":1}', '--budget', '1000'], 1, /N2106: stopped after 1000 operations/],
    ['an index outside', ['eval', '#first', '--at', '{"a":[1],"i":3}'], 1, /28:10: error N2101: read at index 3 of an array of length 1/],
    ['an unknown wrt', ['eval', '#f', '--wrt', 'z'], 1, /N1101/],
    ['code that cannot be generated', ['generate', '#f', '--mode', 'hessian'], 1, /N0007/],
    ['a folder that is not there', ['check', '/nowhere/at/all'], 1, /N0001/],
    ['no function', ['eval', ''], 2, /FILE#FUNCTION/],
    ['an unknown option', ['eval', '#f', '--colour'], 2, /colour/],
    ['an unknown mode', ['eval', '#f', '--mode', 'curl'], 2, /curl/],
    ['a point that is not JSON', ['eval', '#f', '--at', '{x1'], 2, /--at/],
    ['no command', [], 2, /usage/],
  ];
  for (const [name, argv, code, message] of failures) {
    it(`says what is wrong: ${name}`, async () => {
      const result = await nabla(...argv.map((arg) => (arg.startsWith('#') || (arg === '' && argv[0] === 'eval') ? file + arg : arg)));
      assert.equal(result.out, '');
      assert.equal(result.code, code, result.err);
      assert.match(result.err, message);
      assert.doesNotMatch(result.err, /\bat .*\(.*:\d+:\d+\)|node:internal/);
    });
  }

  it('says that a file is missing', async () => {
    const { code, err } = await nabla('eval', 'nowhere.ts#f');
    assert.equal(code, 1);
    assert.match(err, /N0001: nowhere\.ts cannot be read/);
  });
});
