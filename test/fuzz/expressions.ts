/** Random expressions as TypeScript text. Every array has at least `arrayLength` elements, so indices below that are in range. */
import type { Choices } from './choices';

export const arrayLength = 3;

export type ArrayText = 'number[]' | 'Float64Array' | 'Float32Array';

/** An array of reals. `text` is a name or what stands before an index: `m[0]`. */
export interface ArrayName { readonly text: string; readonly type: ArrayText; readonly isConstant: boolean }

/** A function of the file, of the library or a local one; what it takes besides numbers comes first. */
export interface Callee { readonly name: string; readonly takes: 'numbers' | 'array' | 'count'; readonly arity: number; readonly type: ArrayText }

/** What is in scope. Counters are integers from 0 to `arrayLength - 1` that only their loop writes. */
export interface Names {
  readonly numbers: readonly string[];
  readonly counters: readonly string[];
  readonly arrays: readonly ArrayName[];
  /** Arrays of indices. */
  readonly indices: readonly string[];
  readonly booleans: readonly string[];
  readonly callees: readonly Callee[];
}

export const noNames: Names = { numbers: [], counters: [], arrays: [], indices: [], booleans: [], callees: [] };

const literals = ['1', '2', '0.5', '0', '-1', '1.5', '0.25', '3', '-0.75', '10'] as const;

const pickFrom = (choices: Choices, names: readonly string[]): string => names[choices.below(names.length)] ?? '1';

/** An index in range. */
export function index(choices: Choices, names: Names): string {
  if (names.indices.length > 0 && choices.chance(15)) return `${pickFrom(choices, names.indices)}[${plainIndex(choices, names)}]`;
  return plainIndex(choices, names);
}

function plainIndex(choices: Choices, names: Names): string {
  if (names.counters.length === 0 || choices.chance(30)) return String(choices.below(arrayLength));
  const counter = pickFrom(choices, names.counters);
  return choices.pick([
    counter, `(${counter} + 1) % ${arrayLength}`, `${arrayLength - 1} - ${counter}`, `(${counter} * 2 + 1) % ${arrayLength}`,
    `${counter} & 1`, `(${counter} ^ 1) % ${arrayLength}`, `${counter} >> 1`, `(${counter} << 1 | 1) % ${arrayLength}`, `Math.min(${counter}, 1)`,
  ]);
}

export function element(choices: Choices, names: Names): string | null {
  const array = names.arrays[choices.below(Math.max(names.arrays.length, 1))];
  return array === undefined ? null : `${array.text}[${index(choices, names)}]`;
}

/** A small expression: a literal, a variable or an element. */
function leaf(choices: Choices, names: Names): string {
  switch (choices.below(5)) {
    case 0: case 1: return pickFrom(choices, names.numbers);
    case 2: return choices.pick([...literals]);
    case 3: return element(choices, names) ?? pickFrom(choices, names.numbers);
    default: return names.counters.length === 0 ? pickFrom(choices, names.numbers) : pickFrom(choices, names.counters);
  }
}

export function expression(choices: Choices, names: Names, depth: number): string {
  if (depth <= 0 || choices.isExhausted) return leaf(choices, names);
  const e = (): string => expression(choices, names, depth - 1);
  switch (choices.below(24)) {
    case 0: case 1: return leaf(choices, names);
    case 2: case 3: return `(${e()} + ${e()})`;
    case 4: case 5: return `(${e()} - ${e()})`;
    case 6: case 7: case 8: return `(${e()} * ${e()})`;
    case 9: { const divisor = e(); return `(${e()} / (1.5 + ${divisor} * ${divisor}))`; }
    case 10: return `-${operand(e())}`;
    case 11: return `Math.${choices.pick(['sin', 'cos', 'tanh', 'atan', 'asinh', 'expm1'])}(${e()})`;
    case 12: return `Math.exp(Math.sin(${e()}))`;
    case 13: { const inner = e(); return `Math.${choices.pick(['sqrt', 'log', 'log1p', 'cbrt', 'log2'])}(1 + ${operand(inner)} ** 2)`; }
    case 14: return `Math.${choices.pick(['max', 'min'])}(${e()}, ${e()}${choices.chance(20) ? `, ${e()}` : ''})`;
    case 15: return `Math.abs(${e()})`;
    case 16: return choices.chance(30) ? `Math.pow(${e()}, ${choices.pick(['2', '3', '0'])})` : `${operand(e())} ** ${choices.pick(['2', '3', '1', '0'])}`;
    case 17: return choices.chance(20) ? `Math.hypot(${e()}, ${e()}, ${e()})` : `Math.${choices.pick(['hypot', 'atan2'])}(${e()}, ${e()})`;
    case 18: return `(${condition(choices, names, depth - 1)} ? ${e()} : ${e()})`;
    case 19: case 20: case 21: return call(choices, names, e) ?? e();
    // Without the term a comparison with an integer would make what is in it discrete.
    case 22: return `(${e()} % ${choices.pick(['2', '1.5', '0.75'])} + 0.125)`;
    default: return edge(choices, e);
  }
}

/** A call of something in scope. */
export function call(choices: Choices, names: Names, e: () => string): string | null {
  const callee = names.callees[choices.below(Math.max(names.callees.length, 1))];
  if (callee === undefined) return null;
  const numbers = Array.from({ length: callee.arity }, e);
  switch (callee.takes) {
    case 'numbers': return `${callee.name}(${numbers.join(', ')})`;
    case 'count': return `${callee.name}(${[String(choices.below(4)), ...numbers].join(', ')})`;
    case 'array': {
      const fitting = names.arrays.filter(array => array.type === callee.type && !array.isConstant);
      const array = fitting[choices.below(Math.max(fitting.length, 1))];
      return array === undefined ? null : `${callee.name}(${[array.text, ...numbers].join(', ')})`;
    }
  }
}

/** Expressions that can leave their domain or lie on an edge of it. */
function edge(choices: Choices, e: () => string): string {
  if (!choices.chance(25)) return `Math.sin(${e()})`;
  switch (choices.below(9)) {
    case 0: return `Math.sqrt(${e()})`;
    case 1: return `(${e()} / ${operand(e())})`;
    case 2: return `Math.log(${e()})`;
    case 3: return `${operand(e())} ** ${operand(e())}`;
    case 4: return `Math.${choices.pick(['floor', 'round', 'ceil', 'trunc', 'sign'])}(${e()})`;
    case 5: return `Math.fround(${e()})`;
    case 6: return `Math.${choices.pick(['acos', 'asin', 'acosh', 'atanh'])}(${e()})`;
    case 7: return `${operand(e())} ** ${choices.pick(['0.5', '-1', '1.5', '-2'])}`;
    default: return `Math.${choices.pick(['exp', 'cosh', 'sinh', 'tan', 'log10'])}(${e()})`;
  }
}

/** A negative number or a minus in front of `**` is no TypeScript. */
const operand = (text: string): string => (/^[\w.[\]]+$/.test(text) ? text : `(${text})`);

export function condition(choices: Choices, names: Names, depth: number): string {
  const e = (): string => expression(choices, names, Math.min(depth, 1));
  switch (choices.below(9)) {
    case 0: case 1: case 2: return `${e()} < ${e()}`;
    case 3: return `${e()} >= ${e()}`;
    case 4: return names.counters.length === 0 ? `${e()} > 0` : choices.pick([`${pickFrom(choices, names.counters)} % 2 === 0`, `(${pickFrom(choices, names.counters)} & 1) !== 0`]);
    case 5: return depth <= 0 ? `${e()} <= ${e()}` : `(${condition(choices, names, depth - 1)} && ${condition(choices, names, depth - 1)})`;
    case 6: return depth <= 0 ? `${e()} > ${e()}` : `(${condition(choices, names, depth - 1)} || ${condition(choices, names, depth - 1)})`;
    case 7: return names.booleans.length === 0 ? `${e()} > ${e()}` : pickFrom(choices, names.booleans);
    default: return `!(${condition(choices, names, depth - 1)})`;
  }
}
