/** Random statements with methods of arrays and function literals: what is written where a loop could be. */
import { arrayLength, condition, type ArrayName } from './expressions';
import type { Room } from './room';

/** One statement over an array in scope; false: there is none. */
export function arrayMethod(room: Room): boolean {
  const array = room.one(room.names.arrays);
  if (array === null) return false;
  const { choices } = room;
  const [a, t, i, s] = [array.text, room.fresh('t'), room.fresh('i'), room.fresh('s')];
  const number = (init: string): void => { const name = room.fresh('v'); room.line(`let ${name} = ${init};`); room.know({ numbers: [name] }); room.canChange({ numbers: [name] }); };
  /** With the element, and sometimes its index, in scope. */
  const ofElement = (depth: number): string => room.within({ numbers: [t] }, () => room.expression(depth));
  const test = (): string => room.within({ numbers: [t] }, () => condition(choices, room.names, 1));
  switch (choices.below(14)) {
    case 0: case 1: number(`${a}.reduce((${s}, ${t}) => ${room.within({ numbers: [s, t] }, () => room.expression(2))}, ${room.expression(1)})`); return true;
    case 2: number(`${a}.reduceRight((${s}, ${t}, ${i}) => ${s} * 0.5 + ${t} * (${i} + ${room.expression(1)}), ${room.expression(1)})`); return true;
    case 3: case 4: made(room, array, `${a}.map(${t} => ${ofElement(2)})`); return true;
    case 5: made(room, array, `${a}.map((${t}, ${i}) => (${i} + 1) * ${ofElement(1)})`); return true;
    case 6: number(`${array.type === 'number[]' ? a : `Array.from(${a})`}.filter(${t} => ${test()}).reduce((${s}, ${t}) => ${s} + ${t}, ${room.expression(1)})`); return true;
    case 7: { const name = room.fresh('b'); room.line(`let ${name} = ${a}.${choices.pick(['some', 'every'])}(${t} => ${test()});`); room.know({ booleans: [name] }); return true; }
    case 8: number(`${a}.find(${t} => ${test()}) ?? ${room.expression(1)}`); return true;
    case 9: made(room, array, `${a}.slice().${choices.pick(['reverse()', `sort((${s}, ${t}) => ${s} - ${t})`, `fill(${room.expression(1)}, 1)`])}`); return true;
    case 10: number(`Math.${choices.pick(['max', 'min'])}(...${a})`); return true;
    case 11: made(room, { ...array, type: 'number[]' }, `Array.from(${a}, (${t}, ${i}) => ${ofElement(1)} - ${i})`); return true;
    case 12: made(room, { ...array, type: 'number[]' }, `Array.from({ length: ${String(arrayLength)} }, (_, ${i}) => ${room.within({ counters: [i] }, () => room.expression(2))})`); return true;
    default: {
      const target = room.one(room.changeable);
      if (target === null) { number(`${a}.at(-1) ?? ${room.expression(1)}`); return true; }
      room.line(`${a}.forEach(${t} => { ${target} += ${ofElement(1)}; });`);
      return true;
    }
  }
}

/** A new array of the same kind; it has at least as many elements as its source. */
function made(room: Room, { type }: ArrayName, init: string): void {
  const name = room.fresh('a');
  room.line(`const ${name} = ${init};`);
  room.know({ arrays: [{ text: name, type, isConstant: false }] });
}
