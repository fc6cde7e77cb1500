/**
 * Standard test functions (DiffTests.jl; GradBench; Moré, Garbow and Hillstrom 1981) against derivatives worked out by hand, at their
 * standard points and at two more: the trace's derivatives, generated code run by Node, second derivatives, operations counted.
 * `UPDATE=1` rewrites the table of operations and the page of gradients.
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { evaluatePoint, finish, hessianOf, interpret, jacobian, numbersOf, targetOf, type Datum, type Target, type Trace } from '../../../core/evaluate';
import type { MarkedFunction } from '../../../core/frontend';
import type { Module } from '../../../core/ir/module';
import { pointArguments } from '../../../core/generate/generate';
import { derivativeRoot, derivedOf } from '../ad/derivatives';
import { complaints } from '../backend/execute';
import type { GeneratedText } from '../generate/corpusFile';
import { changed, runInNode } from '../generate/execution';
import { assertGolden } from '../golden';
import { arrays, matrices, numbers, vectors } from './difftests';
import { evaluatedOnly, standardFile, standardFiles, standardFolder, type StandardFile } from './files';
import { gradbench } from './gradbench';
import { at, dot, type Formula, type Known } from './known';
import { minimization } from './minimization';
import { nested } from './nested';
import { space } from './space';

const formulas: Readonly<Record<string, Readonly<Record<string, Formula>>>> = {
  'difftests/numbers.ts': numbers, 'difftests/vectors.ts': vectors, 'difftests/arrays.ts': arrays, 'difftests/matrices.ts': matrices,
  gradbench: { ...gradbench, ...space, ...nested }, minimization,
};
const formulaOf = (file: string, name: string): Formula | undefined => (formulas[file] ?? formulas[path.posix.dirname(file)])?.[name];

/** Gradients that are read as text. */
const shown: readonly string[] = ['rosenbrock1', 'ackley', 'scaledByFirst', 'llsq', 'lse', 'kmeans', 'ode', 'lstm', 'wood', 'helicalValley', 'osborne1', 'penalty1', 'potential'];

/** A point near another, the same each time: only the numbers that are differentiated move. */
function near(args: readonly Datum[], isReal: (i: number) => boolean, k: number): readonly Datum[] {
  let count = 0;
  return args.map((arg, i) => (isReal(i) ? changed(arg, x => {
    const shift = Math.sin(12.9898 * ++count + 7.1 * k);
    return x * (1 + 0.04 * shift) + 0.03 * Math.cos(5.3 * count + k);
  }) : arg));
}

/** Numbers against numbers, relative to the largest: hand formulas and derivatives round differently. */
function close(what: string, found: readonly number[], expected: readonly number[], scale: number, tolerance = 1e-10): void {
  assert.equal(found.length, expected.length, what);
  found.forEach((x, i) => {
    assert.ok(Math.abs(x - at(expected, i)) <= tolerance * scale, `${what} [${String(i)}]: found ${String(x)}, by hand ${String(at(expected, i))}`);
  });
}

const largest = (...x: readonly number[]): number => x.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-5);

class Subject {
  readonly target: Target;
  private readonly real: ReadonlySet<number>;

  constructor(readonly file: StandardFile, readonly fn: MarkedFunction, readonly formula: Formula) {
    assert.ok(fn.lowered !== null, fn.diagnostics.map(({ message }) => message).join('\n'));
    this.target = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
    this.real = new Set(fn.params.flatMap((param, i) => (this.target.wrt.includes(param.name) ? [i] : [])));
  }

  points(): readonly (readonly Datum[])[] {
    const standard = pointArguments(this.fn);
    assert.ok(standard.length > 0, 'there is a point');
    // Newton's method does not arrive from everywhere.
    if (evaluatedOnly.has(this.fn.name)) return standard;
    return standard.flatMap(args => [args, near(args, i => this.real.has(i), 1), near(args, i => this.real.has(i), 2)]);
  }

  known(args: readonly Datum[]): Known {
    const side = (real: boolean): readonly number[][] => args.filter((_, i) => this.real.has(i) === real).map(arg => numbersOf(arg));
    return this.formula(side(true).flat(), side(false));
  }

  trace(args: readonly Datum[]): Trace {
    const point = finish(evaluatePoint(this.target, args, { oneSidedOperations: 0 }));
    assert.ok(point.ok, point.ok ? '' : point.fault.message);
    return point.trace;
  }

  evaluated(args: readonly Datum[]): void {
    const known = this.known(args);
    const trace = this.trace(args);
    if (known.value !== undefined) close('value', numbersOf(trace.value), known.value, largest(...known.value, 1), known.tolerance);
    const rows = jacobian(trace).map(row => numbersOf(Object.values(row)));
    assert.equal(rows.length, known.rows.length, 'numbers of the result');
    rows.forEach((row, k) => { close(`∂[${String(k)}]`, row, at(known.rows, k), largest(...known.rows.flat()), known.tolerance); });
    if (known.hessian !== undefined) close('second derivatives', hessianOf(trace).flat(), known.hessian.flat(), largest(...known.hessian.flat()));
  }

  generated(text: GeneratedText, args: readonly Datum[]): void {
    const { rows } = this.known(args);
    const { fields, seed, directions } = runInNode(this.file.exports, text, args);
    const found = numbersOf(Object.entries(fields).flatMap(([field, datum]) => (field === 'value' ? [] : [datum])));
    if (text.kind === 'jvp') {
      const direction = numbersOf(directions);
      close('dot', found, rows.map(row => dot(row, direction)), largest(...rows.flat(), ...direction));
      return;
    }
    const weights = text.kind === 'gradient' ? [1] : numbersOf(seed);
    close(text.kind, found, at(rows, 0).map((_, j) => dot(weights, rows.map(row => at(row, j)))), largest(...rows.flat()) * largest(...weights));
  }

  /** Operations of value and gradient, and of the value alone, at the first point. */
  operations(): { readonly primal: number; readonly gradient: number } {
    const args = at(this.points(), 0);
    return { primal: operationsOf(this.target.module, this.target.root, args), gradient: operationsOf(derivedOf(this.target, 'gradient').module, derivativeRoot, args) };
  }
}

function operationsOf(module: Module, root: string, args: readonly Datum[]): number {
  const run = finish(interpret(module, root, args));
  assert.ok(run.ok, run.ok ? '' : run.fault.message);
  return run.operations;
}

describe('standard test functions', function () {
  this.timeout(120_000);
  const texts = new Map<string, string>();
  const ratios: string[] = [];
  const pages: string[] = [];

  for (const name of standardFiles) {
    describe(name, () => {
      let subjects: readonly Subject[] = [];
      let file: StandardFile | null = null;
      const each = (check: (subject: Subject) => void): void => {
        assert.ok(subjects.length > 0);
        const failures = subjects.flatMap(subject => { try { check(subject); return []; } catch (error) { return [`${subject.fn.name}: ${error instanceof Error ? error.message : String(error)}`]; } });
        assert.ok(failures.length === 0, `\n${failures.join('\n')}`);
      };
      before(() => {
        file = standardFile(name);
        texts.set(`/texts/${name.replaceAll('/', '-')}`, file.text);
        const made = file;
        subjects = made.functions.flatMap(fn => { const formula = formulaOf(name, fn.name); return formula === undefined ? [] : [new Subject(made, fn, formula)]; });
      });
      it('all functions are derived', () => {
        const unknown = file?.functions.filter(fn => formulaOf(name, fn.name) === undefined) ?? [];
        assert.deepEqual(unknown.map(fn => fn.name), []);
        assert.deepEqual(file?.corpus.refused.map(({ fn, kind, messages }) => `${fn.name} ${kind}: ${messages.join('; ')}`), []);
      });
      it('values and derivatives of the trace', () => { each(subject => { for (const args of subject.points()) subject.evaluated(args); }); });
      it('generated code in Node', () => {
        each(subject => {
          if (evaluatedOnly.has(subject.fn.name)) return;
          const own = file?.corpus.generated.filter(text => text.fn.name === subject.fn.name) ?? [];
          assert.ok(own.length >= 2, 'there is generated code');
          for (const text of own) for (const args of subject.points()) subject.generated(text, args);
        });
      });
      it('operations', () => {
        each(subject => {
          if (subject.fn.resultType?.kind !== 'num' || evaluatedOnly.has(subject.fn.name)) return;
          const { primal, gradient } = subject.operations();
          assert.ok(gradient <= 5 * primal, `${String(gradient)} operations for ${String(primal)}`);
          ratios.push(`${`${name.replace('.ts', '')} ${subject.fn.name}`.padEnd(48)}${String(primal).padStart(8)}${String(gradient).padStart(10)}${(gradient / primal).toFixed(2).padStart(8)}`);
        });
      });
      after(() => {
        for (const text of file?.corpus.generated ?? []) {
          const kind = text.fn.resultType?.kind === 'num' ? 'gradient' : 'vjp';
          if (shown.includes(text.fn.name) && text.kind === kind && !(text.fn.name === 'kmeans' && name !== 'gradbench/kmeans.ts')) pages.push(`## ${text.fn.name}\n\n\`\`\`ts\n${text.text.trimEnd()}\n\`\`\`\n`);
        }
      });
    });
  }

  describe('all together', () => {
    it('generated code compiles under strict settings, without unused names', () => { assert.deepEqual(complaints(texts), []); });
    it('costs what the table says', () => {
      const head = `${'function'.padEnd(48)}${'value'.padStart(8)}${'gradient'.padStart(10)}${'ratio'.padStart(8)}`;
      assertGolden(path.join(standardFolder, 'operations.expect.txt'), `${[head, ...ratios].join('\n')}\n`);
    });
    it('reads as expected', () => {
      assert.equal(pages.length, shown.length);
      assertGolden(path.join(standardFolder, 'gradients.expect.md'), `# Generated code of some standard functions\n\n${pages.join('\n')}`);
    });
  });
});
