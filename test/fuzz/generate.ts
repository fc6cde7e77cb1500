/** Random programs: TypeScript text with points. Every loop ends, recursion is bounded, indices are in range. */
import type { Datum } from '../../core/evaluate';
import type { Choices } from './choices';
import { arrayLength, condition, expression, index, type Names } from './expressions';
import type { FuzzCase } from './program';

type ArrayText = 'number[]' | 'Float64Array' | 'Float32Array';

/** Statements of one function; `names` grows with declarations and shrinks at the end of blocks. */
class Body {
  private readonly lines: string[] = [];
  private names: Names;
  private mutable: readonly string[] = [];
  private growing: readonly string[] = [];
  private depth = 1;
  private loops = 0;

  constructor(
    private readonly choices: Choices, names: Names, private readonly array: ArrayText, private readonly fresh: (prefix: string) => string,
    private readonly counts: readonly string[], private readonly loopDepth: number,
  ) {
    this.names = names;
  }

  text(): string { return this.lines.join('\n'); }

  private line(text: string): void { this.lines.push('  '.repeat(this.depth) + text); }

  expression(depth = 3): string { return expression(this.choices, this.names, depth); }

  statements(count: number): void {
    for (let i = 0; i < count && !this.choices.isExhausted; i++) this.statement();
  }

  finish(): void { this.line(`return ${this.expression()};`); }

  private block(header: string, inside: () => void, end = '}'): void {
    const { names, mutable, growing } = this;
    this.line(header);
    this.depth++;
    inside();
    this.depth--;
    Object.assign(this, { names, mutable, growing });
    this.line(end);
  }

  private declareNumber(init: string): void {
    const name = this.fresh('v');
    this.line(`let ${name} = ${init};`);
    this.names = { ...this.names, numbers: [name, ...this.names.numbers] };
    this.mutable = [name, ...this.mutable];
  }

  private one(names: readonly string[]): string | null { return names.length === 0 ? null : names[this.choices.below(names.length)] ?? null; }

  private statement(): void {
    const { choices } = this;
    const nested = this.depth < 4;
    const variable = this.one(this.mutable);
    const array = this.one(this.names.arrays);
    switch (choices.below(20)) {
      case 0: case 1: this.declareNumber(this.expression()); return;
      case 2: if (variable !== null) this.line(`${variable} = ${this.expression()};`); return;
      case 3: case 4: if (variable !== null) this.line(`${variable} ${choices.pick(['+=', '-='])} ${this.expression(2)};`); return;
      case 5: if (variable !== null) this.line(`${variable} *= Math.cos(${this.expression(1)});`); return;
      case 6: case 7: if (array !== null) this.line(`${array}[${index(choices, this.names)}] = ${this.expression(2)};`); return;
      case 8: if (array !== null) this.line(`${array}[${index(choices, this.names)}] ${choices.pick(['+=', '-='])} ${this.expression(2)};`); return;
      case 9: case 10: if (nested) this.branch(); return;
      case 11: case 12: if (nested && this.loops < this.loopDepth) this.loop(); return;
      case 13: if (nested && this.loops < this.loopDepth && array !== null) this.forOf(array); return;
      case 14: if (nested && this.loops < this.loopDepth) this.labelled(); return;
      case 15: this.newArray(); return;
      case 16: if (array !== null) this.alias(array); return;
      case 17: if (nested) this.switch(); return;
      case 18: {
        const growing = this.one(this.growing);
        if (growing !== null) this.line(`${growing}.push(${this.expression(2)});`);
        else if (array !== null && choices.chance(30)) this.line(`${array}.fill(${this.expression(2)});`);
        return;
      }
      default: if (nested && choices.chance(40)) this.block(`if (${condition(choices, this.names, 1)}) {`, () => { this.line(`return ${this.expression(2)};`); }); return;
    }
  }

  private few(): void { this.statements(1 + this.choices.below(3)); }

  private branch(): void {
    const hasElse = this.choices.chance(50);
    this.block(`if (${condition(this.choices, this.names, 2)}) {`, () => { this.few(); }, hasElse ? '} else {' : '}');
    if (!hasElse) return;
    this.lines.pop();
    this.block('} else {', () => { this.few(); });
  }

  private inLoop(counter: string | null, inside: () => void): () => void {
    return () => {
      this.loops++;
      if (counter !== null) this.names = { ...this.names, counters: [counter, ...this.names.counters] };
      inside();
      this.loops--;
    };
  }

  private loop(): void {
    const { choices } = this;
    const i = this.fresh('i');
    const bound = choices.pick([String(arrayLength), '2', ...this.counts]);
    const exit = (): void => {
      if (choices.chance(20)) this.line(`if (${condition(choices, this.names, 1)}) ${choices.pick(['break', 'continue'])};`);
    };
    switch (choices.below(4)) {
      case 0: case 1:
        this.block(`for (let ${i} = 0; ${i} < ${bound}; ${i}++) {`, this.inLoop(i, () => { exit(); this.few(); }));
        return;
      case 2:
        this.block(`for (let ${i} = ${arrayLength - 1}; ${i} >= 0; ${i}--) {`, this.inLoop(i, () => { this.few(); exit(); }));
        return;
      default:
        this.line(`let ${i} = 0;`);
        if (choices.chance(50)) {
          this.block(`while (${i} < ${bound} && ${condition(choices, this.names, 1)}) {`, this.inLoop(i, () => { this.few(); this.line(`${i}++;`); }));
        } else {
          this.block('do {', this.inLoop(i, () => { this.few(); this.line(`${i} += 1;`); }), `} while (${i} < ${bound});`);
        }
    }
  }

  private forOf(array: string): void {
    const item = this.fresh('v');
    // An array that grows while it is iterated over need not end.
    const growing = this.growing;
    this.block(`for (const ${item} of ${array}) {`, this.inLoop(null, () => {
      this.growing = [];
      this.names = { ...this.names, numbers: [item, ...this.names.numbers] };
      this.few();
    }));
    this.growing = growing;
  }

  private labelled(): void {
    const { choices } = this;
    const label = this.fresh('outer');
    const i = this.fresh('i'), j = this.fresh('i');
    this.block(`${label}: for (let ${i} = 0; ${i} < ${arrayLength}; ${i}++) {`, this.inLoop(i, () => {
      this.block(`for (let ${j} = 0; ${j} < ${arrayLength}; ${j}++) {`, this.inLoop(j, () => {
        this.few();
        this.line(`if (${condition(choices, this.names, 1)}) ${choices.pick(['continue', 'break'])} ${label};`);
        this.few();
      }));
    }));
  }

  private switch(): void {
    const counter = this.one(this.names.counters);
    if (counter === null) return;
    this.block(`switch (${counter}) {`, () => {
      this.block('case 0: {', () => { this.few(); if (this.choices.chance(70)) this.line('break;'); });
      this.block('case 1: {', () => { this.few(); this.line('break;'); });
      if (this.choices.chance(50)) this.block('default: {', () => { this.few(); });
    });
  }

  private newArray(): void {
    const name = this.fresh('a');
    const elements = Array.from({ length: arrayLength }, () => this.expression(1));
    const made = this.array === 'number[]'
      ? this.choices.pick([`[${elements.join(', ')}]`, `new Array<number>(${arrayLength}).fill(${elements[0] ?? '0'})`])
      : `new ${this.array}(${arrayLength})`;
    this.line(`const ${name}: ${this.array} = ${made};`);
    this.names = { ...this.names, arrays: [name, ...this.names.arrays] };
    if (this.array === 'number[]') this.growing = [name, ...this.growing];
  }

  /** A second name, or two names that change places. */
  private alias(array: string): void {
    const other = this.one(this.names.arrays) ?? array;
    const a = this.fresh('a'), b = this.fresh('a');
    if (this.choices.chance(60)) {
      this.line(`let ${a} = ${array};`);
      this.line(`let ${b} = ${other};`);
      this.names = { ...this.names, arrays: [a, b, ...this.names.arrays] };
      const i = this.fresh('i');
      this.block(`for (let ${i} = 0; ${i} < ${arrayLength}; ${i}++) {`, this.inLoop(i, () => {
        this.few();
        const t = this.fresh('t');
        this.line(`const ${t} = ${a};`);
        this.line(`${a} = ${b};`);
        this.line(`${b} = ${t};`);
      }));
    } else {
      this.line(`const ${a} = ${array};`);
      this.names = { ...this.names, arrays: [a, ...this.names.arrays] };
    }
  }
}

/** A program from decisions. Simple decisions make simple programs. */
export function generate(choices: Choices, suffix: string): FuzzCase {
  let count = 0;
  const fresh = (prefix: string): string => `${prefix}${++count}`;
  const array = choices.pick<ArrayText>(['number[]', 'Float64Array', 'Float32Array']);
  const helpers: { numbers: string[]; arrays: string[]; recursive: string[] } = { numbers: [], arrays: [], recursive: [] };
  const parts: string[] = [];
  const func = (name: string, params: string, names: Names, size: number, counts: readonly string[] = [], first = ''): void => {
    const body = new Body(choices, names, array, fresh, counts, name === 'f' ? 2 : 1);
    body.statements(size);
    body.finish();
    parts.push(`export function ${name}${suffix}(${params}): number {\n${first}${body.text()}\n}`);
  };
  const none = { numbers: [], counters: [], arrays: [] };
  const known = (): Names['helpers'] => ({ numbers: [...helpers.numbers], arrays: [...helpers.arrays], recursive: [...helpers.recursive] });
  if (choices.chance(40)) {
    func('g', 'u: number, v: number', { ...none, numbers: ['u', 'v'], helpers: known() }, choices.below(4));
    helpers.numbers.push(`g${suffix}`);
  }
  if (choices.chance(40)) {
    func('h', `b: ${array}, u: number`, { ...none, numbers: ['u'], arrays: ['b'], helpers: known() }, choices.below(4));
    helpers.arrays.push(`h${suffix}`);
  }
  if (choices.chance(30)) {
    const names: Names = { ...none, numbers: ['u'], helpers: known() };
    const inner = expression(choices, names, 2);
    parts.push(`export function r${suffix}(k: number, u: number): number {\n  if (k <= 0) return ${expression(choices, names, 2)};\n  return r${suffix}(k - 1, ${inner}) * 0.5 + ${expression(choices, names, 1)};\n}`);
    helpers.recursive.push(`r${suffix}`);
  }
  func('f', `x: number, y: number, a: ${array}, n: number`, { numbers: ['x', 'y'], counters: [], arrays: ['a'], helpers: known() }, 3 + choices.below(6), ['n'],
    `  let count = 0;\n  for (let i = 0; i < n; i++) count += a[i];\n  y += count;\n`);
  const number = (): number => choices.pick([0.5, 1, -0.75, 2, 1.25, -1.5, 0.3, 0, -2.5]) + (choices.chance(70) ? choices.below(1000) / 4096 : 0);
  const point = (): readonly Datum[] => [number(), number(), arrayOf(array, [number(), number(), number()]), choices.below(arrayLength + 1)];
  return { source: `${parts.join('\n\n')}\n`, root: `f${suffix}`, params: ['x', 'y', 'a', 'n'], real: ['x', 'y', 'a'], points: [point(), point()] };
}

function arrayOf(type: ArrayText, elements: readonly number[]): Datum {
  switch (type) {
    case 'number[]': return elements;
    case 'Float64Array': return Float64Array.from(elements);
    case 'Float32Array': return Float32Array.from(elements);
  }
}
