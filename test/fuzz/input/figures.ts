/** What a run says: in the terminal, and as the page of what is refused. */
import { total, type EndingCounts, type Tally } from './tally';

const generated = (counts: EndingCounts): number => counts.checked + counts.unchecked;
/** Functions that have a derivative. */
const derivable = (counts: EndingCounts): number => total(counts) - counts['nothing real'];
const share = (part: number, whole: number): string => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`);

export function summary(tally: Tally, heap: { readonly early: number; readonly late: number }, milliseconds: number, seed: number): string {
  const { endings, numbers, findings } = tally;
  const kinds = new Map<string, number>();
  for (const { what } of findings) kinds.set(what, (kinds.get(what) ?? 0) + 1);
  return [
    `${String(tally.files)} files, ${String(tally.functions)} functions, ${String(total(endings))} marked functions read in ${(milliseconds / 1000).toFixed(0)} s (seed ${String(seed)})`,
    `ended: ${Object.entries(endings).map(([kind, count]) => `${kind} ${String(count)}`).join(', ')}`,
    `functions of numbers: ${String(total(numbers))}: ${Object.entries(numbers).map(([kind, count]) => `${kind} ${String(count)}`).join(', ')}`,
    `of ${String(derivable(numbers))} with something to differentiate: evaluated ${share(generated(numbers) + numbers.evaluated, derivable(numbers))}, generated ${share(generated(numbers), derivable(numbers))}`,
    ...rows(tally, 20).map(([label, { functions, alone, example }]) => `${String(functions).padStart(5)} (alone ${String(alone)})  ${label}   ${example}`),
    `heap after a batch: at most ${heap.early.toFixed(0)} MB in the first quarter, ${heap.late.toFixed(0)} MB in the last`,
    findings.length === 0 ? 'nothing found' : `${String(findings.length)} findings: ${[...kinds].map(([what, count]) => `${String(count)} × ${what}`).join('; ')}`,
  ].join('\n');
}

/** The most frequent reasons first. */
const rows = (tally: Tally, most: number): [string, Tally['reasons'][string]][] =>
  Object.entries(tally.reasons).sort(([nameA, a], [nameB, b]) => b.functions - a.functions || b.alone - a.alone || (nameA < nameB ? -1 : 1)).slice(0, most);

/** The page `docs/acceptance.md`. `packages`: names and versions of those that were installed; what they need was read too. */
export function acceptanceTable(tally: Tally, packages: readonly string[]): string {
  const { numbers } = tally;
  const whole = derivable(numbers);
  return `# What real code asks for

Written by \`npm run fuzz:input -- --table docs/acceptance.md\`, which marks every function of every source file (\`.js\`, \`.ts\`, at most 200 kB) of
installed packages (\`--folder\`) and of what they need. Each ends in a derivative that passed the gate, or in diagnostics with a place in a file.

The packages: ${packages.join(', ')}.

A *function of numbers* has parameters and a result that are made of numbers: \`number\`, arrays, typed arrays, tuples and plain objects of them.
Parameters of JavaScript without a type get one by how they are used, and the function counts if the compiler then finds no error in it.
Points are invented: small numbers, arrays of three, sixteen and one.

| | |
|---|---:|
| files | ${String(tally.files)} |
| functions with a body | ${String(tally.functions)} |
| functions of numbers | ${String(total(numbers))} |
| of these, with nothing real to differentiate | ${String(numbers['nothing real'])} |
| of the others, evaluated | ${String(generated(numbers) + numbers.evaluated)} (${share(generated(numbers) + numbers.evaluated, whole)}) |
| of the others, derivative generated | ${String(generated(numbers))} (${share(generated(numbers), whole)}) |
| of these, checked at a point where the function has a value | ${String(numbers.checked)} |

## Why the rest is refused

The list of what to build next: functions of numbers that a reason stands against, and those that nothing else stands against.

| functions | alone | code | what | for example |
|---:|---:|---|---|---|
${rows(tally, 40).map(row).join('\n')}
`;
}

function row([label, { functions, alone, example }]: [string, Tally['reasons'][string]]): string {
  const [, code = '', what = ''] = /^(N\d+): (.*)$/.exec(label) ?? [];
  return `| ${String(functions)} | ${String(alone)} | [${code}](diagnostics/${code}.md) | ${inCell(what)} | \`${inCell(example)}\` |`;
}

const inCell = (text: string): string => text.replaceAll('|', '\\|');
