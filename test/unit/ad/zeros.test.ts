/**
 * Structural zeros in the source language: what stands above each function of `test/fixtures/zeros` is what the trace gives, and
 * gradient, tangent and adjoint as generated text, run in Node, give the same.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, evaluatePoint, finish, gradient, inShapes, numbersOf, targetOf, type Datum } from '../../../core/evaluate';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { generate, pointArguments } from '../../../core/generate/generate';
import { adjointName } from '../../../core/ad/names';
import { load } from '../backend/execute';
import { memoryHost } from '../frontend/memoryHost';
import { repositoryRoot } from '../../repository';

const source = readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'zeros', 'zeros.ts'), 'utf8');
const file = '/zeros.ts';
type Shapes = { readonly [param: string]: Datum };

/** The expected gradients of the functions, in the order of their points. */
const expectations = new Map<string, readonly Shapes[]>();
for (const [, lines, name] of source.matchAll(/^\/\/ gradient (.*)\n(?:\/\*\*| \*).*(?:\n \*.*)*\nexport function (\w+)/gm)) {
  const shapes = JSON.parse(`[${(lines ?? '').replaceAll('} {', '}, {')}]`) as readonly Shapes[];
  expectations.set(name ?? '', shapes);
}

/** NaN for null, and no sign on zeros. */
const numbers = (datum: unknown): readonly number[] => numbersOf(JSON.parse(JSON.stringify(datum, (_, v: unknown) => (v === null || (typeof v === 'number' && Number.isNaN(v)) ? { nan: 0 } : v)), (_, v: unknown) =>
  (typeof v === 'object' && v !== null && 'nan' in v ? NaN : v)) as Datum).map(x => x + 0);

function alike(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [numbers(found), numbers(expected)];
  const same = a.length === b.length && a.every((x, i) => { const y = b[i] ?? 0; return Object.is(x, y) || Math.abs(x - y) <= 1e-12 * Math.abs(y); });
  assert.ok(same, `${what}: found ${a.join(', ')}, expected ${b.join(', ')}`);
}

describe('structural zeros', function () {
  this.timeout(60_000);
  const project = createWorkspace(memoryHost({ [file]: source })).projectFor(file);
  const functions = markedFunctions(project, file);

  it('all have expectations', () => { assert.deepEqual(functions.map(fn => [fn.name, fn.points.length]), [...expectations].map(([name, shapes]) => [name, shapes.length])); });

  for (const fn of functions) {
    it(fn.name, () => {
      const { lowered } = fn;
      assert.ok(lowered !== null, fn.diagnostics.map(d => d.message).join());
      const target = targetOf(lowered.module, lowered.root, fn.wrt);
      const [grad, jvp, vjp] = (['gradient', 'jvp', 'vjp'] as const).map(kind => {
        const made = finish(generate({ project, fn, kind, wrt: null, limits: defaultLimits, useAlternative: false }));
        assert.ok(made.ok, `${kind}: ${made.ok ? '' : made.diagnostics.map(d => d.message).join('; ')}`);
        return load(made.generated.text, made.generated.name);
      });
      for (const [i, args] of pointArguments(fn).entries()) {
        const at = `at ${JSON.stringify(args)}`;
        const expected = expectations.get(fn.name)?.[i] ?? {};
        const point = finish(evaluatePoint(target, args));
        assert.ok(point.ok);
        alike(gradient(point.trace), expected, `the trace ${at}`);
        const fields = Object.fromEntries(Object.entries(expected).map(([name, d]) => [adjointName(name), d]));
        const shown = ({ value: _, ...rest }: { readonly [field: string]: unknown }): unknown => rest;
        alike(shown({ ...grad?.(...args) as object }), fields, `the gradient ${at}`);
        alike(shown({ ...vjp?.(...args, 1) as object }), fields, `the adjoint ${at}`);
        const flat = numbers(expected);
        for (let k = 0; k < point.trace.inputCount; k++) {
          const shapes = inShapes(point.trace, flat.map((_, j) => (j === k ? 1 : 0)));
          // A direction of 0 is a number like any other: where it meets an infinite partial the tangent is NaN.
          if (flat.some(x => !Number.isFinite(x))) continue;
          alike([({ ...jvp?.(...args, ...target.wrt.map(name => shapes[name] ?? 0)) as object } as { readonly dot?: number }).dot], [flat[k] ?? 0], `the tangent ${at} in direction ${String(k)}`);
        }
      }
    });
  }
});
