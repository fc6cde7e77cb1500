/** The functions of `test/fixtures/standard/difftests` by hand. */
import { at, cofactors, delta, determinant, dot, entry, inverse, matrix, of, product, range, square, sum, transposed, type Formula, type Known, type Matrix } from './known';

const number = (value: number, slope: number): Known => ({ value: [value], rows: [[slope]] });
const tangentSquared = (x: number): Known => number(Math.tan(x) ** 2, 2 * Math.tan(x) / Math.cos(x) ** 2);
const cubeRooted = (x: number): Known => number(2 * x + x ** 1.5, 2 + 1.5 * Math.sqrt(x));
const exponentialBase = (x: number): Known => number(10.31 ** (2 * x) - x, 2 * Math.log(10.31) * 10.31 ** (2 * x) - 1);
const slopeOf = (known: Known): number => entry(known.rows, 0, 0);

/** y₀ = 0, yᵢ = (sin x + yᵢ₋₁)², and their derivatives. */
function iterated(x: number, n: number): { y: number[]; dy: number[] } {
  const y = [0], dy = [0];
  for (let i = 1; i < n; i++) {
    const inner = Math.sin(x) + at(y, i - 1);
    y.push(inner ** 2);
    dy.push(2 * inner * (Math.cos(x) + at(dy, i - 1)));
  }
  return { y, dy };
}

export const numbers: Readonly<Record<string, Formula>> = {
  tangentSquared: of(tangentSquared),
  cubeRooted: of(cubeRooted),
  exponentialBase: of(exponentialBase),
  one: () => number(1, 0),
  logistic: of(x => number(1 / (1 + Math.exp(-x)), Math.exp(-x) / (1 + Math.exp(-x)) ** 2)),
  identity: of(x => number(x, 1)),
  numberToArray: of(x => {
    const [a, b, c] = [slopeOf(tangentSquared(x)), slopeOf(cubeRooted(x)), slopeOf(exponentialBase(x))];
    return { rows: [a, b, c, a - b, b, c, b, c].map(v => [v]) };
  }),
  numberToArrayInPlace: of(x => { const { y, dy } = iterated(x, 5); return { value: y, rows: dy.map(v => [v]) }; }),
  // What the array held before does not count.
  numberIntoArgument: of((a, b, c, d, x) => { const { y, dy } = iterated(x, [a, b, c, d].length); return { value: [at(y, 3)], rows: [[0, 0, 0, 0, at(dy, 3)]] }; }),
};

/** Terms (a - v)² + b (next ± v²)² summed, with the derivatives by each of a chain of numbers. */
function rosenbrock(x: readonly number[]): Known {
  const n = x.length;
  const [before, after] = [(i: number) => (i > 0 ? 200 * (at(x, i) - at(x, i - 1) ** 2) : 0), (i: number) => (i < n - 1 ? -400 * at(x, i) * (at(x, i + 1) - at(x, i) ** 2) - 2 * (1 - at(x, i)) : 0)];
  return {
    rows: [x.map((_, i) => before(i) + after(i))],
    hessian: matrix(n, n, (i, j) => {
      if (Math.abs(i - j) === 1) return -400 * at(x, Math.min(i, j));
      if (i !== j) return 0;
      return (i > 0 ? 200 : 0) + (i < n - 1 ? 1200 * at(x, i) ** 2 - 400 * at(x, i + 1) + 2 : 0);
    }),
  };
}

const norm2 = (x: readonly number[]): number => dot(x, x);

export const vectors: Readonly<Record<string, Formula>> = {
  mixedTerms: of((a, _b, c, d, e) => ({ rows: [[Math.exp(a) / e, 0, d / (c * e), Math.log(c) / e, -(Math.exp(a) + Math.log(c) * d) / e ** 2]] })),
  productAndSine: x => ({ rows: [x.map((_, i) => (i === 0 ? at(x, 1) + Math.cos(at(x, 0)) : i === 1 ? at(x, 0) : 0))], hessian: matrix(x.length, x.length, (i, j) => (i + j === 1 ? 1 : i + j === 0 ? -Math.sin(at(x, 0)) : 0)) }),
  // ‖x xᵀ‖ = ‖x‖²
  outerNorm: x => ({ value: [norm2(x)], rows: [x.map(v => 2 * v)], hessian: matrix(x.length, x.length, (i, j) => 2 * delta(i, j)) }),
  discarded: x => ({ value: [1], rows: [x.map(() => 0)] }),
  negatedCubes: x => ({ value: [-sum(x.map(v => v ** 3))], rows: [x.map(v => -3 * v ** 2)], hessian: matrix(x.length, x.length, (i, j) => -6 * delta(i, j) * at(x, i)) }),
  positiveSum: x => ({ rows: [x.map(v => (v > 0 ? 1 : 0))] }),
  scaledByFirst: x => ({ value: [at(x, 0) * sum(x)], rows: [x.map((_, i) => at(x, 0) + (i === 0 ? sum(x) : 0))], hessian: matrix(x.length, x.length, (i, j) => delta(i, 0) + delta(j, 0)) }),
  rosenbrock1: rosenbrock,
  rosenbrock2: x => {
    const a = at(x, 0);
    const pairs = x.slice(1).map((next, k) => ({ next, v: at(x, k) }));
    const byScale = sum(pairs.map(({ next, v }) => 2 * (a - v) + 100 * (next - v ** 2) ** 2));
    return {
      rows: [x.map((v, i) => (i === 0 ? byScale : 200 * a * (v - at(x, i - 1) ** 2)) + (i < x.length - 1 ? -2 * (a - v) - 400 * a * v * (at(x, i + 1) - v ** 2) : 0))],
    };
  },
  rosenbrock3: rosenbrock,
  rosenbrock4: x => ({
    rows: [x.map((v, i) => (i > 0 ? 200 * (v + at(x, i - 1) ** 2) : 0) + (i < x.length - 1 ? 2 * (1 + v) + 400 * v * (at(x, i + 1) + v ** 2) : 0))],
  }),
  ackley: x => {
    const n = x.length;
    const root = Math.sqrt(norm2(x) / n);
    const mean = Math.exp(sum(x.map(v => Math.cos(2 * Math.PI * v))) / n);
    return {
      value: [-20 * Math.exp(-0.2 * root) - mean + 20 + Math.E],
      rows: [x.map(v => (4 * Math.exp(-0.2 * root) * v) / (n * root) + (2 * Math.PI * mean * Math.sin(2 * Math.PI * v)) / n)],
    };
  },
  selfWeightedLogit: x => {
    const p = 1 / (1 + Math.exp(-norm2(x)));
    const slope = p * (1 - p);
    return { value: [p], rows: [x.map(v => 2 * v * slope)], hessian: matrix(x.length, x.length, (i, j) => 2 * slope * delta(i, j) + 4 * at(x, i) * at(x, j) * slope * (1 - 2 * p)) };
  },
  first: x => ({ rows: [x.map((_, i) => delta(i, 0))] }),
};

/** The Chebyshev polynomial Tₖ at cos θ, and its derivative k Uₖ₋₁. */
const chebyshev = (k: number, z: number): { value: number; slope: number } => {
  const theta = Math.acos(z);
  return { value: Math.cos(k * theta), slope: (k * Math.sin(k * theta)) / Math.sin(theta) };
};

export const arrays: Readonly<Record<string, Formula>> = {
  // Shifted to [0, 1], averaged, and against the integrals 0 and -1 / (k² - 1).
  chebyquad: x => {
    const n = x.length;
    const k = range(n).map(i => i + 1);
    return {
      value: k.map(i => sum(x.map(v => chebyshev(i, 2 * v - 1).value)) / n + (i % 2 === 0 ? 1 / (i * i - 1) : 0)),
      rows: k.map(i => x.map(v => (2 * chebyshev(i, 2 * v - 1).slope) / n)),
    };
  },
  brownAlmostLinear: x => {
    const n = x.length;
    return { rows: matrix(n, n, (j, i) => (j < n - 1 ? n - 1 + (i < n - 1 ? 1 : 0) : x.reduce((p, v, k) => (k === i ? p : p * v), 1))) };
  },
  // All elements are the same: y₀ = cos xₙ, yₘ = sin xₘ yₘ₋₁ + n (1 - cos xₙ).
  trigonometric: x => {
    const n = x.length;
    const last = at(x, n - 1);
    const before: number[] = [];
    let y = Math.cos(last);
    for (const v of x) {
      before.push(y);
      y = Math.sin(v) * y + n * (1 - Math.cos(last));
    }
    const behind = (from: number): number => x.slice(from).reduce((p, v) => p * Math.sin(v), 1);
    const byLast = Math.sin(last) * (n * sum(range(n).map(m => behind(m + 1))) - behind(0));
    const row = x.map((v, k) => Math.cos(v) * at(before, k) * behind(k + 1) + (k === n - 1 ? byLast : 0));
    return { value: x.map(() => y), rows: x.map(() => row) };
  },
  mutationTest1: of((a, b) => ({ value: [a * b, 0, a * b], rows: [[b, a, 0], [0, 0, 0], [b, a, 0]] })),
  mutationTest2: of((a, b) => ({ value: [a * b, a * b, 1], rows: [[b, a, 0], [b, a, 0], [0, 0, 0]] })),
  zeros: x => ({ value: x.map(() => 0), rows: matrix(x.length, x.length, () => 0) }),
  rowTwiceAndFirst: x => ({ rows: matrix(3, x.length, (i, j) => 2 * delta(i, j) + delta(j, 0)) }),
  negated: x => ({ value: x.map(v => -v), rows: matrix(x.length, x.length, (i, j) => -delta(i, j)) }),
  same: x => ({ value: x, rows: matrix(x.length, x.length, delta) }),
};

const halves = (x: readonly number[]): [number[][], number[][]] => [square(x.slice(0, x.length / 2)), square(x.slice(x.length / 2))];

/** The derivatives of a matrix that is linear in a change of a and of b: `changed` gives the matrix of changes for one of them. */
const linear = (x: readonly number[], changed: (da: number[][], db: number[][]) => number[][]): Known => {
  const columns = x.map((_, k) => { const [da, db] = halves(x.map((_unused, i) => delta(i, k))); return changed(da, db).flat(); });
  return { rows: transposed(columns) };
};

const combined = (a: Matrix, b: Matrix, s: number, t: number): number[][] => a.map((row, i) => row.map((v, j) => s * v + t * entry(b, i, j)));
const elementwise = (x: readonly number[], byA: (a: number, b: number) => number, byB: (a: number, b: number) => number): Known => {
  const n = x.length / 2;
  return { rows: matrix(n, 2 * n, (i, j) => (j % n !== i ? 0 : (j < n ? byA : byB)(at(x, i), at(x, i + n)))) };
};

export const matrices: Readonly<Record<string, Formula>> = {
  // Jacobi: the derivatives of a determinant are the cofactors.
  determinant: x => ({ value: [determinant(square(x))], rows: [cofactors(square(x)).flat()] }),
  // F = x₀₀ B + x with B = (x²)⁻¹, whose change is -B (dx x + x dx) B.
  shiftedDeterminant: x => {
    const a = square(x);
    const b = inverse(product(a, a));
    const g = cofactors(combined(b, a, at(x, 0), 1));
    const h = product(product(transposed(b), g), transposed(b));
    const both = combined(product(h, transposed(a)), product(transposed(a), h), 1, 1);
    const direct = combined(g, both, 1, -at(x, 0)).flat();
    return { value: [determinant(combined(b, a, at(x, 0), 1))], rows: [direct.map((v, i) => v + (i === 0 ? dot(g.flat(), b.flat()) : 0))] };
  },
  traceOfLogarithms: x => ({ value: [sum(x.map(v => Math.log1p(v * v)))], rows: [x.map(v => (2 * v) / (1 + v * v))], hessian: matrix(x.length, x.length, (i, j) => (delta(i, j) * 2 * (1 - at(x, i) ** 2)) / (1 + at(x, i) ** 2) ** 2) }),
  reshaped: x => ({ value: [sum(x.map(v => 0.5 * Math.sqrt(Math.abs(v) + v * v)))], rows: [x.map(v => (Math.sign(v) + 2 * v) / (4 * Math.sqrt(Math.abs(v) + v * v)))] }),
  meanOfSines: x => {
    const a = square(x);
    const n = a.length;
    return { rows: [matrix(n, n, (p, q) => (Math.cos(entry(a, p, q)) * sum(at(a, q)) + sum(a.map(row => Math.sin(at(row, p))))) / n).flat()] };
  },
  softmaxSum: x => ({ value: [Math.sqrt(x.length)], rows: [x.map(() => 0)] }),
  inverted: x => {
    const b = inverse(square(x));
    const n = b.length;
    return { value: b.flat(), rows: matrix(n * n, n * n, (k, l) => -entry(b, Math.floor(k / n), Math.floor(l / n)) * entry(b, l % n, k % n)) };
  },
  matrixSum: x => linear(x, (da, db) => combined(da, db, 1, 1)),
  elementwisePower: x => elementwise(x, (a, b) => b * a ** (b - 1), (a, b) => Math.log(a) * a ** b),
  elementwiseQuotient: x => elementwise(x, (_a, b) => 1 / b, (a, b) => -a / b ** 2),
  matrixProduct: x => { const [a, b] = halves(x); return { value: product(a, b).flat(), ...linear(x, (da, db) => combined(product(da, b), product(a, db), 1, 1)) }; },
  transposedProduct: x => {
    const [a, b] = halves(x).map(transposed);
    return linear(x, (da, db) => combined(product(transposed(da), b ?? []), product(a ?? [], transposed(db)), 1, 1));
  },
  rightQuotient: x => {
    const [a, b] = halves(x);
    const c = inverse(b);
    return linear(x, (da, db) => combined(product(da, c), product(product(product(a, c), db), c), 1, -1));
  },
  leftQuotient: x => {
    const [a, b] = halves(x);
    const c = inverse(a);
    return linear(x, (da, db) => combined(product(c, db), product(product(product(c, da), c), b), 1, -1));
  },
  neuralStep: of((x1, x2, a, b, c, d, v1, v2) => {
    const [z1, z2] = [a * x1 + b * x2, c * x1 + d * x2];
    const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
    const p = logistic(v1 * Math.log1p(Math.exp(z1)) + v2 * Math.log1p(Math.exp(z2)));
    const s = p * (1 - p);
    const [d1, d2] = [s * v1 * logistic(z1), s * v2 * logistic(z2)];
    return { value: [p], rows: [[d1 * a + d2 * c, d1 * b + d2 * d, d1 * x1, d1 * x2, d2 * x1, d2 * x2, s * Math.log1p(Math.exp(z1)), s * Math.log1p(Math.exp(z2))]] };
  }),
};
