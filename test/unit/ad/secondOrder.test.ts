/**
 * Each gradient differentiated once more: its text is put into its file and marked, its tangent and adjoint are generated, and their rows
 * and columns, run in Node, are the Hessian that the trace has of the primal.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, evaluatePoint, finish, hessianOf, inShapes, numbersOf, targetOf, type Datum } from '../../../core/evaluate';
import { createWorkspace, functionNamed, markedFunctions } from '../../../core/frontend';
import { adjointName } from '../../../core/ad/names';
import { generate, pointArguments } from '../../../core/generate/generate';
import { applyEdits } from '../../../core/generate/splice';
import { load } from '../backend/execute';
import { memoryHost } from '../frontend/memoryHost';
import { repositoryRoot } from '../../repository';

/** Of the structural zeros those with loops, branches and callees. At `lastRoot` the adjoint of an array element is a structural zero, which has no flag. */
const zeros: ReadonlySet<string> = new Set(['usedUnderCondition', 'rootsInLoop', 'outsideUsedInLoop', 'logSumExp', 'product', 'inCallee', 'sameConditionTwice', 'crossEntropy']);
const sources = [['examples', 'seeds', 'book.ts'], ['test', 'fixtures', 'generate', 'scalars.ts'], ['test', 'fixtures', 'zeros', 'zeros.ts']].map(parts => path.join(repositoryRoot, ...parts));

/** The sum of the records a function returns for unit seeds, as one flat row. */
const flat = (record: unknown, fields: readonly string[]): readonly number[] => fields.flatMap(field => numbersOf((record as { readonly [name: string]: Datum })[field] ?? 0));

function assertRow(found: readonly number[], expected: readonly number[], scale: number, what: string): void {
  assert.equal(found.length, expected.length, what);
  found.forEach((x, i) => {
    const y = expected[i] ?? 0;
    assert.ok(Object.is(x, y) || Math.abs(x - y) <= 1e-9 * Math.max(scale, Math.abs(y)), `${what}: found ${found.join(', ')}, the trace has ${expected.join(', ')}`);
  });
}

describe('gradients differentiated once more', function () {
  this.timeout(60_000);
  let checked = 0;
  for (const source of sources) {
    const text = readFileSync(source, 'utf8');
    const file = '/f.ts';
    const host = memoryHost({ [file]: text });
    const project = createWorkspace(host).projectFor(file);
    for (const { name } of markedFunctions(project, file)) {
      if (path.basename(source) === 'zeros.ts' && !zeros.has(name)) continue;
      it(`${path.basename(source)}: ${name}`, function () {
        host.write(file, text);
        const fn = functionNamed(project, file, name);
        if (fn === null || fn.lowered === null || fn.lowered.module.funcs.get(fn.lowered.root)?.result.kind !== 'num') this.skip();
        const target = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
        const points = pointArguments(fn).map(args => ({ args, point: finish(evaluatePoint(target, args)) }));
        const gradient = finish(generate({ project, fn, kind: 'gradient', wrt: null, limits: defaultLimits, useAlternative: false }));
        assert.ok(gradient.ok, gradient.ok ? '' : gradient.diagnostics.map(d => d.message).join());
        let whole = applyEdits(text, gradient.generated.edits).replace('@generated', '@differentiable\n * @generated');
        const gradientName = gradient.generated.name;
        for (const kind of ['jvp', 'vjp'] as const) {
          host.write(file, whole);
          const marked = markedFunctions(project, file).find(each => each.name === gradientName);
          assert.ok(marked !== undefined, whole);
          const second = finish(generate({ project, fn: marked, kind, wrt: fn.wrt ?? target.wrt, limits: defaultLimits, useAlternative: false }));
          assert.ok(second.ok, `${kind}: ${second.ok ? '' : second.diagnostics.map(d => d.message).join()}\n${whole}`);
          whole = applyEdits(whole, second.generated.edits);
        }
        const runnable = whole.replaceAll(/^import .*$/gm, '');
        const [jvp, vjp] = ['Jvp', 'Vjp'].map(suffix => load(runnable, gradientName + suffix));
        const fields = target.wrt.map(adjointName);
        for (const { args, point } of points) {
          if (!point.ok || point.warnings.length > 0) continue;
          const { trace } = point;
          const hessian = hessianOf(trace);
          const scale = Math.max(...hessian.flat().map(Math.abs), 1e-300);
          for (const [k, row] of hessian.entries()) {
            const shapes = inShapes(trace, row.map((_, i) => (i === k ? 1 : 0)));
            const direction = target.wrt.map(param => shapes[param] ?? 0);
            const dot = jvp?.(...structuredClone(args), ...direction) as { readonly dot: unknown };
            assertRow(flat(dot.dot, fields), row, scale, `column ${String(k)} at ${JSON.stringify(args)}`);
            const seed = { value: 0, ...Object.fromEntries(target.wrt.map((param, i) => [adjointName(param), direction[i] ?? 0])) };
            const bars = vjp?.(...structuredClone(args), seed);
            assertRow(flat(bars, fields), row, scale, `row ${String(k)} at ${JSON.stringify(args)}`);
          }
          checked++;
        }
      });
    }
  }
  after(() => { assert.ok(checked >= 20, `${String(checked)} points`); });
});
