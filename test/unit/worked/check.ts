/**
 * A function of a fixture against what is known of it by hand: the trace, and gradient, tangent and adjoint as generated text run by
 * Node, and the gradient differentiated once more where the function is smooth.
 */
import assert from 'node:assert/strict';
import { evaluatePoint, finish, gradient, hessianOf, inShapes, interpret, inValueShape, numbersOf, targetOf, type Datum, type Target, type Trace, type Warning } from '../../../core/evaluate';
import type { MarkedFunction } from '../../../core/frontend';
import { adjointName } from '../../../core/ad/names';
import { pointArguments } from '../../../core/generate/generate';
import { filled } from '../../fuzz/bits';
import type { GrowingFile, Native, SecondDerivatives } from '../ad/differentiatedAgain';
import { evaluated, rowsOf, type Expectation, type Expected } from './expectation';

type Fields = Readonly<Record<string, Datum>>;

interface Derivatives { readonly target: Target; readonly primal: Native; readonly grad: Native | null; readonly jvp: Native; readonly vjp: Native; readonly again: SecondDerivatives | null }

/** Everything that is expected of one function. */
export function checkFunction(file: GrowingFile, fn: MarkedFunction, expected: Expected): void {
  const errors = fn.diagnostics.filter(d => d.severity === 'error').map(d => d.code);
  if (expected.refused.length > 0 || fn.lowered === null) {
    assert.deepEqual(errors, expected.refused, fn.diagnostics.map(d => d.message).join('; '));
    return;
  }
  const { expressions } = expected;
  const points = pointArguments(fn);
  assert.ok(points.length > 0 && points.length === fn.points.length, 'every point can be read');
  assert.ok(expressions.length === 1 || expressions.length === points.length, `${String(points.length)} points, ${String(expressions.length)} expectations`);
  const derivatives = derive(file, fn);
  const params = fn.params.map(param => param.name);
  points.forEach((args, i) => {
    const expression = expressions[expressions.length === 1 ? 0 : i] ?? '';
    const at = (numbers: readonly Datum[]): Expectation => evaluated(expression, params, numbers);
    checkPoint(derivatives, args, at(args), expressions.length === 1 && mentions(expression, params) ? at : null);
  });
}

/** Whether an expectation is a formula of parameters, which stand in it as keys too. */
const mentions = (expression: string, params: readonly string[]): boolean => {
  const words = new Set(expression.replace(/[\w$]+:/g, '').match(/[\w$]+/g));
  return params.some(name => words.has(name));
};

/** Generates all derivatives; `file` is as the fixture has it. */
function derive(file: GrowingFile, fn: MarkedFunction): Derivatives {
  const { lowered } = fn;
  assert.ok(lowered !== null);
  const target = targetOf(lowered.module, lowered.root, fn.wrt);
  const isNumber = lowered.module.funcs.get(lowered.root)?.result.kind === 'num';
  const name = isNumber ? file.put(fn, 'gradient').name : null;
  const [jvp, vjp] = (['jvp', 'vjp'] as const).map(kind => file.put(file.named(fn.name) ?? fn, kind).name);
  const again = name === null ? null : file.again(name, target.wrt);
  return { target, primal: file.load(fn.name), grad: name === null ? null : file.load(name), jvp: file.load(jvp ?? ''), vjp: file.load(vjp ?? ''), again };
}

function checkPoint(derivatives: Derivatives, args: readonly Datum[], expected: Expectation, formula: ((args: readonly Datum[]) => Expectation) | null): void {
  const { target, primal, grad, jvp, vjp } = derivatives;
  const at = `at ${JSON.stringify(args)}`;
  if (expected.throws !== undefined) { assertThrows(derivatives, args, expected.throws, at); return; }
  const point = finish(evaluatePoint(target, args));
  assert.ok(point.ok, point.ok ? '' : `${at}: ${point.fault.message}`);
  const { trace, warnings } = point;
  const value = primal(...structuredClone(args)) as Datum;
  assert.deepStrictEqual(numbersOf(trace.value), numbersOf(value), `the traced value ${at}`);
  const interpreted = finish(interpret(target.module, target.root, args));
  assert.deepStrictEqual(interpreted.ok ? interpreted.value : interpreted.fault, value, `the interpreted value ${at}`);
  if (expected.value !== undefined) alike(value, expected.value, args, `the value ${at}`);
  assert.deepEqual(warnings.map(shown).map((text, i) => ((expected.warnings?.[i] ?? '').includes(' ') ? text : text.slice(0, 5))), expected.warnings ?? [], `the warnings ${at}`);
  const rows = rowsOf(expected, target.wrt);
  const count = numbersOf(value).length;
  assert.equal(rows.length, count, 'a row for each number of the value');
  const given = structuredClone(args);
  const unchanged = (result: unknown, what: string): Fields => {
    assert.deepStrictEqual(given, args, `${what} leaves its arguments as they are`);
    assert.deepStrictEqual((result as Fields)['value'], value, `${what}: the value ${at}`);
    return result as Fields;
  };
  const fieldsOf = (result: Fields): readonly Datum[] => target.wrt.map(name => result[adjointName(name)] ?? NaN);
  rows.forEach((row, k) => {
    const found = gradient(trace, k);
    alike(target.wrt.map(name => found[name] ?? NaN), row, args, `the trace ${at}`);
    const seed = inValueShape(value, Array.from({ length: count }, (_, i) => (i === k ? 1 : 0)));
    const bars = (): Fields => unchanged(vjp(...given, typedAs(value, seed)), 'the adjoint');
    alike(fieldsOf(bars()), row, args, `the adjoint ${at}`);
    assert.deepStrictEqual(bars(), bars(), `the adjoint ${at}, called again`);
    if (grad !== null) alike(fieldsOf(unchanged(grad(...given), 'the gradient')), row, args, `the gradient ${at}`);
  });
  // A direction of 0 is a number like any other: where it meets an infinite partial the tangent is NaN.
  if (numbersOf(rows).some(x => !Number.isFinite(x))) return;
  for (let k = 0; k < trace.inputCount; k++) {
    const column = rows.map(row => numbersOf(row as Datum)[k] ?? NaN);
    alike(unchanged(jvp(...given, ...directions(trace, target, k)), 'the tangent')['dot'] ?? NaN, column, args, `the tangent ${at} in direction ${String(k)}`);
  }
  if (typeof expected.hessian !== 'string' && (warnings.length === 0 || expected.hessian !== undefined)) checkHessian(derivatives, trace, args, expected, formula, at);
}

function assertThrows({ target, primal, grad, jvp, vjp }: Derivatives, args: readonly Datum[], message: string, at: string): void {
  const point = finish(evaluatePoint(target, args));
  assert.ok(!point.ok && point.fault.message.includes(message), `${at}: ${point.ok ? 'nothing is thrown' : point.fault.message}`);
  const directions = target.wrt.map(name => filled(args[target.module.funcs.get(target.root)?.params.findIndex(param => param.name === name) ?? 0] ?? 0, () => 1));
  for (const run of [primal, ...(grad === null ? [] : [grad]), (...given: readonly unknown[]) => jvp(...given, ...directions), (...given: readonly unknown[]) => vjp(...given, 1)]) assert.throws(() => run(...structuredClone(args)), { message }, at);
}

function checkHessian({ target, again }: Derivatives, trace: Trace, args: readonly Datum[], expected: Expectation, formula: ((args: readonly Datum[]) => Expectation) | null, at: string): void {
  if (again === null) return;
  const own = hessianOf(trace);
  const known = expected.hessian ?? (formula === null ? own : null);
  for (let k = 0; k < trace.inputCount; k++) {
    const direction = directions(trace, target, k);
    const exact = known === null ? null : Array.isArray(known) ? (known as readonly Datum[])[k] ?? NaN : NaN;
    const row = exact ?? slopes(target, args, k, moved => rowsOf(formula?.(moved) ?? {}, target.wrt)[0] ?? []);
    const tolerance = exact === null ? 1e-6 : 1e-9;
    alike(own[k] ?? [], row, args, `the trace's Hessian, row ${String(k)} ${at}`, tolerance);
    alike(again.column(args, direction), row, args, `tangent of the gradient ${String(k)} ${at}`, tolerance);
    alike(again.row(args, direction), row, args, `adjoint of the gradient ${String(k)} ${at}`, tolerance);
  }
}

/** The unit direction of one number, in the shapes of the parameters. */
function directions(trace: Trace, target: Target, k: number): readonly Datum[] {
  const shapes = inShapes(trace, Array.from({ length: trace.inputCount }, (_, i) => (i === k ? 1 : 0)));
  return target.wrt.map(name => shapes[name] ?? 0);
}

/** How the expected gradient changes with one number, by central differences. */
function slopes(target: Target, args: readonly Datum[], k: number, gradientAt: (args: readonly Datum[]) => readonly Datum[]): readonly number[] {
  const params = target.module.funcs.get(target.root)?.params.map(param => param.name) ?? [];
  const h = 1e-5;
  const at = (step: number): readonly number[] => {
    let first = 0;
    const moved = params.map((name, i) => {
      const arg = args[i] ?? 0;
      if (!target.wrt.includes(name)) return arg;
      let count = first;
      const numbers = numbersOf(arg);
      const start = first;
      first += numbers.length;
      return filled(arg, () => { const j = count++; return (numbers[j - start] ?? NaN) + (j === k ? step : 0); });
    });
    return numbersOf(gradientAt(moved));
  };
  const [above, below] = [at(h), at(-h)];
  return above.map((x, i) => (x - (below[i] ?? NaN)) / (2 * h));
}

/** A seed with the kinds of arrays that the value has. */
function typedAs(value: Datum, seed: Datum): Datum {
  const numbers = numbersOf(seed);
  let count = 0;
  return filled(value, () => numbers[count++] ?? 0);
}

function alike(found: Datum | readonly Datum[], expected: Datum | readonly Datum[], args: readonly Datum[], what: string, tolerance = 1e-12): void {
  const [a, b] = [numbersOf(found), numbersOf(expected)];
  const accuracy = args.some(arg => arg instanceof Float32Array) ? Math.max(tolerance, 1e-6) : tolerance;
  const same = a.length === b.length && a.every((x, i) => { const y = b[i] ?? 0; return Object.is(x + 0, y + 0) || Math.abs(x - y) <= accuracy * Math.max(1, Math.abs(y)); });
  assert.ok(same, `${what}: found ${a.join(', ')}, expected ${b.join(', ')}`);
}

const shown = ({ code, oneSided }: Warning): string => (oneSided === undefined ? code : `${code} ${oneSided.map(side => String(Number(side.toPrecision(6)) + 0)).join(' ')}`);
