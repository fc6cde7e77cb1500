/** Random statements in the forms TypeScript has beside plain loops: callbacks that leave early, classes of one family, texts, fields that may be missing, tuples. */
import { arrayLength, condition, index } from './expressions';
import type { Room } from './room';

/** One statement, and names for the numbers in it. */
export function form(room: Room): void {
  const { choices } = room;
  const make = choices.pick([callback, accessor, exchange, defaults, cases, family, text, missing, iterated, chained, stack, immediate, tuple, compound, rowReplaced, typed]);
  make(room);
}

export const e = (room: Room, depth = 1): string => room.expression(depth);
export const test = (room: Room): string => condition(room.choices, room.names, 1);

function declared(room: Room, init: string): string {
  const name = room.fresh('v');
  room.line(`let ${name} = ${init};`);
  known(room, [name]);
  return name;
}

export function known(room: Room, numbers: readonly string[]): void {
  room.know({ numbers });
  room.canChange({ numbers });
}

/** A function literal that leaves before its end. */
function callback(room: Room): void {
  const array = room.one(room.names.arrays), target = room.one(room.changeable);
  if (array === null) return;
  const [s, t] = [room.fresh('s'), room.fresh('t')];
  const inside = { numbers: [t] };
  const [leaves, value] = [room.within(inside, () => test(room)), room.within(inside, () => e(room, 2))];
  switch (room.choices.below(4)) {
    case 0: declared(room, `${array.text}.reduce((${s}, ${t}) => { if (${leaves}) return ${s}; return ${s} * 0.5 + ${value}; }, ${e(room)})`); return;
    case 1: {
      const name = room.fresh('a');
      room.line(`const ${name} = ${array.text}.map(${t} => { if (${leaves}) return ${room.within(inside, () => e(room))}; const ${s} = ${value}; return ${s} * ${s}; });`);
      room.know({ arrays: [{ text: name, type: array.type, isConstant: false }] });
      return;
    }
    default: if (target !== null) room.line(`${array.text}.forEach(${t} => { if (${leaves}) return; ${target} ${room.choices.pick(['+=', '-='])} ${value}; });`);
  }
}

/** An object with a getter or a method that reads the object. */
function accessor(room: Room): void {
  const name = room.fresh('o'), p = room.fresh('p');
  const own = { numbers: ['this.re', 'this.im'] };
  room.line(`const ${name} = { re: ${e(room)}, im: ${e(room)}, get far() { return ${room.within(own, () => e(room, 2))}; }, by(${p}: number) { return this.re * ${p} - this.im; } };`);
  known(room, [`${name}.re`, `${name}.im`]);
  room.know({ numbers: [`${name}.far`], callees: [{ name: `${name}.by`, takes: 'numbers', arity: 1, type: 'number[]' }] });
}

/** Two elements change places. */
function exchange(room: Room): void {
  const array = room.one(room.names.arrays.filter(each => !each.isConstant));
  if (array === null) return;
  const [i, j] = [index(room.choices, room.names), index(room.choices, room.names)].map(at => `${array.text}[${at}]`);
  room.line(`[${String(i)}, ${String(j)}] = [${String(j)}, ${room.choices.chance(70) ? String(i) : e(room)}];`);
}

/** Parameters with a default, or as many as are given. */
function defaults(room: Room): void {
  const [name, p, q] = [room.fresh('k'), room.fresh('p'), room.fresh('p')];
  if (room.choices.chance(50)) {
    room.line(`const ${name} = (${p}: number, ${q} = ${room.within({ numbers: [p] }, () => e(room))}): number => ${room.within({ numbers: [p, q] }, () => e(room, 2))};`);
    declared(room, `${name}(${e(room)})`);
  } else {
    room.line(`const ${name} = (${p}: number, ...${q}: number[]): number => ${q}.reduce((s, t) => s * ${p} + t, ${room.within({ numbers: [p] }, () => e(room))});`);
    declared(room, `${name}(${e(room)}, ${e(room)}, ${e(room)})`);
  }
  room.know({ callees: [1, 2].map(arity => ({ name, takes: 'numbers', arity, type: 'number[]' })) });
}

/** A choice with cases that fall through. */
function cases(room: Room): void {
  const target = room.one(room.changeable), counter = room.one(room.names.counters);
  if (target === null) return;
  room.line(`switch (${counter ?? `Math.floor(Math.abs(${e(room)})) % 3`}) {`);
  room.line(`  case 0: ${target} += ${e(room)};`);
  room.line(`  case 1: ${target} -= ${e(room)}; ${room.choices.pick(['break;', ''])}`);
  room.line(`  ${room.choices.pick(['default', 'case 2'])}: ${target} *= Math.cos(${e(room)});`);
  room.line('}');
}

/** An instance of one of two classes of a family, told apart when it runs. */
function family(room: Room): void {
  const name = room.fresh('f');
  room.line(`const ${name}: Shape = ${test(room)} ? new Disc(${e(room)}) : new Slab(${e(room)}, ${e(room)});`);
  room.know({ callees: [{ name: `${name}.area`, takes: 'numbers', arity: 1, type: 'number[]' }] });
  declared(room, `${name}.area(${e(room)})`);
  if (room.choices.chance(40)) declared(room, `${name} instanceof Disc ? ${name}.r : ${e(room)}`);
}

/** What a text decides. */
function text(room: Room): void {
  const name = room.fresh('kind'), target = room.one(room.changeable);
  room.line(`const ${name} = ${test(room)} ? 'far' : ${test(room)} ? 'near' : 'at';`);
  if (target === null || room.choices.chance(50)) declared(room, `${name} === 'far' ? ${e(room)} : ${e(room, 2)}`);
  else room.line(`switch (${name}) { case 'far': ${target} += ${e(room)}; break; case 'near': case 'at': ${target} -= ${e(room)}; }`);
}

/** A field that may be missing. */
function missing(room: Room): void {
  const name = room.fresh('o');
  room.line(`const ${name}: { re: number; im?: number } = ${test(room)} ? { re: ${e(room)} } : { re: ${e(room)}, im: ${e(room)} };`);
  if (room.choices.chance(30)) room.line(`if (${test(room)}) ${name}.im = ${e(room)};`);
  known(room, [`${name}.re`]);
  declared(room, room.choices.pick([`${name}.im ?? ${e(room)}`, `${name}.im === undefined ? ${e(room)} : ${name}.im * ${e(room)}`]));
}

/** A loop over entries, keys or the fields of a literal. */
function iterated(room: Room): void {
  const array = room.one(room.names.arrays), target = room.one(room.changeable);
  if (array === null || target === null) return;
  const [i, t] = [room.fresh('i'), room.fresh('t')];
  switch (room.choices.below(3)) {
    case 0: room.line(`for (const [${i}, ${t}] of ${array.text}.entries()) ${target} += ${t} * ${i} - ${room.within({ numbers: [t] }, () => e(room))};`); return;
    case 1: room.line(`for (const ${i} of ${array.text}.keys()) ${target} -= ${array.text}[${i}] * ${e(room)};`); return;
    default: {
      const o = room.fresh('o');
      room.line(`const ${o} = { re: ${e(room)}, im: ${e(room)} };`);
      room.line(`for (const ${i} in ${o}) ${target} += ${o}[${i} as 're' | 'im'] * ${e(room)};`);
    }
  }
}

/** Methods one after the other. */
function chained(room: Room): void {
  const array = room.one(room.names.arrays);
  if (array === null) return;
  const t = room.fresh('t'), s = room.fresh('s'), inside = { numbers: [t] };
  const plain = array.type === 'number[]' ? array.text : `Array.from(${array.text})`;
  const value = room.within(inside, () => e(room, 2));
  declared(room, room.choices.pick([
    `${plain}.map(${t} => ${value}).filter(${t} => ${room.within(inside, () => test(room))}).reduce((${s}, ${t}) => ${s} + ${t}, 0)`,
    `${plain}.flatMap(${t} => [${t}, ${value}]).reduce((${s}, ${t}) => ${s} * 0.5 + ${t})`,
    `${plain}.concat([${e(room)}]).map(${t} => ${value}).reduceRight((${s}, ${t}) => ${s} * 0.5 + ${t}, 1)`,
    `[${e(room)}, ...${plain}].slice(1, ${String(arrayLength)}).reduce((${s}, ${t}) => ${s} + ${t} * ${t}, ${e(room)})`,
    `Math.hypot(...${room.choices.pick([`[${e(room)}, 1.5, ${e(room)}]`, plain, `${plain}.map(${t} => ${value})`])}${room.choices.pick(['', `, ${e(room)}`])})`,
  ]));
}

/** A list that grows and shrinks. */
function stack(room: Room): void {
  const name = room.fresh('l'), i = room.fresh('i');
  room.line(`const ${name}: number[] = [${e(room)}];`);
  room.line(`for (let ${i} = 0; ${i} < ${String(arrayLength)}; ${i}++) ${name}.${room.choices.pick(['push', 'unshift'])}(${room.within({ counters: [i] }, () => e(room, 2))});`);
  if (room.choices.chance(40)) room.line(`${name}.splice(1, 1${room.choices.pick(['', `, ${e(room)}`, `, ${e(room)}, ${e(room)}`])});`);
  declared(room, room.choices.pick([`${name}.pop() ?? ${e(room)}`, `${name}.shift() ?? ${e(room)}`, `${name}.reduce((s, t) => s + t * t, 0)`, `${name}.length * ${name}[0]`]));
}

/** A function that is called where it stands, or that calls itself. */
function immediate(room: Room): void {
  if (room.choices.chance(50)) {
    declared(room, `(() => { if (${test(room)}) return ${e(room)}; return ${e(room, 2)}; })()`);
    return;
  }
  const [name, k] = [room.fresh('k'), room.fresh('p')];
  room.line(`const ${name} = (${k}: number): number => (${k} <= 0 ? ${e(room)} : ${name}(${k} - 1) * 0.5 + ${e(room)});`);
  declared(room, `${name}(${String(room.choices.below(4))})`);
}

/** A tuple of the library, taken apart or kept. */
function tuple(room: Room): void {
  if (room.choices.chance(50)) {
    const [p, q] = [room.fresh('v'), room.fresh('v')];
    room.line(`let [${p}, ${q}] = pair(${e(room)}, ${e(room)});`);
    known(room, [p, q]);
    return;
  }
  const name = room.fresh('t');
  room.line(`const ${name} = pair(${e(room)}, ${e(room)});`);
  known(room, [`${name}[0]`, `${name}[1]`]);
}

/** Assignments that compute. */
function compound(room: Room): void {
  const target = room.one(room.changeable), array = room.one(room.names.arrays.filter(each => !each.isConstant));
  const place = array === null || room.choices.chance(50) ? target : `${array.text}[${index(room.choices, room.names)}]`;
  if (place === null) return;
  room.line(room.choices.pick([`${place} /= 1.5 + Math.sin(${e(room)});`, `${place} **= 2;`, `${place} %= 1.25;`, `${place} = ${place} - (${place} += ${e(room)});`]));
}

/** A row of a matrix is replaced by another one, by a new one, or changes places with it. */
function rowReplaced(room: Room): void {
  const name = room.fresh('m');
  const row = (): string => `[${Array.from({ length: arrayLength }, () => e(room)).join(', ')}]`;
  room.line(`const ${name} = [${row()}, ${row()}];`);
  room.line(room.choices.pick([
    `${name}[1] = ${name}[0];`, `if (${test(room)}) ${name}[0] = ${row()};`, `[${name}[0], ${name}[1]] = [${name}[1], ${name}[0]];`, `${name}[0] = ${name}[1].map((t, i) => t * i);`,
  ]));
  room.know({ arrays: ['0', '1'].map(at => ({ text: `${name}[${at}]`, type: 'number[]', isConstant: false })) });
}

/** Methods of typed arrays: a part is another name for the same memory. */
function typed(room: Room): void {
  const array = room.one(room.names.arrays.filter(each => each.type === 'Float64Array' && !each.isConstant));
  const name = room.fresh('a');
  if (array === null) {
    room.line(`const ${name} = new Float64Array([${e(room)}, ${e(room)}, ${e(room)}]);`);
    room.know({ arrays: [{ text: name, type: 'Float64Array', isConstant: false }] });
    return;
  }
  switch (room.choices.below(3)) {
    case 0: room.line(`${array.text}.set([${e(room)}, ${e(room)}], ${room.choices.pick(['0', '1'])});`); return;
    case 1: room.line(`${array.text}.copyWithin(${room.choices.pick(['0, 1', '1, 0', '0, 2, 3'])});`); return;
    default:
      room.line(`const ${name} = ${array.text}.subarray(${room.choices.pick(['1', '0, 2', '2'])});`);
      room.line(`${name}[0] ${room.choices.pick(['=', '+=', '*='])} ${e(room)};`);
      declared(room, `${name}[0] * ${e(room)}`);
  }
}
