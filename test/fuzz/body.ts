/** Random statements of one function. Every loop ends, indices are in range. */
import type { Choices } from './choices';
import { data, rows } from './data';
import { arrayLength, call, condition, element, expression, index, type ArrayName, type ArrayText, type Names } from './expressions';
import { form } from './forms';
import { arrayMethod } from './methods';
import type { Mutable, Room } from './room';
import { structure } from './structures';

export interface Setting {
  readonly choices: Choices;
  readonly fresh: (prefix: string) => string;
  /** The type most arrays have. */
  readonly array: ArrayText;
  /** Names of bounds of loops. */
  readonly counts: readonly string[];
  readonly loopDepth: number;
  readonly writing: Mutable['writing'];
  /** The text of `return` in the middle; null: the function returns nothing. */
  readonly leave: ((body: Body) => string) | null;
}

export class Body implements Room {
  private readonly lines: string[] = [];
  private mutable: Mutable;
  private depth = 1;
  private loops = 0;
  /** Inside a local function: `return`, `break` and `continue` would mean something else. */
  private isLocal = false;

  constructor(private readonly setting: Setting, public names: Names) {
    this.mutable = { numbers: [], growing: [], doing: [], writing: setting.writing };
  }

  get choices(): Choices { return this.setting.choices; }

  get changeable(): readonly string[] { return this.mutable.numbers; }

  fresh(prefix: string): string { return this.setting.fresh(prefix); }

  text(): string { return this.lines.join('\n'); }

  line(text: string): void { this.lines.push('  '.repeat(this.depth) + text); }

  expression(depth = 3): string { return expression(this.choices, this.names, depth); }

  statements(count: number): void {
    for (let i = 0; i < count && !this.choices.isExhausted; i++) this.statement();
  }

  /** An array to be returned, of the usual type. */
  arrayResult(): string | null { return this.one(this.names.arrays.filter(array => array.type === this.setting.array && !array.isConstant))?.text ?? null; }

  private block(header: string, inside: () => void, end = '}'): void {
    const { names, mutable } = this;
    this.line(header);
    this.depth++;
    inside();
    this.depth--;
    this.names = names;
    this.mutable = mutable;
    this.line(end);
  }

  know(more: Partial<Names>): void {
    const own = this.names;
    this.names = {
      numbers: [...more.numbers ?? [], ...own.numbers], counters: [...more.counters ?? [], ...own.counters], arrays: [...more.arrays ?? [], ...own.arrays],
      indices: [...more.indices ?? [], ...own.indices], booleans: [...more.booleans ?? [], ...own.booleans], callees: [...more.callees ?? [], ...own.callees],
    };
  }

  canChange(more: Partial<Mutable>): void {
    const own = this.mutable;
    this.mutable = {
      numbers: [...more.numbers ?? [], ...own.numbers], growing: [...more.growing ?? [], ...own.growing],
      doing: [...more.doing ?? [], ...own.doing], writing: [...more.writing ?? [], ...own.writing],
    };
  }

  within(more: Partial<Names>, make: () => string): string {
    const { names } = this;
    this.know(more);
    const made = make();
    this.names = names;
    return made;
  }

  private declareNumber(init: string): void {
    const name = this.setting.fresh('v');
    this.line(`let ${name} = ${init};`);
    this.know({ numbers: [name] });
    this.canChange({ numbers: [name] });
  }

  one<T>(names: readonly T[]): T | null { return names.length === 0 ? null : names[this.choices.below(names.length)] ?? null; }

  private writable(): ArrayName | null { return this.one(this.names.arrays.filter(array => !array.isConstant)); }

  private place(): string | null {
    const array = this.writable();
    return array === null ? null : `${array.text}[${index(this.choices, this.names)}]`;
  }

  private statement(): void {
    const { choices } = this;
    const nested = this.depth < 4;
    const canLoop = nested && this.loops < this.setting.loopDepth;
    const variable = this.one(this.mutable.numbers);
    switch (choices.below(46)) {
      case 0: case 1: this.declareNumber(this.expression()); return;
      case 2: if (variable !== null) this.line(`${variable} = ${this.expression()};`); return;
      case 3: case 4: if (variable !== null) this.line(`${variable} ${choices.pick(['+=', '-='])} ${this.expression(2)};`); return;
      case 5: if (variable !== null) this.line(`${variable} *= Math.cos(${this.expression(1)});`); return;
      case 6: case 7: { const place = this.place(); if (place !== null) this.line(`${place} = ${this.expression(2)};`); return; }
      case 8: { const place = this.place(); if (place !== null) this.line(`${place} ${choices.pick(['+=', '-=', '*= 0.5 *'])} ${this.expression(2)};`); return; }
      case 9: case 10: if (nested) this.branch(); return;
      case 11: case 12: if (canLoop) this.loop(); return;
      case 13: if (canLoop) this.forOf(); return;
      case 14: if (canLoop) this.labelled(); return;
      case 15: case 16: this.newArray(); return;
      case 17: this.alias(); return;
      case 18: if (nested) this.switch(); return;
      case 19: this.grow(); return;
      case 20: this.doSomething(); return;
      case 21: if (nested && !this.isLocal) this.localFunction(); return;
      case 22: this.record(); return;
      case 23: this.matrix(); return;
      case 24: this.integers(); return;
      case 25: this.flag(); return;
      case 26: this.swap(); return;
      case 27: if (nested && !this.isLocal) this.labelledBlock(); return;
      case 28: this.line(`if (${this.expression(1)} > 1e9) throw new RangeError('too large');`); return;
      case 29: case 30: case 31: arrayMethod(this); return;
      case 32: case 33: case 34: data(this); return;
      case 35: case 36: case 37: case 38: case 39: case 40: form(this); return;
      case 41: case 42: case 43: case 44: if (!this.isLocal) structure(this); return;
      default: if (nested && !this.isLocal && choices.chance(40)) this.block(`if (${condition(choices, this.names, 1)}) {`, () => { this.line(this.setting.leave === null ? 'return;' : this.setting.leave(this)); }); return;
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
      if (counter !== null) this.know({ counters: [counter] });
      inside();
      this.loops--;
    };
  }

  private loop(): void {
    const { choices } = this;
    const i = this.setting.fresh('i');
    const bound = choices.pick([String(arrayLength), '2', ...this.setting.counts]);
    const exit = (): void => {
      if (choices.chance(20)) this.line(`if (${condition(choices, this.names, 1)}) ${choices.pick(['break', 'continue'])};`);
    };
    switch (choices.below(5)) {
      case 0: case 1:
        this.block(`for (let ${i} = 0; ${i} < ${bound}; ${i}++) {`, this.inLoop(i, () => { exit(); this.few(); }));
        return;
      case 2:
        this.block(`for (let ${i} = ${arrayLength - 1}; ${i} >= 0; ${i}--) {`, this.inLoop(i, () => { this.few(); exit(); }));
        return;
      case 3:
        this.block(`for (let ${i} = ${choices.pick(['0', '1'])}; ${i} ${choices.pick(['<', '<='])} 2; ${i} += ${choices.pick(['1', '2'])}) {`, this.inLoop(i, () => { this.few(); exit(); }));
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

  private forOf(): void {
    const array = this.one(this.names.arrays);
    if (array === null) return;
    const item = this.setting.fresh('v');
    // An array that grows while it is iterated over need not end.
    const { mutable } = this;
    this.block(`for (const ${item} of ${array.text}) {`, this.inLoop(null, () => {
      this.mutable = { ...mutable, growing: [], doing: [] };
      this.know({ numbers: [item] });
      this.few();
    }));
    this.mutable = mutable;
  }

  private labelled(): void {
    const { choices } = this;
    const { fresh } = this.setting;
    const [label, i, j] = [fresh('outer'), fresh('i'), fresh('i')];
    this.block(`${label}: for (let ${i} = 0; ${i} < ${arrayLength}; ${i}++) {`, this.inLoop(i, () => {
      this.block(`for (let ${j} = 0; ${j} < ${arrayLength}; ${j}++) {`, this.inLoop(j, () => {
        this.few();
        this.line(`if (${condition(choices, this.names, 1)}) ${choices.pick(['continue', 'break'])} ${label};`);
        this.few();
      }));
    }));
  }

  private labelledBlock(): void {
    const label = this.setting.fresh('block');
    this.block(`${label}: {`, () => {
      this.few();
      this.line(`if (${condition(this.choices, this.names, 1)}) break ${label};`);
      this.few();
    });
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
    const { choices } = this;
    const name = this.setting.fresh('a');
    const type = choices.chance(80) ? this.setting.array : choices.pick<ArrayText>(['Float64Array', 'number[]', 'Float32Array']);
    const other = this.one(this.names.arrays);
    const elements = Array.from({ length: arrayLength }, () => this.expression(1));
    const first = elements[0] ?? '0';
    const made = type === 'number[]'
      ? choices.pick([
        `[${elements.join(', ')}]`, `new Array<number>(${arrayLength}).fill(${first})`,
        ...(other === null ? [] : [`Array.from(${other.text})`]), ...(other?.type === 'number[]' ? [`${other.text}.slice()`, `[...${other.text}, ${first}]`] : []),
      ])
      : choices.pick([
        `new ${type}(${arrayLength})`, `new ${type}([${elements.join(', ')}])`, `${type}.of(${elements.join(', ')})`,
        ...(other === null ? [] : [`new ${type}(${other.text})`, `${type}.from(${other.text})`]), ...(other?.type === type ? [`${other.text}.slice()`] : []),
      ]);
    this.line(`const ${name}: ${type} = ${made};`);
    this.know({ arrays: [{ text: name, type, isConstant: false }] });
    if (type === 'number[]') this.canChange({ growing: [name] });
  }

  /** A second name, or two names that change places. */
  private alias(): void {
    const { choices } = this;
    const { fresh } = this.setting;
    const array = this.writable();
    if (array === null) return;
    const { type } = array;
    const other = this.one(this.names.arrays.filter(each => each.type === type && !each.isConstant)) ?? array;
    const a = fresh('a'), b = fresh('a');
    if (choices.chance(60)) {
      this.line(`let ${a} = ${array.text};`);
      this.line(`let ${b} = ${other.text};`);
      this.know({ arrays: [{ text: a, type, isConstant: false }, { text: b, type, isConstant: false }] });
      const i = fresh('i');
      this.block(`for (let ${i} = 0; ${i} < ${arrayLength}; ${i}++) {`, this.inLoop(i, () => {
        this.few();
        const t = fresh('t');
        this.line(`const ${t} = ${a};`);
        this.line(`${a} = ${b};`);
        this.line(`${b} = ${t};`);
      }));
    } else {
      this.line(`const ${a} = ${choices.chance(20) ? `${condition(choices, this.names, 1)} ? ${array.text} : ${other.text}` : array.text};`);
      this.know({ arrays: [{ text: a, type, isConstant: false }] });
    }
  }

  private grow(): void {
    const { choices } = this;
    const growing = this.one(this.mutable.growing);
    const array = this.writable();
    if (growing !== null) this.line(`${growing}.push(${this.expression(2)}${choices.chance(20) ? `, ${this.expression(1)}` : ''});`);
    else if (array !== null && choices.chance(50)) this.line(`${array.text}.fill(${this.expression(2)});`);
    else if (this.loops < this.setting.loopDepth && this.depth < 4) {
      const name = this.setting.fresh('a'), i = this.setting.fresh('i');
      this.line(`const ${name}: number[] = [];`);
      this.block(`for (let ${i} = 0; ${i} < ${arrayLength}; ${i}++) {`, this.inLoop(i, () => { this.line(`${name}.push(${this.expression(2)});`); }));
      this.know({ arrays: [{ text: name, type: 'number[]', isConstant: false }] });
    }
  }

  private doSomething(): void {
    const { writing, doing } = this.mutable;
    const writer = this.one(writing), doer = this.one(doing);
    const array = writer === null ? null : this.one(this.names.arrays.filter(each => each.type === writer.type && !each.isConstant));
    if (writer !== null && array !== null && this.choices.chance(60)) this.line(`${writer.name}(${array.text}, ${this.expression(1)});`);
    else if (doer !== null) this.line(`${doer}(${this.expression(1)});`);
  }

  /** A function literal that reads what is around it, or one that changes it. */
  private localFunction(): void {
    const { choices } = this;
    const p = this.setting.fresh('p');
    if (choices.chance(50)) {
      const name = this.setting.fresh('k');
      const value = this.within({ numbers: [p] }, () => this.expression(2));
      this.line(choices.pick([`const ${name} = (${p}: number): number => ${value};`, `function ${name}(${p}: number): number { return ${value}; }`]));
      this.know({ callees: [{ name, takes: 'numbers', arity: 1, type: 'number[]' }] });
      return;
    }
    const name = this.setting.fresh('k');
    const { mutable } = this;
    this.isLocal = true;
    this.block(choices.pick([`const ${name} = (${p}: number): void => {`, `function ${name}(${p}: number): void {`]), () => {
      this.mutable = { ...mutable, growing: [] };
      this.know({ numbers: [p] });
      this.few();
    });
    this.isLocal = false;
    this.canChange({ doing: [name] });
  }

  private record(): void {
    const name = this.setting.fresh('o');
    this.line(this.choices.chance(30)
      ? `const ${name} = polar(${this.expression(1)}, ${this.expression(1)});`
      : `const ${name} = { re: ${this.expression(1)}, im: ${this.expression(1)} };`);
    this.know({ numbers: [`${name}.re`, `${name}.im`] });
    this.canChange({ numbers: [`${name}.re`, `${name}.im`] });
  }

  private matrix(): void {
    const name = this.setting.fresh('m');
    const row = (): string => `[${Array.from({ length: arrayLength }, () => this.expression(1)).join(', ')}]`;
    this.line(`const ${name} = [${row()}, ${row()}];`);
    if (this.choices.chance(40) && this.loops < this.setting.loopDepth) rows(this, name);
    this.know({ arrays: [{ text: `${name}[${this.choices.pick(['0', '1'])}]`, type: 'number[]', isConstant: false }, { text: `${name}[1]`, type: 'number[]', isConstant: false }] });
  }

  private integers(): void {
    const { choices } = this;
    const known = this.one(this.names.indices);
    if (known !== null && choices.chance(50)) {
      this.line(`${known}[${choices.below(arrayLength)}] = ${index(choices, { ...this.names, indices: [] })};`);
      return;
    }
    const name = this.setting.fresh('q');
    const digits = (): string => [choices.below(3), choices.below(3), choices.below(3)].join(', ');
    this.line(`const ${name} = ${choices.pick([`new Int32Array([${digits()}])`, `new Uint8Array([${digits()}])`, `new Int32Array(${arrayLength})`])};`);
    this.know({ indices: [name] });
  }

  private flag(): void {
    const name = this.setting.fresh('b');
    this.line(`let ${name} = ${condition(this.choices, this.names, 1)};`);
    if (this.choices.chance(40)) this.line(`if (${condition(this.choices, this.names, 1)}) ${name} = !${name};`);
    this.know({ booleans: [name] });
  }

  private swap(): void {
    const { numbers } = this.mutable;
    const a = this.one(numbers), b = this.one(numbers);
    if (a !== null && b !== null && a !== b) this.line(`[${a}, ${b}] = [${b}, ${this.choices.chance(50) ? a : this.expression(1)}];`);
    else {
      const [one, other] = [element(this.choices, this.names), this.place()];
      const did = call(this.choices, this.names, () => this.expression(1));
      if (one !== null && other !== null) this.line(`${other} = ${did ?? one};`);
    }
  }
}
