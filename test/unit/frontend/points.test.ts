/** Points: written in comments and typed; their values, their diagnostics and the spans of those. */
import assert from 'node:assert/strict';
import { finish, interpret, type Datum } from '../../../core/evaluate';
import { createWorkspace, functionNamed, markedFunctions, parsePoint, type MarkedFunction, type Point } from '../../../core/frontend';
import { memoryHost } from './memoryHost';

const values = (point: Point): Datum => {
  assert.ok(point.lowered, point.diagnostics.map(d => d.message).join('\n'));
  const run = finish(interpret(point.lowered.module, point.lowered.root, []));
  assert.ok(run.ok);
  return run.value;
};

function functionsOf(text: string, others: Readonly<Record<string, string>> = {}): readonly MarkedFunction[] {
  const host = memoryHost({ '/p/a.ts': text, ...others });
  return markedFunctions(createWorkspace(host).projectFor('/p/a.ts'), '/p/a.ts');
}

const only = (functions: readonly MarkedFunction[]): MarkedFunction => {
  const [fn] = functions;
  assert.ok(fn !== undefined && functions.length === 1);
  return fn;
};

describe('points', () => {
  it('are read from the comment: named, over several lines, with constants and Math', () => {
    const fn = only(functionsOf(`
import { ORIGIN, RATE as r } from './data';
export const K = 4;
/**
 * @differentiable
 * @at x=Math.PI / K, w=[1, -2,
 *     K ** 2]
 * @at start: x=-r, w=ORIGIN
 * @returns the value
 */
export function f(x: number, w: Float64Array, n = 3): number { return x * w[0]! * n; }
`, { '/p/data.ts': 'export const ORIGIN = [0, 0, 1e-3];\nexport const RATE = 0.5;\n' }));
    assert.deepEqual(fn.diagnostics, []);
    assert.deepEqual(fn.points.map(point => point.name), [null, 'start']);
    assert.deepEqual(fn.points.map(point => point.text), ['x=Math.PI / K, w=[1, -2, K ** 2]', 'x=-r, w=ORIGIN']);
    assert.deepEqual(fn.points.map(values), [
      { x: Math.PI / 4, w: new Float64Array([1, -2, 16]), n: 3 }, { x: -0.5, w: new Float64Array([0, 0, 1e-3]), n: 3 },
    ]);
  });

  const problems = (at: string): string[] => {
    const text = `/** @differentiable\n * @at ${at}\n */\nfunction f(x: number, w: number[], p: { a: number; on: boolean }, k = 1): number { return x * w[0]! * p.a * k; }\n`;
    return only(functionsOf(text)).diagnostics.map(d => `${d.code} [${text.slice(d.span.start, d.span.end)}] ${d.message}`);
  };
  const rest = 'w=[1], p={a: 1, on: true}';

  it('are of one of the types of a union', () => {
    const union = (point: string): string[] => only(functionsOf(`type Shape = { kind: 'circle'; r: number } | { kind: 'box'; w: number; h?: number };
/** @differentiable
 * @at ${point} */
export function f(s: Shape): number { return s.kind === 'circle' ? s.r : s.w * (s.h ?? 1); }`)).diagnostics.map(d => `${d.code} ${d.message}`);
    const wanted = "`{ kind: 'circle'; r: number } | { kind: 'box'; w: number; h?: number }`";
    for (const right of ["{ kind: 'circle', r: 1 }", "{ kind: 'box', w: 1 }", "{ kind: 'box', w: 1, h: 2 }"]) assert.deepEqual(union(`s=${right}`), []);
    for (const wrong of ["{ kind: 'circle' }", "{ kind: 'ball', r: 1 }", "{ kind: 'circle', r: 1, w: 2 }"]) assert.deepEqual(union(`s=${wrong}`), [`N1105 s: ${wrong} is not ${wanted}`]);
  });

  it('report each entry at its own span', () => {
    assert.deepEqual(problems(`x=1, ${rest}`), []);
    assert.deepEqual(problems(`x="five", ${rest}`), ['N1105 ["five"] x: "five" is not a number']);
    assert.deepEqual(problems(`x=1, ${rest}, q=3, x=2`), [
      'N1104 [q] `q` is not a parameter; the parameters are `x`, `w`, `p`, `k`', 'N1107 [x] `x` is given twice; remove one',
    ]);
    assert.deepEqual(problems(rest), [`N1103 [${rest}] \`x: number\` has no value at this point; add \`x=…\``]);
    assert.deepEqual(problems('x=1, w=[1, true], p={a: 1}'), [
      'N1105 [true] w[1]: true is not a number', 'N1105 [{a: 1}] p: {a: 1} is not `{ a: number; on: boolean }`',
    ]);
    assert.deepEqual(problems(`x=lost, ${rest}`), ['N1108 [lost] `lost` is not a constant visible here; use a number, Math or a const of the module']);
    assert.deepEqual(problems(`x=f(1), ${rest}`), ['N1114 [f] a call of `f` is not allowed in a point; use literals, arithmetic, Math and constants']);
    assert.deepEqual(problems('x=').map(text => text.slice(0, 5)), ['N1106']);
  });

  it('can be typed: like a tag, as JSON, or in order', () => {
    const host = memoryHost({ '/p/a.ts': '/** @differentiable */\nfunction f(x: number, w: Float32Array): number { return x * w[0]!; }\n' });
    const project = createWorkspace(host).projectFor('/p/a.ts');
    const fn = only(markedFunctions(project, '/p/a.ts'));
    const typed = (text: string): Point => {
      const point = parsePoint(project, fn, text);
      assert.ok(point);
      return point;
    };
    const expected = { x: 2, w: new Float32Array([1, 5]) };
    for (const text of ['x=2, w=[1, 5]', '{"x": 2, "w": [1, 5]}', '2, [1, 5]', 'w = new Float32Array([1, 5]), x = 2']) assert.deepEqual(values(typed(text)), expected, text);
    assert.deepEqual(values(typed('{"x": "-Infinity", "w": ["NaN"]}')), { x: -Infinity, w: new Float32Array([NaN]) });
    const [found] = typed('x=2, w=five').diagnostics;
    assert.deepEqual(found?.span, { file: '', start: 7, end: 11 });
    assert.equal(typed('2').diagnostics[0]?.code, 'N1103');
    assert.equal(typed('').diagnostics[0]?.code, 'N1106');
    assert.equal(typed('1, [2], 3').diagnostics[0]?.code, 'N1106');
  });

  it('follow unsaved text', () => {
    const host = memoryHost({ '/p/a.ts': '/** @differentiable\n * @at x=1 */\nfunction f(x: number): number { return x; }\n' });
    const project = createWorkspace(host).projectFor('/p/a.ts');
    assert.deepEqual(functionNamed(project, '/p/a.ts', 'f')?.points.map(values), [{ x: 1 }]);
    host.write('/p/a.ts', '/** @differentiable\n * @at x=K */\nfunction f(x: number): number { return x; }\nconst K = 7;\n');
    assert.deepEqual(functionNamed(project, '/p/a.ts', 'f')?.points.map(values), [{ x: 7 }]);
  });
});
