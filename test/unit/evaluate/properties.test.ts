/** Random straight-line programs: the machine against JavaScript, bit for bit; forward against reverse; the Hessian against its transpose. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { directional, hessianOf, numbersOf, outputAdjoints, tangents } from '../../../core/evaluate';
import { runText, traceText } from './programs';

const unary: readonly (readonly [string, (x: number) => number])[] = [
  ['neg', (x) => -x], ['sin', Math.sin], ['cos', Math.cos], ['tanh', Math.tanh], ['atan', Math.atan], ['exp', Math.exp], ['abs', Math.abs], ['sqrt', Math.sqrt],
  ['cbrt', Math.cbrt], ['log1p', Math.log1p], ['fround', Math.fround], ['floor', Math.floor],
];
const binary: readonly (readonly [string, (x: number, y: number) => number])[] = [
  ['add', (x, y) => x + y], ['sub', (x, y) => x - y], ['mul', (x, y) => x * y], ['div', (x, y) => x / y], ['max', (x, y) => Math.max(x, y)],
  ['min', (x, y) => Math.min(x, y)], ['hypot', (x, y) => Math.hypot(x, y)], ['atan2', Math.atan2], ['rem', (x, y) => x % y], ['pow', (x, y) => x ** y],
];

interface Step { readonly op: number; readonly a: number; readonly b: number }
interface Program { readonly steps: readonly Step[]; readonly inputs: readonly number[] }

const programs: fc.Arbitrary<Program> = fc.record({
  steps: fc.array(fc.record({ op: fc.nat(unary.length + binary.length - 1), a: fc.nat(1000), b: fc.nat(1000) }), { minLength: 1, maxLength: 14 }),
  // Of ordinary size: products that underflow have lost their bits in one order of multiplication and not in the other.
  inputs: fc.array(fc.integer({ min: -192, max: 192 }).map((k) => (k === 0 ? 1 : k) / 64 + 1e-3), { minLength: 3, maxLength: 3 }),
});

/** The program as IR text, and what JavaScript computes. */
function build({ steps, inputs }: Program): { readonly text: string; readonly value: number } {
  const lines = ['%k = const 1.5'];
  const names = ['%x', '%y', '%z', '%k'], values = [...inputs, 1.5];
  steps.forEach((step, i) => {
    const a = step.a % names.length, b = step.b % names.length;
    const x = values[a] ?? NaN, y = values[b] ?? NaN;
    const one = unary[step.op], two = binary[step.op - unary.length];
    if (one !== undefined) {
      lines.push(`%t${i} = ${one[0]} ${names[a] ?? ''}`);
      values.push(one[1](x));
    } else if (two !== undefined) {
      lines.push(`%t${i} = ${two[0]} ${names[a] ?? ''}, ${names[b] ?? ''}`);
      values.push(two[1](x, y));
    }
    names.push(`%t${i}`);
  });
  return { text: `func @f(%x: num, %y: num, %z: num) -> num {\n${lines.map((line) => `  ${line}\n`).join('')}  return ${names.at(-1) ?? ''}\n}`, value: values.at(-1) ?? NaN };
}

const largestFinite = (numbers: Float64Array): number => numbers.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);

describe('random programs', () => {
  it('have the bits of JavaScript, straight and traced', () => {
    fc.assert(fc.property(programs, (program) => {
      const { text, value } = build(program);
      assert.ok(Object.is(runText(text, program.inputs), value));
      assert.ok(Object.is(traceText(text, program.inputs).value, value));
    }), { numRuns: 400 });
  });

  it('have the same derivative forward and in reverse', () => {
    fc.assert(fc.property(programs, (program) => {
      const trace = traceText(build(program).text, program.inputs);
      const { bars } = outputAdjoints(trace, 0), direction = [0.3, -0.7, 1.1];
      const dots = tangents(trace.tape, direction);
      const [forward = NaN] = directional(trace, direction);
      const reverse = direction.reduce((sum, x, i) => sum + x * (bars[i + 1] ?? NaN), 0);
      // Terms may cancel at inner nodes, so the largest of them sets the scale.
      const scale = largestFinite(bars) * largestFinite(dots);
      assert.ok(Number.isNaN(forward - reverse) || Math.abs(forward - reverse) <= 1e-10 * scale, `${forward} ${reverse}`);
    }), { numRuns: 400 });
  });

  it('have symmetric Hessians', () => {
    fc.assert(fc.property(programs, (program) => {
      const trace = traceText(build(program).text, program.inputs);
      // The partial of x ** y in x is chosen to be 0 at y = 0, on the other side it is not: such points have no second derivative here.
      if (trace.tape.op.some((op, node) => op === 'pow' && trace.tape.given[(trace.tape.first[node] ?? 0) + 1] === 0)) return;
      const rows = hessianOf(trace);
      const size = Math.max(...numbersOf(rows).map(Math.abs));
      if (!Number.isFinite(size) || size > 1e12) return;
      rows.forEach((row, i) => row.forEach((entry, j) => assert.ok(Math.abs(entry - (rows[j]?.[i] ?? NaN)) <= 1e-8 * Math.max(1, size), `${i} ${j}`)));
    }), { numRuns: 400 });
  });
});
