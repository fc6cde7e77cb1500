/** Random programs: TypeScript text with points. Recursion is bounded. */
import type { Datum } from '../../core/evaluate';
import { Body, type Setting } from './body';
import type { Choices } from './choices';
import { arrayLength, expression, noNames, type ArrayName, type ArrayText, type Callee, type Names } from './expressions';
import type { FuzzCase } from './program';

const imported: readonly Callee[] = [
  { name: 'square', takes: 'numbers', arity: 1, type: 'number[]' },
  { name: 'blend', takes: 'numbers', arity: 2, type: 'number[]' },
  { name: 'blend', takes: 'numbers', arity: 3, type: 'number[]' },
];
const importedArrays: readonly ArrayName[] = [
  { text: 'TABLE', type: 'number[]', isConstant: true }, { text: 'COEFFICIENTS', type: 'Float64Array', isConstant: true },
];

type Result = 'number' | 'array' | 'record';
/** A last parameter besides the usual ones. */
type Extra = 'none' | 'second' | 'record' | 'flag' | 'indices' | 'rows' | 'points';

/** A program from decisions. Simple decisions make simple programs. `suffix` keeps programs in one file apart. */
export function generate(choices: Choices, suffix: string): FuzzCase {
  return new Program(choices, suffix).make();
}

class Program {
  private count = 0;
  private readonly parts: string[] = [];
  private readonly array: ArrayText;
  private callees: readonly Callee[];
  private constants: readonly ArrayName[];
  private numbers: readonly string[];
  private writing: Setting['writing'] = [];

  constructor(private readonly choices: Choices, private readonly suffix: string) {
    this.array = choices.pick<ArrayText>(['number[]', 'Float64Array', 'Float32Array']);
    const imports = choices.chance(30);
    this.callees = imports ? imported : [];
    this.constants = imports ? importedArrays : [];
    this.numbers = imports ? ['RATE'] : [];
  }

  private name(stem: string): string { return `${stem}${this.suffix}`; }

  private setting(more: Pick<Setting, 'counts' | 'loopDepth' | 'leave'>): Setting {
    return { choices: this.choices, fresh: prefix => `${prefix}${++this.count}`, array: this.array, writing: this.writing, ...more };
  }

  /** What can be seen from everywhere. */
  private names(): Names { return { ...noNames, numbers: this.numbers, arrays: this.constants, callees: this.callees }; }

  private helper(name: string, params: string, names: Names, resultType: 'number' | 'void'): void {
    const leave = resultType === 'void' ? null : (body: Body): string => `return ${body.expression(2)};`;
    const body = new Body(this.setting({ counts: [], loopDepth: 1, leave }), names);
    body.statements(this.choices.below(4));
    if (resultType === 'number') body.line(`return ${body.expression()};`);
    this.parts.push(`export function ${name}(${params}): ${resultType} {\n${body.text()}\n}`);
  }

  make(): FuzzCase {
    const { choices, array } = this;
    const b: ArrayName = { text: 'b', type: array, isConstant: false };
    if (choices.chance(25)) this.moduleConstants();
    if (choices.chance(35)) {
      this.helper(this.name('g'), 'u: number, v: number', { ...this.names(), numbers: ['u', 'v', ...this.numbers] }, 'number');
      this.know({ name: this.name('g'), takes: 'numbers', arity: 2, type: array });
    }
    if (choices.chance(35)) {
      this.helper(this.name('h'), `b: ${array}, u: number`, { ...this.names(), numbers: ['u', ...this.numbers], arrays: [b, ...this.constants] }, 'number');
      this.know({ name: this.name('h'), takes: 'array', arity: 1, type: array });
    }
    if (choices.chance(30)) {
      this.helper(this.name('w'), `b: ${array}, u: number`, { ...this.names(), numbers: ['u', ...this.numbers], arrays: [b, ...this.constants] }, 'void');
      this.writing = [...this.writing, { name: this.name('w'), type: array }];
    }
    if (choices.chance(30)) this.recursive(b);
    return this.root();
  }

  private know(callee: Callee): void { this.callees = [...this.callees, callee]; }

  private moduleConstants(): void {
    const { choices } = this;
    const number = (): string => String((choices.below(33) - 16) / 8);
    this.parts.push(`const C${this.suffix} = ${number()};`);
    this.parts.push(`const T${this.suffix} = [${number()}, ${number()}, ${number()}];`);
    this.numbers = [this.name('C'), ...this.numbers];
    this.constants = [{ text: this.name('T'), type: 'number[]', isConstant: true }, ...this.constants];
  }

  /** On numbers, or on an array that it changes. */
  private recursive(b: ArrayName): void {
    const { choices } = this;
    const e = (names: Names, depth: number): string => expression(choices, names, depth);
    const numbers: Names = { ...this.names(), numbers: ['u', ...this.numbers] };
    const r = this.name('r');
    if (choices.chance(60)) {
      this.parts.push(`export function ${r}(k: number, u: number): number {\n  if (k <= 0) return ${e(numbers, 2)};\n  return ${r}(k - 1, ${e(numbers, 2)}) * 0.5 + ${e(numbers, 1)};\n}`);
      this.know({ name: r, takes: 'count', arity: 1, type: 'number[]' });
      return;
    }
    const q = this.name('q');
    const names: Names = { ...numbers, arrays: [b, ...this.constants] };
    const step = `b[k % ${arrayLength}] ${choices.pick(['=', '+=', '-='])} ${e(names, 2)};`;
    if (choices.chance(50)) {
      this.parts.push(`export function ${q}(b: ${this.array}, u: number, k: number): void {\n  if (k <= 0) return;\n  ${step}\n  ${q}(b, ${e(names, 1)}, k - 1);\n  ${choices.chance(50) ? `b[0] += ${e(names, 1)};` : ''}\n}`);
      this.parts.push(`export function ${r}(b: ${this.array}, u: number): void { ${q}(b, u, 3); }`);
      this.writing = [...this.writing, { name: r, type: this.array }];
    } else {
      this.parts.push(`export function ${q}(b: ${this.array}, u: number, k: number): number {\n  ${step}\n  if (k <= 0) return ${e(names, 1)};\n  return ${e(names, 1)} + 0.5 * ${q}(b, ${e(names, 1)}, k - 1);\n}`);
      this.parts.push(`export function ${r}(b: ${this.array}, u: number): number { return ${q}(b, u, 2); }`);
      this.know({ name: r, takes: 'array', arity: 1, type: this.array });
    }
  }

  private root(): FuzzCase {
    const { choices, array } = this;
    const result = choices.pick<Result>(['number', 'number', 'number', 'number', 'array', 'record']);
    const more: Extra = choices.chance(25) ? choices.pick<Extra>(['second', 'record', 'flag', 'indices', 'rows', 'points']) : 'none';
    const names: Names = {
      ...this.names(), numbers: ['x', 'y', ...(more === 'record' ? ['o.re', 'o.im'] : []), ...(more === 'points' ? ['ps[0].x', 'ps[1].y', 'ps[1].x'] : []), ...this.numbers],
      arrays: [{ text: 'a', type: array, isConstant: false }, ...(more === 'second' ? [{ text: 'c', type: array, isConstant: false }] : []), ...(more === 'rows' ? [{ text: 'm[0]', type: 'number[]', isConstant: false }, { text: 'm[1]', type: 'number[]', isConstant: false }] as const : []), ...this.constants],
      indices: more === 'indices' ? ['q'] : [], booleans: more === 'flag' ? ['flag'] : [],
    };
    const value = (body: Body, depth: number): string => {
      switch (result) {
        case 'number': return body.expression(depth);
        case 'array': return body.arrayResult() ?? 'a';
        case 'record': return `{ value: ${body.expression(1)}, list: ${body.arrayResult() ?? 'a'} }`;
      }
    };
    const body = new Body(this.setting({ counts: ['n', 'a.length'], loopDepth: 2, leave: inside => `return ${value(inside, 2)};` }), names);
    body.line('let count = 0;');
    body.line('for (let i = 0; i < n; i++) count += a[i];');
    body.line('y += count;');
    body.statements(3 + choices.below(6));
    body.line(`return ${value(body, 3)};`);
    const types = { number: 'number', array, record: `{ value: number; list: ${array} }` };
    const extra = { none: '', second: `, c: ${array}`, record: ', o: { re: number; im: number }', flag: ', flag: boolean', indices: ', q: Int32Array', rows: ', m: number[][]', points: ', ps: { x: number; y: number }[]' };
    this.parts.push(`export function ${this.name('f')}(x: number, y: number, a: ${array}, n: number${extra[more]}): ${types[result]} {\n${body.text()}\n}`);
    const name: readonly string[] = { none: [], second: ['c'], record: ['o'], flag: ['flag'], indices: ['q'], rows: ['m'], points: ['ps'] }[more];
    const point = (): readonly Datum[] => [this.number(), this.number(), this.list(), choices.below(arrayLength + 1), ...this.extra(more)];
    return {
      source: `${this.parts.join('\n\n')}\n`, root: this.name('f'), params: ['x', 'y', 'a', 'n', ...name],
      real: ['x', 'y', 'a', ...(more === 'flag' || more === 'indices' ? [] : name)], points: [point(), point()],
    };
  }

  private number(): number {
    const { choices } = this;
    return choices.pick([0.5, 1, -0.75, 2, 1.25, -1.5, 0.3, 0, -2.5]) + (choices.chance(70) ? choices.below(1000) / 4096 : 0);
  }

  private list(): Datum {
    const elements = [this.number(), this.number(), this.number()];
    switch (this.array) {
      case 'number[]': return elements;
      case 'Float64Array': return Float64Array.from(elements);
      case 'Float32Array': return Float32Array.from(elements);
    }
  }

  private extra(more: Extra): readonly Datum[] {
    const { choices } = this;
    switch (more) {
      case 'none': return [];
      case 'second': return [this.list()];
      case 'record': return [{ re: this.number(), im: this.number() }];
      case 'flag': return [choices.chance(50)];
      case 'rows': return [[[this.number(), this.number(), this.number()], [this.number(), this.number(), this.number()]]];
      case 'points': return [[{ x: this.number(), y: this.number() }, { x: this.number(), y: this.number() }]];
      case 'indices': return [Int32Array.of(choices.below(3), choices.below(3), choices.below(3))];
    }
  }
}
