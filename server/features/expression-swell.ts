/** How a symbolic derivative grows with the iterations of a loop, beside the size of the generated code. */
import type { Datum, Target, Task } from '../../core/evaluate';
import { formatNumber } from '../../core/format';
import type { ChartCurve, ComparisonSection } from '../view-protocol';
import { formulaFunction, formulaOf, noRule, tooLong, type Formula, type NoFormulaBecause } from './formula';
import { operationsOf, type Differentiate } from './symbolic-term';

const mostIterations = 12;

export interface SwellQuestion {
  readonly target: Target;
  readonly args: readonly Datum[];
  readonly differentiate: Differentiate;
}

export interface SwellRow {
  readonly iterations: number;
  readonly formula: number;
  readonly derivative: number;
}

export type Swell = { readonly kind: 'swell'; readonly rows: readonly SwellRow[]; readonly hasLoop: boolean; readonly isCut: boolean } | NoFormulaBecause;

export function* swellTask({ target, args, differentiate }: SwellQuestion): Task<Swell> {
  const found = formulaFunction(target), { wrt } = target;
  if (found.kind === 'none') return found;
  yield;
  const rows: SwellRow[] = [];
  let last: Extract<Formula, { kind: 'formula' }> | null = null;
  for (let iterations = 1; iterations <= mostIterations; iterations++) {
    const formula = formulaOf({ func: found.func, args, wrt, iterations });
    if (formula.kind === 'none') return formula;
    if (formula.kind === 'too-large') return rows.length === 0 ? tooLong : { kind: 'swell', rows, hasLoop: true, isCut: true };
    // The loop ends sooner, or there is none.
    if (last !== null && formula.trips === last.trips) return { kind: 'swell', rows, hasLoop: last.trips > 0, isCut: false };
    yield;
    const terms = differentiate(formula.text, formula.variables.map(({ name }) => name));
    if (terms === null) return noRule;
    rows.push({ iterations, formula: formula.operations, derivative: operationsOf(terms) });
    last = formula;
    yield;
  }
  return { kind: 'swell', rows, hasLoop: true, isCut: true };
}

export function swellSection(name: string, swell: Swell | null, written: number | null): ComparisonSection {
  const title = `Size of the symbolic derivative of ${name}`, columns = ['Iterations', 'Formula', 'Symbolic derivative', 'Generated code'];
  if (swell === null) return { title, summary: ['It was not computed in time.'], chart: null, columns, rows: [] };
  if (swell.kind === 'none') return { title, summary: [`${name} is no formula for a computer algebra system: ${swell.reason}.`], chart: null, columns, rows: [] };
  const { rows, hasLoop, isCut } = swell, code = written === null ? 'not available' : String(written), [first] = rows, last = rows.at(-1);
  const growth = !hasLoop || first === undefined || last === undefined || last === first ? null
    : `From ${String(first.iterations)} to ${String(last.iterations)} iterations the symbolic derivative grows from ${String(first.derivative)} to ${String(last.derivative)} operations, ${formatNumber((last.derivative / first.derivative) ** (1 / (last.iterations - first.iterations)), 3)}-fold with each.`;
  return {
    title, summary: [
      `Operations of all derivatives together. ${hasLoop ? 'The loop is unrolled 1, 2, … times, and each' : 'Each'} formula is differentiated by the computer algebra system math.js and not simplified; the generated code is the gradient that Nabla inserts, in which what is used twice has a name and is computed once.`,
      ...(growth === null ? [] : [growth]), ...(written === null || !hasLoop ? [] : [`The generated code has ${code} operations, whatever the number of iterations.`]),
      ...(isCut ? ['More iterations are left out.'] : []),
    ],
    chart: hasLoop && rows.length > 1 ? chartOf(title, rows, written) : null,
    columns: hasLoop ? columns : columns.slice(1),
    rows: rows.map(({ iterations, formula, derivative }) => [...(hasLoop ? [String(iterations)] : []), String(formula), String(derivative), code]),
  };
}

function chartOf(title: string, rows: readonly SwellRow[], written: number | null): ComparisonSection['chart'] {
  const curve = (label: string, of: (row: SwellRow) => number): ChartCurve => ({ label, points: rows.map((row) => ({ x: row.iterations, y: of(row) > 0 ? of(row) : null })) });
  const curves = [curve('symbolic derivative', ({ derivative }) => derivative), curve('the formula itself', ({ formula }) => formula)];
  const heights = [...curves.flatMap(({ points }) => points.flatMap(({ y }) => y ?? [])), written ?? 1];
  return {
    file: 'symbolic-size', title, x: { label: 'iterations', low: 1, high: rows.at(-1)?.iterations ?? 2, isLogarithmic: false },
    y: { label: 'operations', low: 10 ** Math.floor(Math.log10(Math.max(1, Math.min(...heights)))), high: 10 ** Math.ceil(Math.log10(Math.max(...heights)) + 1e-9) },
    curves, levels: written === null || written === 0 ? [] : [{ label: 'generated code', y: written }],
  };
}
