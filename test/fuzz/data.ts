/** Random statements with records, nested data, instances of a class and functions as values. */
import { arrayLength } from './expressions';
import type { Room } from './room';

/** One statement that makes data, and names for the numbers in it. */
export function data(room: Room): void {
  const { choices } = room;
  const e = (depth = 1): string => room.expression(depth);
  const known = (names: readonly string[]): void => { room.know({ numbers: names }); room.canChange({ numbers: names }); };
  switch (choices.below(8)) {
    case 0: {
      const name = room.fresh('o');
      room.line(`const ${name} = { at: { re: ${e()}, im: ${e()} }, list: [${e()}, ${e()}, ${e()}] };`);
      known([`${name}.at.re`, `${name}.at.im`]);
      room.know({ arrays: [{ text: `${name}.list`, type: 'number[]', isConstant: false }] });
      return;
    }
    case 1: points(room); return;
    case 2: {
      const [re, im] = [room.fresh('v'), room.fresh('v')];
      room.line(`let { re: ${re}, im: ${im} } = polar(${e()}, ${e()});`);
      known([re, im]);
      return;
    }
    case 3: {
      const array = room.one(room.names.arrays);
      if (array === null) return;
      const [first, second] = [room.fresh('v'), room.fresh('v')];
      room.line(`let [${first}, , ${second}] = ${array.text};`);
      known([first, second]);
      return;
    }
    case 4: case 5: complex(room); return;
    case 6: {
      const p = room.fresh('p'), name = room.fresh('v');
      const f = choices.pick(['Math.sin', 'square', `${p} => ${room.within({ numbers: [p] }, () => e(2))}`]);
      room.line(`let ${name} = ${choices.pick(['twice', 'mean'])}(${f}, ${e()});`);
      known([name]);
      return;
    }
    default: {
      const name = room.fresh('k');
      room.line(`const ${name} = scaled(${e()});`);
      room.know({ callees: [{ name, takes: 'numbers', arity: 1, type: 'number[]' }] });
    }
  }
}

/** An array of records: read and written through the array, an alias, a loop. */
function points(room: Room): void {
  const { choices } = room;
  const name = room.fresh('ps'), p = room.fresh('p');
  const record = (): string => `{ x: ${room.expression(1)}, y: ${room.expression(1)} }`;
  room.line(`const ${name} = [${record()}, ${record()}];`);
  const names = ['0', '1'].flatMap(index => [`${name}[${index}].x`, `${name}[${index}].y`]);
  switch (choices.below(4)) {
    case 0: break;
    case 1: room.line(`for (const ${p} of ${name}) ${p}.x ${choices.pick(['+=', '*='])} ${room.within({ numbers: [`${p}.x`, `${p}.y`] }, () => room.expression(1))};`); break;
    case 2: {
      room.line(`const ${p} = ${name}[${String(choices.below(2))}];`);
      names.push(`${p}.x`, `${p}.y`);
      break;
    }
    default: {
      const array = room.fresh('a');
      room.line(`const ${array} = [...${name}, ${record()}].map(${p} => ${room.within({ numbers: [`${p}.x`, `${p}.y`] }, () => room.expression(2))});`);
      room.know({ arrays: [{ text: array, type: 'number[]', isConstant: false }] });
    }
  }
  room.know({ numbers: names });
  room.canChange({ numbers: names });
}

/** Complex numbers of the library's class. */
function complex(room: Room): void {
  const { choices } = room;
  const e = (): string => room.expression(1);
  const [z, w] = [room.fresh('z'), room.fresh('z')];
  room.line(`const ${z} = ${choices.pick([`new Complex(${e()}, ${e()})`, `Complex.polar(${e()}, ${e()})`])};`);
  const times = choices.pick([`${z}.times(${z})`, `${z}.times(new Complex(${e()}, ${e()})).scale(${e()})`, `${z}.scale(${e()})`]);
  room.line(`const ${w} = ${times};`);
  room.know({ numbers: [`${z}.re`, `${z}.im`, `${w}.re`, `${w}.im`, `${w}.size`] });
  room.canChange({ numbers: [`${z}.re`, `${w}.im`] });
}

/** Sums over the rows of a matrix, or changes of its elements through a name for a row. */
export function rows(room: Room, matrix: string): void {
  const { choices } = room;
  const [i, j, row] = [room.fresh('i'), room.fresh('i'), room.fresh('row')];
  const value = room.within({ counters: [j], numbers: [`${row}[${j}]`] }, () => room.expression(2));
  room.line(`for (let ${i} = 0; ${i} < 2; ${i}++) {`);
  room.line(`  const ${row} = ${matrix}[${choices.pick([i, `1 - ${i}`, '0'])}];`);
  room.line(`  for (let ${j} = 0; ${j} < ${String(arrayLength)}; ${j}++) ${choices.pick([row, `${matrix}[${i}]`])}[${j}] ${choices.pick(['=', '+=', '-='])} ${value};`);
  room.line('}');
}
