/** The gate's verdicts, each provoked: derivatives planted as IR beside a function, and as text in a file. */
import assert from 'node:assert/strict';
import { defaultLimits, finish, targetOf, type Datum } from '../../../core/evaluate';
import { createWorkspace, markedFunctions, type Project } from '../../../core/frontend';
import { check, type Verdict } from '../../../core/gate/check';
import type { DerivativeKind } from '../../../core/generate/derive';
import { generate } from '../../../core/generate/generate';
import { parseModule } from '../../../core/ir/parser';
import type { Diagnostic } from '../../../core/messages';
import { memoryHost } from '../frontend/memoryHost';
import { withRule } from './otherRule';

const primal = `func @f(%x: num, %y: num) -> num {
  %s = sin %x
  %r = mul %s, %y
  return %r
}`;
/** A derivative of @f with the given lines before it returns %v, %dx and %dy. */
const planted = (...lines: readonly string[]): string => ['func @g(%x: num, %y: num) -> {value: num, dx: num, dy: num} {', ...lines.map(line => `  ${line}`),
  '  %all = struct {value: num, dx: num, dy: num} (%v, %dx, %dy)', '  return %all', '}'].join('\n');
const right = ['%s = sin %x', '%v = mul %s, %y', '%c = cos %x', '%dx = mul %y, %c', '%dy = mul %s, %one', '%u = const 0'];
const one = '%one = const 1';

function verdict(derivative: string, args: readonly Datum[] = [0.5, 2], kind: DerivativeKind = 'gradient', source = primal): Verdict {
  return finish(check({ target: targetOf(parseModule(source), 'f', null), kind, generated: { module: parseModule(derivative), root: 'g' }, limits: defaultLimits }, args));
}

function disagreement(found: Verdict): { readonly by: string; readonly what: string } {
  assert.equal(found.kind, 'disagrees');
  return found.kind === 'disagrees' ? { by: found.by, what: found.disagreement.what } : { by: '', what: '' };
}

describe('gate', () => {
  it('passes what is right', () => { assert.deepEqual(verdict(planted(one, ...right)), { kind: 'passed' }); });

  it('sees a wrong sign', () => {
    const wrong = right.map(line => (line.startsWith('%dx') ? '%dxo = mul %y, %c' : line));
    assert.deepEqual(disagreement(verdict(planted(one, ...wrong, '%dx = neg %dxo'))), { by: 'trace', what: 'dx' });
  });
  it('sees a value that is not that of the primal to the last bit', () => {
    const wrong = right.map(line => (line === '%v = mul %s, %y' ? '%w = mul %s, %y' : line));
    assert.deepEqual(disagreement(verdict(planted(one, ...wrong, '%tiny = const 1e-16', '%v = add %w, %tiny'), [0.5, 0.1])), { by: 'trace', what: 'the value' });
  });
  it('sees NaN where there is a number', () => {
    const wrong = right.map(line => (line.startsWith('%dy') ? '%dy = div %u, %u' : line));
    const ordered = [one, '%u = const 0', ...wrong.filter(line => !line.startsWith('%u'))];
    assert.deepEqual(disagreement(verdict(planted(...ordered))), { by: 'trace', what: 'dy' });
  });
  it('sees a field that is missing', () => {
    const without = planted(one, ...right).replaceAll(', dy: num', '').replace(', %dy)', ')');
    assert.deepEqual(disagreement(verdict(without)), { by: 'trace', what: 'dy' });
  });
  it('sees a wrong tangent, and a wrong adjoint of a vector', () => {
    const jvp = 'func @g(%x: num, %y: num, %xDot: num, %yDot: num) -> {value: num, dot: num} {\n  %s = sin %x\n  %v = mul %s, %y\n  %d = mul %s, %xDot\n  %r = struct {value: num, dot: num} (%v, %d)\n  return %r\n}';
    assert.deepEqual(disagreement(verdict(jvp, [0.5, 2], 'jvp')), { by: 'trace', what: 'dot' });
    const pair = 'func @f(%x: num) -> num[] {\n  %s = sin %x\n  %r = array num[] (%s, %x)\n  return %r\n}';
    const vjp = 'func @g(%x: num, %seed: num[]) -> {value: num[], dx: num} {\n  %s = sin %x\n  %v = array num[] (%s, %x)\n  %0 = const 0\n  %dx = load %seed[%0]\n  %r = struct {value: num[], dx: num} (%v, %dx)\n  return %r\n}';
    assert.deepEqual(disagreement(verdict(vjp, [0.5], 'vjp', pair)), { by: 'trace', what: 'dx' });
  });

  it('sees by differences what trace and code have wrong in common', () => {
    const wrong = right.map(line => (line === '%c = cos %x' ? '%c = const 0.25' : line));
    const found = withRule('sin', 0.25, () => verdict(planted(one, ...wrong)));
    assert.deepEqual(disagreement(found), { by: 'differences', what: 'the derivative along direction 1' });
  });

  it('passes over points where the primal has no value, and reports faults of the derivative', () => {
    const source = 'func @f(%a: num[]) -> num {\n  %0 = const 0\n  %r = load %a[%0]\n  return %r\n}';
    const derivative = 'func @g(%a: num[]) -> {value: num, da: num[]} {\n  %7 = const 7\n  %v = load %a[%7]\n  %r = struct {value: num, da: num[]} (%v, %a)\n  return %r\n}';
    assert.equal(verdict(derivative, [[]], 'gradient', source).kind, 'skipped');
    assert.equal(verdict(derivative, [[1]], 'gradient', source).kind, 'fault');
  });

  it('compares what cancels with the size of what it is made of', () => {
    // d/dm of (m - 1)² + (m - 2)² + (m - 3)² at the mean, with rounding left over in one of the two.
    const source = 'func @f(%m: num) -> num {\n  %a = const 0.1\n  %b = const 0.2\n  %c = const 0.3\n  %p = sub %m, %a\n  %q = sub %m, %b\n  %r = sub %m, %c\n  %pp = mul %p, %p\n  %qq = mul %q, %q\n  %rr = mul %r, %r\n  %s = add %pp, %qq\n  %t = add %s, %rr\n  return %t\n}';
    const code = source.replace('@f', '@g').replace('-> num {', '-> {value: num, dm: num} {').replace('  return %t', '  %dm = const 1e-17\n  %all = struct {value: num, dm: num} (%t, %dm)\n  return %all');
    assert.equal(verdict(code, [0.2], 'gradient', source).kind, 'passed');
    assert.equal(verdict(code.replace('1e-17', '1e-9'), [0.2], 'gradient', source).kind, 'disagrees');
  });
});

describe('gate, on text', function () {
  this.timeout(20_000);
  const file = '/f.ts';
  const source = '/**\n * @differentiable\n * @at x=0.5, y=2\n */\nexport function f(x: number, y: number): number {\n  return Math.sin(x) * y;\n}\n';

  /** What is reported when the text that is read again is not the one that was written. */
  function reported(change: (text: string) => string, source: string): readonly Diagnostic[] {
    const project = createWorkspace(memoryHost({ [file]: source })).projectFor(file);
    const [fn] = markedFunctions(project, file);
    assert.ok(fn !== undefined);
    const rereading: Project = Object.assign(Object.create(project) as Project, { withText: <T>(path: string, text: string, use: () => T): T => project.withText(path, change(text), use) });
    const made = finish(generate({ project, rereading, fn, kind: 'gradient', wrt: null, limits: defaultLimits, useAlternative: false }));
    return made.ok ? [] : made.diagnostics;
  }
  const codes = (change: (text: string) => string): readonly string[] => reported(change, source).map(({ code }) => code);
  /** The texts that the reports stand at. */
  const places = (change: (text: string) => string, of: string): readonly string[] => reported(change, of).map(({ span }) => of.slice(span.start, span.end));

  it('passes the text as it was written', () => { assert.deepEqual(codes(text => text), []); });
  it('N4001: it disagrees with the trace', () => { assert.deepEqual(codes(text => text.replace('Math.cos(', 'Math.sin(')), ['N4001']); });
  it('N4001 stands at the function where a number is wrong', () => { assert.deepEqual(places(text => text.replace('Math.cos(', 'Math.sin('), source), ['f']); });
  it('N4001 stands at the operation with the pole that the trace does not go through', () => {
    const guarded = '/**\n * @differentiable\n * @at x=0, y=2\n */\nexport function f(x: number, y: number): number {\n  const r = Math.sqrt(x) + Math.sin(x);\n  return y > 3 ? r : x * y;\n}\n';
    const unguarded = (text: string): string => text.replace(/return \{ value/, 'return { value, dx: 0 * (0.5 / Math.sqrt(x)), dy: x }; // $&');
    assert.deepEqual(places(unguarded, guarded), ['Math.sqrt(x)']);
  });
  it('N4001 stands at the operation where the trace meets 0 times infinity', () => {
    const squared = '/**\n * @differentiable\n * @at x=0\n */\nexport function f(x: number): number {\n  const r = Math.sqrt(x);\n  return r * r;\n}\n';
    assert.deepEqual(places(text => text.replace(/return \{ value/, 'return { value, dx: 1 }; // $&'), squared), ['Math.sqrt(x)']);
  });
  it('N4002: it cannot be read again', () => { assert.deepEqual(codes(text => text.replace('Math.cos(', 'Math.cosine(')), ['N4002']); });
  it('N4002: it is not there', () => { assert.deepEqual(codes(text => text.replace('fGrad(', 'fGradient(')), ['N4002']); });
  it('N4003: it differs from differences', () => { assert.deepEqual(withRule('sin', 0.25, () => codes(text => text)), ['N4003']); });
});
