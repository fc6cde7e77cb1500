/**
 * Derivatives worked out by hand, for comparison. They share nothing with the functions of `test/fixtures/standard` but the
 * mathematics.
 */

export interface Known {
  /** The numbers of the result, depth first, where a formula gives them as well. */
  readonly value?: readonly number[];
  /** For each number of the result its derivatives with respect to all numbers of the parameters, in their order. */
  readonly rows: Matrix;
  /** For a single number: its second derivatives. */
  readonly hessian?: Matrix;
  /** Relative; for what is itself found by differences. */
  readonly tolerance?: number;
}

export type Matrix = readonly (readonly number[])[];
/** `x`: the numbers of the parameters that are differentiated, in their order; `data`: those of each other parameter. */
export type Formula = (x: readonly number[], data: Matrix) => Known;

/** A formula of as many numbers as it has parameters. */
export const of = (formula: (...x: number[]) => Known): Formula => x => formula(...x);

export function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new RangeError(`there is no ${String(i)} in ${String(list.length)}`);
  return item;
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
export const sum = (x: readonly number[]): number => x.reduce((s, v) => s + v, 0);
export const dot = (x: readonly number[], y: readonly number[]): number => sum(x.map((v, i) => v * at(y, i)));
export const entry = (a: Matrix, i: number, j: number): number => at(at(a, i), j);
export const matrix = (rows: number, columns: number, f: (i: number, j: number) => number): number[][] => range(rows).map(i => range(columns).map(j => f(i, j)));
export const delta = (i: number, j: number): number => (i === j ? 1 : 0);

/** Residuals with their Jacobian, and for some the sum of residual times second derivative. */
export interface Residuals { readonly value: readonly number[]; readonly rows: Matrix; readonly curvature?: Matrix }

/** f = Σ r², ∇f = 2 Jᵀ r, ∇²f = 2 (JᵀJ + Σ r ∇²r). */
export function squares({ value, rows, curvature }: Residuals): Known {
  const n = at(rows, 0).length;
  const column = (j: number): number[] => rows.map(row => at(row, j));
  return {
    value: [dot(value, value)],
    rows: [range(n).map(j => 2 * dot(column(j), value))],
    ...(curvature === undefined ? {} : { hessian: matrix(n, n, (i, j) => 2 * (dot(column(i), column(j)) + entry(curvature, i, j))) }),
  };
}

export const product = (a: Matrix, b: Matrix): number[][] => a.map(row => range(at(b, 0).length).map(j => sum(row.map((v, k) => v * entry(b, k, j)))));
export const transposed = (a: Matrix): number[][] => range(at(a, 0).length).map(j => a.map(row => at(row, j)));

/** Cofactors by the definition of the determinant as a sum over permutations. */
export function determinant(a: Matrix): number {
  if (a.length === 0) return 1;
  return sum(at(a, 0).map((v, j) => (-1) ** j * v * determinant(a.slice(1).map(row => row.filter((_, k) => k !== j)))));
}

export const cofactors = (a: Matrix): number[][] => a.map((row, i) => row.map((_, j) => (-1) ** (i + j) * determinant(a.filter((_unused, k) => k !== i).map(other => other.filter((_unused, k) => k !== j)))));
export const inverse = (a: Matrix): number[][] => transposed(cofactors(a)).map(row => row.map(v => v / determinant(a)));
export const square = (x: readonly number[]): number[][] => {
  const n = Math.sqrt(x.length);
  return matrix(n, n, (i, j) => at(x, i * n + j));
};
