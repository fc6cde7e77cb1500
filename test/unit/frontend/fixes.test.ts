/** Quick fixes, applied: the diagnostic is gone, nothing new is wrong, and the text is what a person would have written. */
import assert from 'node:assert/strict';
import { createWorkspace, fixableCodes, markedFunctions, misplacedMarks, misspeltMarks, quickFixes } from '../../../core/frontend';
import { distance, nearestName } from '../../../core/frontend/fixes/nearestName';
import { applyEdits } from '../../../core/generate/splice';
import type { Diagnostic } from '../../../core/messages';
import { memoryHost } from './memoryHost';

const file = '/fixes.ts';
const host = memoryHost({ [file]: '' });
const workspace = createWorkspace(host);

function problems(text: string): readonly Diagnostic[] {
  host.write(file, text);
  const project = workspace.projectFor(file);
  return [...misplacedMarks(project, file), ...misspeltMarks(project, file), ...markedFunctions(project, file).flatMap(fn => fn.diagnostics)];
}

/** The fixes of the first diagnostic with the code. */
function fixesIn(text: string, code: string): ReturnType<typeof quickFixes> {
  const found = problems(text).find(problem => problem.code === code);
  assert.ok(found !== undefined, `no ${code}`);
  const project = workspace.projectFor(file);
  return quickFixes(project, markedFunctions(project, file), code, found.span);
}

const of = (mark: string, parameters: string, body: string, head = 'export function f', result = 'number'): string => `/**\n * ${mark}\n */\n${head}(${parameters}): ${result} {\n  ${body}\n}\n`;

/** Code, title of the fix, text, and the line that the fix changes. */
const cases: readonly (readonly [code: string, title: string, text: string, line: string])[] = [
  ['N1116', "Change to '@differentiable'", of('@differentible', 'x: number', 'return x;'), ' * @differentiable'],
  ['N1101', "Change to 'weights'", of('@differentiable wrt x, wieghts', 'x: number, weights: number[], bias: number', 'return x * weights[0] * bias;'), ' * @differentiable wrt x, weights'],
  ['N1101', "Change to 'x'", of('@differentiable wrt z', 'x: number', 'return x;'), ' * @differentiable wrt x'],
  ['N1102', "Remove 'flag'", of('@differentiable wrt flag, x', 'x: number, flag: boolean', 'return flag ? x : 0;'), ' * @differentiable wrt x'],
  ['N1102', "Remove 'flag'", of('@differentiable wrt x, flag', 'x: number, flag: boolean', 'return flag ? x : 0;'), ' * @differentiable wrt x'],
  ['N1113', "Change to 'wrt x, y'", of('@differentiable with respect to x and y', 'x: number, y: number', 'return x * y;'), ' * @differentiable wrt x, y'],
  ['N1103', "Add 'y=1, w=[1, 1, 1]'", of('@differentiable\n * @at x=2', 'x: number, y: number, w: number[]', 'return x * y * w[0];'), ' * @at x=2, y=1, w=[1, 1, 1]'],
  ['N1103', "Add 'p={ a: 1, on: false }'", of('@differentiable\n * @at start: x=2', 'x: number, p: { a: number; on: boolean }', 'return p.on ? x : p.a;'), ' * @at start: x=2, p={ a: 1, on: false }'],
  ['N1104', "Change to 'rate'", of('@differentiable\n * @at x=2, rte=5', 'x: number, rate: number, base = 1', 'return x * rate * base;'), ' * @at x=2, rate=5'],
  ['N1104', "Change to 'y'", of('@differentiable\n * @at x=2, z=5', 'x: number, y: number', 'return x * y;'), ' * @at x=2, y=5'],
  ['N1104', "Remove 'z=5'", of('@differentiable\n * @at z=5, x=2', 'x: number', 'return x;'), ' * @at x=2'],
  ['N1106', "Add 'x=1'", of('@differentiable\n * @at', 'x: number', 'return x;'), ' * @at x=1'],
  ['N1106', "Change to 'x=2, y=Math.PI / 2'", of('@differentiable\n * @at 2, Math.PI / 2', 'x: number, y: number', 'return x * y;'), ' * @at x=2, y=Math.PI / 2'],
  ['N1106', "Change to 'x=2, y=5'", of('@differentiable\n * @at start: {"x": 2, "y": 5}', 'x: number, y: number', 'return x * y;'), ' * @at start: x=2, y=5'],
  ['N1107', "Remove 'x=3'", of('@differentiable\n * @at x=2, x=3', 'x: number', 'return x;'), ' * @at x=2'],
  ['N1108', "Change to 'Math.PI'", of('@differentiable\n * @at x=2 * pi', 'x: number', 'return x;'), ' * @at x=2 * Math.PI'],
  ['N1109', "Rename to 'a2'", of('@differentiable\n * @at a: x=1\n * @at a: x=2', 'x: number', 'return x;'), ' * @at a2: x=2'],
  ['N1018', "Add '() => 0'", of('@differentiable', 'x: number', 'const r: number[] = Array.from({ length: 3 }); return r[0] * x;'), '  const r: number[] = Array.from({ length: 3 }, () => 0); return r[0] * x;'],
  ['N1019', "Change to 'throw new Error(…)'", of('@differentiable', 'x: number', "if (x < 0) throw 'negative'; return x;"), "  if (x < 0) throw new Error('negative'); return x;"],
  ['N1053', "Remove 'async'", of('@differentiable', 'x: number', 'return x * x;', 'export async function f', 'Promise<number>'), 'export function f(x: number): number {'],
  ['N1051', "Remove 'console.log(…)'", of('@differentiable', 'x: number', 'console.log(`x = ${x}`, { x });\n  return x;'), ' */\nexport function f(x: number): number {\n  return x;'],
  ['N1001', "Remove 'debugger'", of('@differentiable', 'x: number', 'debugger; return x;'), '   return x;'],
  ['N1001', "Change to 'for (… of xs.keys())'", of('@differentiable', 'x: number, xs: number[]', 'let s = 0; for (const i in xs) s += xs[i] * +i; return s * x;'), '  let s = 0; for (const i of xs.keys()) s += xs[i] * +i; return s * x;'],
];

/** Where a fix would only be a guess there is none. */
const unclear: readonly (readonly [code: string, text: string])[] = [
  ['N1101', of('@differentiable wrt q', 'x: number, y: number', 'return x * y;')],
  ['N1113', of('@differentiable in every way', 'x: number', 'return x;')],
  ['N1106', of('@differentiable\n * @at 1, 2, 3', 'x: number, y: number', 'return x * y;')],
  ['N1108', of('@differentiable\n * @at x=two', 'x: number', 'return x;')],
  ['N1018', of('@differentiable', 'x: number', 'const r = [1, , 2]; return x * r[0];')],
  ['N1019', of('@differentiable', 'x: number', 'if (x < 0) throw x; return x;')],
  ['N1051', of('@differentiable', 'x: number', 'let n = 0; console.log(n++); return x * n;')],
  ['N1053', of('@differentiable', 'x: number', 'return await Promise.resolve(x);', 'export async function f', 'Promise<number>')],
  ['N1001', of('@differentiable', 'x: number, xs: number[]', 'let s = ""; for (const i in xs) s += i; return x;')],
];

describe('quick fixes', function () {
  this.timeout(20_000);

  for (const [code, title, text, line] of cases) {
    it(`${code}: ${title} gives \`${line.trim()}\``, () => {
      const before = problems(text).map(problem => problem.code);
      const fixes = fixesIn(text, code);
      const chosen = fixes.find(fix => fix.title === title);
      assert.ok(chosen !== undefined, `only ${fixes.map(fix => fix.title).join(', ')}`);
      const fixed = applyEdits(text, chosen.edits);
      assert.ok(fixed.includes(line), fixed);
      const after = problems(fixed).map(problem => problem.code);
      assert.ok(!after.includes(code), `still ${code}`);
      assert.deepEqual(after.filter(found => !before.includes(found)), []);
    });
  }

  for (const [code, text] of unclear) {
    it(`${code}: none for ${text.split('\n').slice(1, 6).map(line => line.trim()).join(' ')}`, () => { assert.deepEqual(fixesIn(text, code), []); });
  }

  it('are tried for every code that may have one', () => {
    const tried = new Set(cases.map(([code]) => code));
    assert.deepEqual([...fixableCodes].filter(code => !tried.has(code)), []);
  });
});

describe('nearest name', () => {
  it('counts letters that are wrong, missing, superfluous or swapped', () => {
    assert.deepEqual([distance('abc', 'abc'), distance('abc', 'abd'), distance('abc', 'ab'), distance('abc', 'abcd'), distance('abc', 'acb'), distance('', 'abc')], [0, 1, 1, 1, 1, 3]);
  });

  it('is one that is near and alone', () => {
    assert.equal(nearestName('wieghts', ['weights', 'bias']), 'weights');
    assert.equal(nearestName('Rate', ['rate', 'range']), 'rate');
    assert.equal(nearestName('ab1', ['ab2', 'ab3']), null, 'two are as near');
    assert.equal(nearestName('x', ['y']), null, 'nothing of it is left');
  });
});
