/**
 * Value-form IR to TypeScript: golden texts, each also compiled under strict settings, formatted by Prettier without a change, and run
 * against the machine that interprets the same IR; then the same for random functions. UPDATE=1 rewrites the golden texts.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as prettier from 'prettier';
import { printDeclarations, textOf } from '../../../core/backend';
import { finish, interpret, type Datum } from '../../../core/evaluate';
import type { Func, Module } from '../../../core/ir/module';
import { typeText } from '../../../core/ir/typeText';
import { parseModule } from '../../../core/ir/parser';
import type { Type } from '../../../core/ir/type';
import { assertWellFormed } from '../../../core/ir/verifier';
import { shareCommonValues } from '../../../core/passes/cse';
import { eliminateDeadCode } from '../../../core/passes/dce';
import { fuseIfs } from '../../../core/passes/fuseIfs';
import { simplifyDerivatives } from '../../../core/passes/simplify';
import { repositoryRoot } from '../../repository';
import { complaints, declarationsOf, load, plainStyle, printed } from './execute';
import { randomModule } from './randomProgram';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'print');

/** An argument for a parameter: numbers below the lengths of arrays, so that they can be indices and bounds. */
function argument(type: Type, at: number): Datum {
  switch (type.kind) {
    case 'num': return [2, 3, 4, 1][at % 4] ?? 2;
    case 'bool': return at % 2 === 0;
    case 'text': return ['a', 'b'][at % 2] ?? '';
    case 'array': {
      const numbers = Array.from({ length: 12 }, (_, i) => Math.sin(i + at) * 2);
      switch (type.storage) {
        case 'f64': return Float64Array.from(numbers);
        case 'f32': return Float32Array.from(numbers);
        case 'i32': return Int32Array.from(numbers, x => Math.round(4 * x));
        case 'u8': return Uint8Array.from(numbers, x => Math.round(100 * Math.abs(x)));
        case 'array': return type.element.kind === 'num' ? numbers : Array.from({ length: 3 }, (_, i) => argument(type.element, at + i));
      }
    }
    // falls through: every storage returned.
    case 'struct': return Object.fromEntries((type.kind === 'struct' ? type.fields : []).map((field, i) => [field.name, argument(field.type, at + i)]));
    case 'void': case 'func': throw new TypeError(`no argument of type ${type.kind}`);
  }
}

/** As data to compare: typed arrays as plain ones, the sign of zero kept. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : value;
}

function runsAlike(module: Module, name: string, text: string): void {
  const func = module.funcs.get(name);
  assert.ok(func !== undefined);
  const args = (): Datum[] => func.params.map((param, i) => argument(param.value.type, i));
  const run = finish(interpret(module, name, args()));
  assert.ok(run.ok, run.ok ? '' : run.fault.message);
  const call = load(text, name);
  assert.deepStrictEqual(plain(call(...args())), plain(run.value));
  assert.deepStrictEqual(plain(call(...args())), plain(run.value), 'the second call');
}

/** The constants of the module as the file around the declarations has them. */
const constants = (module: Module): string =>
  [...module.globals.values()].map(({ name, type, data }) => `const ${name}: ${typeText(type)} = ${JSON.stringify(data)};\n`).join('');

const prettierOptions = { parser: 'typescript', printWidth: 120, singleQuote: true } as const;

describe('back end: golden texts', () => {
  const names = readdirSync(folder).filter(name => name.endsWith('.nabla')).sort();
  const texts = new Map<string, string>();
  for (const name of names) {
    it(name.replace('.nabla', ''), async () => {
      const module = parseModule(readFileSync(path.join(folder, name), 'utf8'));
      assertWellFormed(module, 'parsing');
      const text = printed(module);
      const golden = path.join(folder, name.replace('.nabla', '.expect.ts'));
      if (process.env['UPDATE'] === '1') writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, 'utf8'));
      assert.equal(text, await prettier.format(text, prettierOptions), 'Prettier would write it differently');
      const whole = `${constants(module)}${text}`;
      texts.set(`${name}.ts`, whole);
      const [root] = module.funcs.keys();
      runsAlike(module, root ?? '', whole);
    });
  }
  it('are clean under strict settings, without unused names', function () {
    this.timeout(30_000);
    assert.ok(texts.size > 0);
    assert.deepEqual(complaints(texts), []);
  });
  it('follow the style of a file', () => {
    const module = parseModule(readFileSync(path.join(folder, 'leastSquares.nabla'), 'utf8'));
    const text = printed(module, { indent: '\t', quote: '"', semicolons: false, eol: '\r\n', assertsElements: false, language: 'javascript' });
    assert.match(text, /^\/\*\*\r\n \* @param \{Float64Array\} w\r\n/);
    assert.match(text, /^export function fitGrad\(w, X, y, n, p\) \{\r\n\tconst dw = new Float64Array\(w\.length\)\r\n/m);
    assert.doesNotMatch(text, /;\r$|\w: number\)|[^\r]\n/m);
    assert.equal(text, printed(module, { ...plainStyle, indent: '\t', semicolons: false, eol: '\r\n', language: 'javascript' }));
  });
});

describe('back end: a tape shared by several functions', () => {
  const shared = path.join(folder, 'shared');
  const text = printed(parseModule(readFileSync(path.join(shared, 'sharedTape.nabla'), 'utf8')));
  it('reads as expected', async () => {
    const golden = path.join(shared, 'sharedTape.expect.ts');
    if (process.env['UPDATE'] === '1') writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, 'utf8'));
    assert.equal(text, await prettier.format(text, prettierOptions));
  });
  it('gives the derivative again and again', () => {
    // At x = 2 the products are 2, 4, 6 and the sums 2, 6, 6: the third is not greater than the sum before it.
    const gradient = load(text, 'fGrad');
    for (let k = 0; k < 3; k++) assert.deepEqual(gradient(2, Float64Array.of(1, 2, 3), 3), { value: 6, dx: 3 });
  });
  it('is clean under strict settings', function () {
    this.timeout(30_000);
    assert.deepEqual(complaints(new Map([['shared.ts', text]])), []);
  });
});

describe('back end: an earlier result to overwrite', () => {
  const module = parseModule(readFileSync(path.join(folder, 'leastSquares.nabla'), 'utf8'));
  const [declaration] = declarationsOf(module);
  assert.ok(declaration !== undefined);
  const shadow = declaration.func.body.ops.find(op => op.kind === 'alloc');
  assert.ok(shadow !== undefined);
  const text = textOf(printDeclarations(module, [{ ...declaration, reuse: new Map([[shadow.result, 'dw']]) }],
    { style: plainStyle, taken: new Set(), tape: { tape: 'fTape', top: null, grow: 'fGrad_grow' } }), plainStyle);

  it('is taken when it fits, and returned', async () => {
    assert.match(text, /const dw = into\?\.dw\.length === w\.length \? into\.dw\.fill\(0\) : new Float64Array\(w\.length\);/);
    assert.equal(text, await prettier.format(text, prettierOptions));
    const fit = load(text, 'fitGrad');
    const args = [Float64Array.of(1, 2), Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 1), 2, 2] as const;
    const first = fit(...args);
    assert.deepEqual(plain(first), { value: 104, dw: [64, 88] });
    const dw = Float64Array.of(9, 9);
    const into = { value: 0, dw };
    assert.equal(fit(...args, into), into);
    assert.equal(into.dw, dw);
    assert.deepEqual(plain(into), plain(first));
    const short = { value: 0, dw: Float64Array.of(9) };
    assert.equal(fit(...args, short), short);
    assert.deepEqual(plain(short), plain(first));
  });
  it('is clean under strict settings', function () {
    this.timeout(30_000);
    assert.deepEqual(complaints(new Map([['into.ts', text]])), []);
  });
});

describe('back end: random functions', function () {
  this.timeout(120_000);
  const rewritten = (module: Module, rewrite: (func: Func) => Func): Module =>
    ({ ...module, funcs: new Map([...module.funcs].map(([name, func]) => [name, rewrite(func)])) });
  const tidy = (func: Func): Func => eliminateDeadCode(simplifyDerivatives(fuseIfs(shareCommonValues(eliminateDeadCode(func)))));

  it('as they are compute what the machine computes', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const module = randomModule(seed, 4 + (seed % 16));
      assertWellFormed(module, `generation from seed ${String(seed)}`);
      try { runsAlike(module, 'f', printed(module)); } catch (error) { throw new Error(`seed ${String(seed)}\n${printed(module)}`, { cause: error }); }
    }
  });
  it('after the passes are well formed, and compute what the machine computes', () => {
    for (let seed = 1001; seed <= 1600; seed++) {
      const module = rewritten(randomModule(seed, 4 + (seed % 16)), tidy);
      assertWellFormed(module, `the passes, seed ${String(seed)}`);
      try { runsAlike(module, 'f', printed(module)); } catch (error) { throw new Error(`seed ${String(seed)}\n${printed(module)}`, { cause: error }); }
    }
  });
  it('keep their numbers under the passes that preserve every bit', () => {
    const exact = (func: Func): Func => eliminateDeadCode(fuseIfs(shareCommonValues(eliminateDeadCode(func))));
    for (let seed = 2001; seed <= 2400; seed++) {
      const module = randomModule(seed, 12);
      runsAlike(module, 'f', printed(rewritten(module, exact)));
    }
  });
  it('are clean under strict settings and as Prettier writes them', async () => {
    const texts = new Map(Array.from({ length: 60 }, (_, i): [string, string] => [`random${String(i)}.ts`, printed(rewritten(randomModule(3000 + i, 12), tidy))]));
    assert.deepEqual(complaints(texts), []);
    for (const text of texts.values()) assert.equal(text, await prettier.format(text, prettierOptions));
  });
});
