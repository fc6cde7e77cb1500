/**
 * Never silent: what is said at each point of `test/fixtures/silent`, and that nothing is said at the calm ones. The pages `*.expect.txt`
 * show it as text (`UPDATE=1` writes them). The generated derivatives give the same numbers, and pass the gate at every point.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { defaultLimits, directional, evaluatePoint, finish, gradient, inShapes, inValueShape, isDatumRecord, jacobian, numbersOf, targetOf, type Datum, type Target, type Trace, type Warning } from '../../../core/evaluate';
import { formatFull, formatNumber, pathText } from '../../../core/format';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import type { MarkedFunction } from '../../../core/frontend/api';
import { generate, pointArguments } from '../../../core/generate/generate';
import { repositoryRoot } from '../../repository';
import { load } from '../backend/execute';
import { memoryHost } from '../frontend/memoryHost';
import { assertGolden } from '../golden';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'silent');

/** Evaluated but not generated: which function is called is known at run time only. */
const onlyEvaluated: ReadonlySet<string> = new Set(['chosenFunction']);

interface Evaluated { readonly trace: Trace; readonly warnings: readonly Warning[] }

function evaluated(target: Target, args: readonly Datum[], order: 1 | 2): Evaluated {
  const point = finish(evaluatePoint(target, args, { order }));
  assert.ok(point.ok, point.ok ? '' : point.fault.message);
  return point;
}

const numbersText = (datum: Datum): string => {
  const numbers = numbersOf(datum).map(x => formatNumber(x, 6));
  return typeof datum === 'number' ? numbers.join() : `[${numbers.join(', ')}]`;
};

function warningText(source: string, { code, span, iteration, oneSided, path: way, message }: Warning): string {
  const at = span === null ? '' : source.slice(span.start, span.end).replaceAll(/\s+/g, ' ');
  const sides = oneSided === undefined ? '' : `; left ${formatFull(oneSided[0])}, right ${formatFull(oneSided[1])}`;
  return `${code}${iteration === undefined ? '' : ` in iteration ${String(iteration)}`} at ${at}${sides}${way === undefined ? '' : `; ${pathText(way)}`}\n      ${message}`;
}

function pointLines(source: string, fn: MarkedFunction, target: Target, args: readonly Datum[], index: number): string[] {
  const point = fn.points[index];
  const { trace, warnings } = evaluated(target, args, 1);
  const rows = trace.outputs.length === 1 ? [gradient(trace)] : jacobian(trace);
  const partials = rows.map(row => Object.entries(row).map(([name, d]) => `∂${name} ${numbersText(d)}`).join(', '));
  const lines = [`  ${point?.text ?? ''} = ${numbersText(trace.value)}`, ...partials.map(text => `    ${text}`), ...warnings.map(w => `    ${warningText(source, w)}`)];
  if (typeof trace.value !== 'number') return lines;
  const known = new Set(warnings.map(w => w.code + String(w.span?.start)));
  const more = evaluated(target, args, 2).warnings.filter(w => !known.has(w.code + String(w.span?.start)));
  return [...lines, ...more.map(w => `    second derivatives: ${warningText(source, w)}`)];
}

const close = (found: readonly number[], expected: readonly number[]): boolean =>
  found.length === expected.length && found.every((x, i) => { const y = expected[i] ?? 0; return Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(y)); });

for (const name of readdirSync(folder).filter(each => each.endsWith('.ts'))) {
  describe(`never silent: ${name}`, function () {
    this.timeout(120_000);
    const source = readFileSync(path.join(folder, name), 'utf8');
    const file = `/${name}`;
    const project = createWorkspace(memoryHost({ [file]: source })).projectFor(file);
    const functions = markedFunctions(project, file).map(fn => {
      assert.ok(fn.lowered !== null, `${fn.name}: ${fn.diagnostics.map(d => d.message).join('; ')}`);
      return { fn, target: targetOf(fn.lowered.module, fn.lowered.root, fn.wrt) };
    });

    it('reads as expected', () => {
      const text = functions.map(({ fn, target }) => `${[fn.name, ...pointArguments(fn).flatMap((args, i) => pointLines(source, fn, target, args, i))].join('\n')}\n`).join('\n');
      assertGolden(path.join(folder, name.replace(/ts$/, 'expect.txt')), text);
    });

    it('warns where a point says so, and is calm elsewhere', () => {
      for (const { fn, target } of functions) {
        for (const [i, args] of pointArguments(fn).entries()) {
          const called = fn.points[i]?.name ?? assert.fail(`${fn.name}: a point without a name`);
          const codes = (order: 1 | 2): string => evaluated(target, args, order).warnings.map(w => w.code).join();
          const isCalm = called.startsWith('calm'), isSecond = called.startsWith('second');
          assert.equal(codes(1) === '', isCalm || isSecond, `${fn.name} at ${called}: ${codes(1)}`);
          if (isCalm || isSecond) assert.equal(codes(2) === '', isCalm, `second derivatives of ${fn.name} at ${called}: ${codes(2)}`);
        }
      }
    });

    it('is what forward mode and generated code give', () => {
      for (const { fn, target } of functions) {
        if (onlyEvaluated.has(fn.name)) continue;
        const kinds = fn.resultType?.kind === 'num' ? (['gradient', 'jvp'] as const) : (['vjp', 'jvp'] as const);
        const [reverse, forward] = kinds.map(kind => {
          const made = finish(generate({ project, fn, kind, wrt: null, limits: defaultLimits, useAlternative: false }));
          assert.ok(made.ok, `${fn.name} ${kind}: ${made.ok ? '' : made.diagnostics.map(d => d.message).join('; ')}`);
          return load(`${source.replaceAll('export ', '')}\n${made.generated.text}`, made.generated.name);
        });
        for (const args of pointArguments(fn)) compare(fn, evaluated(target, args, 1).trace, args, reverse, forward);
      }
    });
  });
}

type Made = ((...args: readonly unknown[]) => unknown) | undefined;

function compare(fn: MarkedFunction, trace: Trace, args: readonly Datum[], reverse: Made, forward: Made): void {
  const at = `${fn.name} at ${JSON.stringify(args)}`;
  const rows = jacobian(trace);
  const record = (result: unknown): { readonly [field: string]: Datum } => (isDatumRecord(result as Datum) ? { ...result as { readonly [field: string]: Datum } } : {});
  for (const [k, row] of rows.entries()) {
    const seed = fn.resultType?.kind === 'num' ? [] : [inValueShape(trace.value, rows.map((_, i) => (i === k ? 1 : 0)))];
    const partials = Object.fromEntries(Object.entries(record(reverse?.(...args, ...seed))).filter(([field]) => field !== 'value'));
    assert.ok(close(numbersOf(partials), numbersOf(row)), `${at}: reverse mode gives ${JSON.stringify(partials)}, the trace ${JSON.stringify(row)}`);
  }
  for (let i = 0; i < trace.inputCount; i++) {
    const direction = Float64Array.from({ length: trace.inputCount }, (_, j) => (j === i ? 1 : 0));
    const dots = directional(trace, direction);
    // A direction of 0 is a number like any other: where it meets an infinite partial the tangent is NaN.
    if (dots.concat(rows.flatMap(row => numbersOf(row))).some(x => !Number.isFinite(x))) continue;
    const shapes = inShapes(trace, direction);
    const { dot } = record(forward?.(...args, ...trace.inputs.map(input => shapes[input.name] ?? 0)));
    assert.ok(close(numbersOf(dot ?? null), dots), `${at}: forward mode gives ${JSON.stringify(dot)}, the trace ${JSON.stringify(dots)}`);
  }
}
