/**
 * The hand-written IR texts, differentiated: each derivative is well formed, agrees with the trace and with differences when its value
 * form is interpreted, leaves its arguments as they were, and is the golden text (UPDATE=1 rewrites it).
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { Datum } from '../../../core/evaluate';
import { printModule } from '../../../core/ir/printer';
import { parseModule } from '../../../core/ir/parser';
import { assertGolden } from '../golden';
import { printed, load } from '../backend/execute';
import { irFixtures } from '../ir/fixtures';
import { repositoryRoot } from '../../repository';
import { assertPasses, derivativeKinds, derivativeRoot } from './derivatives';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'ir', 'derivatives');

describe('derivatives of IR texts', () => {
  for (const { name, module, points } of irFixtures()) {
    const params = module.funcs.get('f')?.params.map(param => param.name) ?? [];
    const argsAt = points.map(point => params.map(param => point.args[param] ?? null));
    for (const kind of derivativeKinds) {
      it(`${name}: ${kind}`, () => {
        const derived = assertPasses(module, 'f', kind, argsAt);
        const text = printModule(derived.module);
        assertGolden(path.join(folder, `${name}.${kind}.nabla`), text);
        assert.equal(printModule(parseModule(text)), text, 'the text is read back');
      });
    }

    it(`${name}: the printed gradient leaves its arguments alone and repeats itself`, () => {
      const { module: derived } = assertPasses(module, 'f', 'gradient', argsAt);
      const gradient = load(printed(derived), derivativeRoot);
      for (const [i, args] of argsAt.entries()) {
        const expected = { value: points[i]?.value, ...Object.fromEntries(Object.entries(points[i]?.gradient ?? {}).map(([param, d]) => [`d${param.length === 1 ? param : param.charAt(0).toUpperCase() + param.slice(1)}`, d])) };
        const given = structuredClone(args);
        assert.deepEqual(gradient(...given), expected);
        assert.deepEqual(gradient(...given), expected, 'the second call');
        assert.deepEqual(given, args, 'arguments are left as found');
      }
    });
  }
});

describe('derivatives of functions with nested results', () => {
  const result = '{p: {u: num, on: bool}, m: num[][]}';
  const texts: readonly (readonly [string, string, readonly (readonly Datum[])[]])[] = [
    ['records and matrices made here', `func @f(%x: num, %y: num) -> ${result} {
  %true = const true
  %xy = mul %x, %y
  %p = struct {u: num, on: bool} (%xy, %true)
  %a = array num[] (%x, %xy)
  %s = sin %y
  %b = array num[] (%s)
  %m = array num[][] (%a, %b)
  %r = struct ${result} (%p, %m)
  return %r
}`, [[0.5, 2]]],
    ['the matrix that was given, written', `func @f(%m: num[][], %x: num) -> num[][] {
  %0 = const 0
  %r = load %m[%0]
  %e = load %r[%0]
  %p = mul %e, %x
  store %r[%0], %p
  return %m
}`, [[[[2, 3], [5]], 4]]],
    ['the record that was given, written in a branch', `func @f(%p: {u: num, q: {v: num}}, %x: num) -> {u: num, q: {v: num}} {
  %0 = const 0
  %q = field %p.q
  %v = field %q.v
  %c = gt %v, %0
  if %c {
    %vx = mul %v, %x
    setfield %q.v, %vx
    setfield %p.u, %vx
    yield
  }
  return %p
}`, [[{ u: 1, q: { v: 2 } }, 3], [{ u: 1, q: { v: -2 } }, 3]]],
  ];
  for (const [name, text, points] of texts) {
    for (const kind of ['jvp', 'vjp'] as const) it(`${name}: ${kind}`, () => { assertPasses(parseModule(text), 'f', kind, points); });
  }
});
