/** Running the files of the corpus in Node, and comparing derivatives there with central differences. */
import assert from 'node:assert/strict';
import ts from 'typescript';
import { elementsOf, isDatumRecord, isTypedDatum, numbersOf, type Datum } from '../../../core/evaluate';
import type { MarkedFunction } from '../../../core/frontend';
import { adjointName } from '../../../core/ad/names';
import type { GeneratedText } from './corpusFile';

export type Exports = Readonly<Record<string, unknown>>;

/** The exports of a module given as text; `imported` answers its imports. */
export function execute(text: string, imported: (name: string) => Exports): Exports {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS } });
  const exported: Record<string, unknown> = {};
  const run: unknown = new Function('exports', 'require', outputText);
  if (typeof run !== 'function') throw new TypeError('not a function');
  Reflect.apply(run, undefined, [exported, imported]);
  return exported;
}

export function call(exports: Exports, name: string, args: readonly unknown[]): Datum {
  const [first = '', member] = name.split('.');
  const found = exports[first];
  if (typeof found !== 'function') throw new TypeError(`${name} is not exported`);
  return (member === undefined ? Reflect.apply(found, undefined, args) : callMember(found, member, args)) as Datum;
}

/** A method or getter called on an object with the fields of the first argument, or a static method. */
function callMember(owner: object, member: string, args: readonly unknown[]): unknown {
  const fixed: unknown = Reflect.get(owner, member);
  if (typeof fixed === 'function') return Reflect.apply(fixed, owner, args);
  const prototype: unknown = Reflect.get(owner, 'prototype');
  const [self, ...given] = args;
  const object = Object.assign(Object.create(typeof prototype === 'object' ? prototype : null) as object, self);
  const found: unknown = Reflect.get(object, member);
  return typeof found === 'function' ? Reflect.apply(found, object, given) : found;
}

const spread = (k: number): number => [0.75, -0.5, 1.25, 0.375, -1.125][k % 5] ?? 1;

/** A datum with `change` applied to each of its numbers, counted from `from`. */
export function changed(datum: Datum, change: (x: number, k: number) => number): Datum {
  let k = 0;
  const visit = (d: Datum): Datum => {
    if (typeof d === 'number') return change(d, k++);
    if (isTypedDatum(d)) return d.map(x => change(x, k++));
    if (Array.isArray(d)) return (d as readonly Datum[]).map(visit);
    return typeof d === 'object' && d !== null ? Object.fromEntries(Object.entries(d).map(([key, inner]) => [key, visit(inner)])) : d;
  };
  return visit(datum);
}

/** Tuples are records of indices to the machine. */
function asJavaScript(datum: Datum): Datum {
  if (isTypedDatum(datum)) return datum;
  const elements = elementsOf(datum);
  if (elements !== null) return elements.map(asJavaScript);
  return isDatumRecord(datum) ? Object.fromEntries(Object.entries(datum).map(([key, inner]) => [key, asJavaScript(inner)])) : datum;
}

const isSingle = (datum: Datum): boolean => datum instanceof Float32Array;

/** What is passed: a rest parameter is spread where the called function has it too. */
function passed(fn: MarkedFunction, args: readonly Datum[], spreads: boolean): unknown[] {
  const params = fn.params.filter(param => !param.optional);
  return args.flatMap((arg, i): readonly unknown[] => (spreads && params[i]?.rest === true && Array.isArray(arg) ? arg as readonly unknown[] : [arg]));
}

/** What a generated function gave, and the seed or the directions it was given. */
export interface RunInNode {
  readonly fields: Readonly<Record<string, Datum>>;
  readonly seed: Datum;
  /** Parameters differentiated with respect to, and where they stand. */
  readonly wrt: readonly { readonly name: string; readonly i: number }[];
  /** One for each of `wrt`; for a `jvp` only. */
  readonly directions: readonly Datum[];
}

/** Runs one generated function at one point, and checks all but the derivative: value to the bit, arguments, repetition, `into`. */
export function runInNode(exports: Exports, { fn, kind, name, text }: GeneratedText, data: readonly Datum[]): RunInNode {
  const args = data.map(asJavaScript);
  const primal = (at: readonly Datum[]): Datum => call(exports, fn.name, passed(fn, structuredClone(at), true));
  const value = primal(args);
  const seed = kind === 'vjp' ? changed(value, (_, k) => spread(k)) : value;
  const named = (/wrt (.+?)\. source/.exec(text)?.[1] ?? '').split(', ');
  const wrt = fn.params.filter(param => !param.optional).map((param, i) => ({ name: param.name, i })).filter(({ name: param }) => named.includes(param));
  const directions = kind === 'jvp' ? wrt.map(({ i }) => changed(args[i] ?? 0, (_, k) => spread(k + i))) : [];
  const extra = kind === 'jvp' ? directions : kind === 'vjp' ? [seed] : [];
  const given = [...passed(fn, structuredClone(args), kind === 'gradient'), ...structuredClone(extra)];
  const before = structuredClone(given);
  const result = call(exports, name, given);
  assert.deepStrictEqual(given, before, `${name} leaves its arguments as they are`);
  const fields = result as Readonly<Record<string, Datum>>;
  assert.deepStrictEqual(fields['value'], value, `${name}: the value is that of ${fn.name}`);
  const kept = structuredClone(result);
  assert.deepStrictEqual(call(exports, name, given), kept, `${name}: the same again`);
  if (/\binto\?:|@param \{.*\} \[into\]/.test(text)) {
    const into = structuredClone(result);
    assert.equal(call(exports, name, [...given, into]), into, `${name} returns the result it was given`);
    assert.deepStrictEqual(into, kept, `${name}: the same into an earlier result`);
    assert.deepStrictEqual(given, before, `${name} leaves its arguments as they are`);
  }
  return { fields, seed, wrt, directions };
}

/** Checks one generated function at one point: what `runInNode` checks, and its derivative by central differences. */
export function checkInNode(exports: Exports, generated: GeneratedText, data: readonly Datum[]): void {
  const { fn, kind, name } = generated;
  const args = data.map(asJavaScript);
  const { fields, wrt, directions } = runInNode(exports, generated, args);
  const primal = (at: readonly Datum[]): Datum => call(exports, fn.name, passed(fn, structuredClone(at), true));
  const outputs = (at: readonly Datum[]): number => {
    const numbers = numbersOf(primal(at));
    return kind === 'gradient' ? numbers[0] ?? NaN : numbers.reduce((sum, y, k) => sum + y * (kind === 'vjp' ? spread(k) : spread(k + 1)), 0);
  };
  const difference = (move: (h: number) => readonly Datum[], single: boolean): { slope: number; tolerance: number } => {
    const h = single ? 2 ** -8 : 1e-5;
    return { slope: (outputs(move(h)) - outputs(move(-h))) / (2 * h), tolerance: single ? 5e-3 : 2e-5 };
  };
  const close = (found: number, expected: { slope: number; tolerance: number }, what: string): void => {
    assert.ok(Math.abs(found - expected.slope) <= expected.tolerance * (1 + Math.abs(found)), `${name}: ${what} is ${String(found)}, differences give ${String(expected.slope)}`);
  };
  if (kind === 'jvp') {
    const move = (h: number): readonly Datum[] => args.map((arg, i) => {
      const at = wrt.findIndex(each => each.i === i);
      const steps = at < 0 ? [] : numbersOf(directions[at] ?? 0);
      return changed(arg, (x, k) => x + h * (steps[k] ?? 0));
    });
    const dots = numbersOf(fields['dot'] ?? NaN);
    close(dots.reduce((sum, dot, k) => sum + dot * spread(k + 1), 0), difference(move, args.some(isSingle)), 'dot');
    return;
  }
  assert.ok(wrt.length > 0, `${name} has adjoints`);
  for (const { name: param, i } of wrt) {
    const adjoint = fields[adjointName(param)];
    assert.ok(adjoint !== undefined, `${name} has ${adjointName(param)}`);
    const arg = args[i] ?? 0;
    assert.equal(Object.prototype.toString.call(adjoint), Object.prototype.toString.call(arg), `${adjointName(param)} has the shape of ${param}`);
    numbersOf(adjoint).forEach((found, k) => {
      close(found, difference(h => args.map((each, j) => (j === i ? changed(each, (x, n) => (n === k ? x + h : x)) : each)), isSingle(arg)), `${adjointName(param)}[${String(k)}]`);
    });
  }
}

/** A seed for a function at a point, as text for `@at`. */
export function seedText(exports: Exports, fn: MarkedFunction, args: readonly Datum[]): string {
  const seed = changed(call(exports, fn.name, passed(fn, structuredClone(args), true)), (_, k) => spread(k));
  return JSON.stringify(seed, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value)).replace(/"([\p{ID_Start}_$][\p{ID_Continue}$]*)":/gu, '$1:');
}
