/** Random statements in which memory is passed on: recursion over records and rows, records that replace each other, lists in which numbers are missing. */
import { arrayLength, index } from './expressions';
import { e, known, test } from './forms';
import type { Room } from './room';

/** One statement, and names for the numbers in it. */
export function structure(room: Room): void {
  room.choices.pick([recursiveRecord, recursiveRows, mutual, recursiveResult, replaced, spreadOut, exchanged, holes])(room);
}

const depth = (room: Room): string => String(room.choices.below(4));

/** A record with a list, which a function that calls itself changes: its argument, or what it captures. */
function recursiveRecord(room: Room): void {
  const { choices } = room;
  const [o, k, d] = [room.fresh('o'), room.fresh('k'), room.fresh('d')];
  room.line(`const ${o} = { re: ${e(room)}, at: { im: ${e(room)} }, list: [${e(room)}, ${e(room)}] };`);
  const isCaptured = choices.chance(40), p = isCaptured ? o : room.fresh('p');
  const places = [`${p}.re`, `${p}.at.im`, `${p}.list[0]`, `${p}.list[1]`] as const;
  const write = (): string => room.within({ numbers: places }, () => `${choices.pick(places)} ${choices.pick(['=', '+=', '-='])} ${e(room, 2)};`);
  const params = isCaptured ? `${d}: number` : `${p}: { re: number; at: { im: number }; list: number[] }, ${d}: number`, again = `${k}(${isCaptured ? '' : `${p}, `}${d} - 1)`;
  if (choices.chance(50)) room.line(`const ${k} = (${params}): void => { if (${d} <= 0) return; ${write()} ${again}; ${choices.chance(50) ? write() : ''} };`);
  else room.line(`const ${k} = (${params}): number => { ${write()} if (${d} <= 0) return ${room.within({ numbers: places }, () => e(room))}; return ${again} * 0.5 + ${choices.pick(places)}; };`);
  const call = `${k}(${isCaptured ? '' : `${o}, `}${depth(room)})`;
  if (choices.chance(50)) room.line(`${call};`);
  known(room, [`${o}.re`, `${o}.at.im`]);
  room.line(`${o}.re += ${o}.list[${choices.pick(['0', '1'])}];`);
  if (choices.chance(50)) room.line(`${call};`);
}

/** Rows that a function hands on to itself, in turn. */
function recursiveRows(room: Room): void {
  const { choices } = room;
  const [m, k, p, q, d] = [room.fresh('m'), room.fresh('k'), room.fresh('p'), room.fresh('p'), room.fresh('d')];
  const row = (): string => `[${Array.from({ length: arrayLength }, () => e(room)).join(', ')}]`;
  room.line(`const ${m} = [${row()}, ${row()}];`);
  const inside = { arrays: [p, q].map(text => ({ text, type: 'number[]' as const, isConstant: false })) };
  const write = room.within(inside, () => `${choices.pick([p, q])}[${index(choices, room.names)}] ${choices.pick(['=', '+=', '-='])} ${e(room, 2)};`);
  room.line(`const ${k} = (${p}: number[], ${q}: number[], ${d}: number): number => { if (${d} <= 0) return ${p}[0]; ${write} return ${q}[1] + 0.5 * ${k}(${choices.pick([`${q}, ${p}`, `${p}, ${q}`, `${q}, ${q}`])}, ${d} - 1); };`);
  const v = room.fresh('v');
  room.line(`let ${v} = ${k}(${m}[0], ${m}[${choices.pick(['0', '1', '1'])}], ${depth(room)});`);
  known(room, [v]);
  room.know({ arrays: ['0', '1'].map(at => ({ text: `${m}[${at}]`, type: 'number[]', isConstant: false })) });
}

/** Two functions that call each other. */
function mutual(room: Room): void {
  const [f, g, p, d, v] = [room.fresh('k'), room.fresh('k'), room.fresh('p'), room.fresh('d'), room.fresh('v')];
  const inside = (): string => room.within({ numbers: [p] }, () => e(room, 2));
  const target = room.one(room.changeable);
  const effect = target === null || room.choices.chance(50) ? '' : `${target} += ${room.within({ numbers: [p] }, () => e(room))}; `;
  room.line(`const ${f} = (${p}: number, ${d}: number): number => (${d} <= 0 ? ${inside()} : ${g}(${inside()}, ${d} - 1) * 0.5);`);
  room.line(`function ${g}(${p}: number, ${d}: number): number { ${effect}return ${d} <= 0 ? ${inside()} : ${f}(${p}, ${d} - 1) + ${inside()}; }`);
  room.line(`let ${v} = ${f}(${e(room)}, ${depth(room)});`);
  known(room, [v]);
}

/** A record that a function makes of the one that it makes of one before. */
function recursiveResult(room: Room): void {
  const [k, d, s, o] = [room.fresh('k'), room.fresh('d'), room.fresh('s'), room.fresh('o')];
  const inside = (): string => room.within({ numbers: [`${s}.re`, `${s}.im`] }, () => e(room));
  const first = `{ re: ${e(room)}, im: ${e(room)} }`;
  const next = room.choices.pick([`return { re: ${inside()}, im: ${inside()} };`, `${s}.re -= ${inside()}; return ${s};`, `if (${room.within({ numbers: [`${s}.re`] }, () => test(room))}) return ${s}; return { ...${s}, im: ${inside()} };`]);
  room.line(`const ${k} = (${d}: number): { re: number; im: number } => { if (${d} <= 0) return ${first}; const ${s} = ${k}(${d} - 1); ${next} };`);
  room.line(`const ${o} = ${k}(${depth(room)});`);
  known(room, [`${o}.re`, `${o}.im`]);
}

/** A state that each step makes anew. */
function replaced(room: Room): void {
  const [o, i] = [room.fresh('o'), room.fresh('i')], names = [`${o}.re`, `${o}.im`];
  room.line(`let ${o} = { re: ${e(room)}, im: ${e(room)} };`);
  const next = room.within({ numbers: names, counters: [i] }, () => room.choices.pick([
    `${o} = { re: ${e(room)}, im: ${e(room)} };`, `${o} = { ...${o}, im: ${e(room)} };`, `if (${test(room)}) ${o} = { re: ${e(room)}, im: ${o}.re };`, `${o} = { im: ${o}.re, re: ${o}.im };`,
  ]));
  room.line(`for (let ${i} = 0; ${i} < ${room.choices.pick(['2', '3'])}; ${i}++) { ${next} ${room.choices.chance(40) ? `${o}.re *= 0.5;` : ''} }`);
  known(room, names);
}

/** Records of a list are replaced, spread out, or taken over. */
function spreadOut(room: Room): void {
  const ps = room.fresh('ps');
  room.line(`const ${ps} = [{ x: ${e(room)}, y: ${e(room)} }, { x: ${e(room)}, y: ${e(room)} }];`);
  room.line(room.choices.pick([
    `${ps}[0] = { ...${ps}[1], x: ${e(room)} };`, `${ps}[1] = ${ps}[0];`, `if (${test(room)}) ${ps}[0] = { x: ${e(room)}, y: ${ps}[1].x };`, `${ps}.push({ ...${ps}[0], y: ${e(room)} });`, `${ps}.reverse();`,
    `[${ps}[0], ${ps}[1]] = [${ps}[1], ${ps}[0]];`, `${ps}[1].x = ${ps}.map(p => p.x * p.y).reduce((s, t) => s + t, ${e(room)});`,
  ]));
  known(room, ['0', '1'].flatMap(at => [`${ps}[${at}].x`, `${ps}[${at}].y`]));
}

/** Two records change names in a loop. */
function exchanged(room: Room): void {
  const [a, b, i] = [room.fresh('o'), room.fresh('o'), room.fresh('i')];
  const names = [`${a}.re`, `${b}.re`, `${a}.im`] as const;
  for (const name of [a, b]) room.line(`let ${name} = { re: ${e(room)}, im: ${e(room)} };`);
  const write = room.within({ numbers: names, counters: [i] }, () => `${room.choices.pick(names)} ${room.choices.pick(['=', '+=', '-='])} ${e(room, 2)};`);
  room.line(`for (let ${i} = 0; ${i} < 3; ${i}++) { ${write} ${room.choices.pick([`[${a}, ${b}] = [${b}, ${a}];`, `if (${test(room)}) ${a} = ${b};`, `${b} = ${a};`])} }`);
  known(room, names);
}

/** A list in which numbers may be missing. */
function holes(room: Room): void {
  const { choices } = room;
  const [h, t, v] = [room.fresh('holed'), room.fresh('t'), room.fresh('v')], none = choices.pick(['null', 'undefined']);
  const item = (): string => choices.pick([e(room), none, `${test(room)} ? ${e(room)} : ${none}`]);
  room.line(`const ${h}: (number | ${none})[] = [${item()}, ${item()}, ${e(room)}];`);
  if (choices.chance(50)) room.line(`${h}[${index(choices, room.names)}] = ${item()};`);
  if (choices.chance(30)) room.line(`${h}.push(${item()});`);
  const target = room.one(room.changeable), inside = { numbers: [t] };
  if (target !== null && choices.chance(40)) {
    room.line(`for (const ${t} of ${h}) if (${t} !== ${none}) ${target} ${choices.pick(['+=', '-='])} ${room.within(inside, () => e(room, 2))};`);
    return;
  }
  room.line(`let ${v} = ${choices.pick([
    `${h}[${index(choices, room.names)}] ?? ${e(room)}`, `${h}.filter(${t} => ${t} !== ${none}).reduce((s, ${t}) => s + ${room.within(inside, () => e(room))}, 0)`,
    `${h}.reduce<number>((s, ${t}) => (${t} === ${none} ? s : s * 0.5 + ${t}), ${e(room)})`, `${h}.map(${t} => ${t} ?? ${e(room)}).reduce((s, ${t}) => s + ${t} * ${t}, 0)`,
  ])};`);
  known(room, [v]);
}
