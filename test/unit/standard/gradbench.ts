/** The objectives of `test/fixtures/standard/gradbench` by hand, but for those of space (`space.ts`) and nested derivatives (`nested.ts`). */
import { at, cofactors, delta, determinant, dot, matrix, of, range, square, sum, type Formula, type Known, type Matrix } from './known';

const { exp, tanh } = Math;
const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** Σ (s - Σ xⱼ tʲ)² / 2 */
function polynomialFit(x: readonly number[], samples: readonly { t: number; s: number }[]): Known {
  const residuals = samples.map(({ t, s }) => s - sum(x.map((c, j) => c * t ** j)));
  return {
    value: [dot(residuals, residuals) / 2],
    rows: [x.map((_, j) => -sum(samples.map(({ t }, i) => at(residuals, i) * t ** j)))],
    hessian: matrix(x.length, x.length, (j, k) => sum(samples.map(({ t }) => t ** (j + k)))),
  };
}

const logSumExp: Formula = x => {
  const total = sum(x.map(exp));
  const p = x.map(v => exp(v) / total);
  return { value: [Math.log(total)], rows: [p], hessian: matrix(x.length, x.length, (i, j) => delta(i, j) * at(p, i) - at(p, i) * at(p, j)) };
};

const byCofactors: Formula = x => ({ value: [determinant(square(x))], rows: [cofactors(square(x)).flat()] });

/** yᵢ = tⁱ⁺¹ / (i + 1)! x₀ … xᵢ at t = 2: a polynomial of the fourth degree at most, which the method of Runge and Kutta gives exactly. */
const chain: Formula = x => {
  const y = x.map((_, i) => range(i + 1).reduce((p, j) => (p * 2 * at(x, j)) / (j + 1), 1));
  return { value: y, rows: y.map((v, i) => x.map((w, j) => (j <= i ? v / w : 0))) };
};

/** Points in the plane; a centroid's derivative is twice the sum of its distances to the points that are nearest to it. */
export function clusters(x: readonly number[], points: readonly number[]): { cost: number; pulls: number[]; counts: number[] } {
  const pulls = x.map(() => 0), counts = x.map(() => 0);
  let cost = 0;
  for (let i = 0; i < points.length; i += 2) {
    const squares = range(x.length / 2).map(c => (at(points, i) - at(x, 2 * c)) ** 2 + (at(points, i + 1) - at(x, 2 * c + 1)) ** 2);
    const least = Math.min(...squares);
    cost += least;
    for (const k of [0, 1]) {
      const place = 2 * squares.indexOf(least) + k;
      pulls[place] = at(pulls, place) + 2 * (at(x, place) - at(points, i + k));
      counts[place] = at(counts, place) + 1;
    }
  }
  return { cost, pulls, counts };
}

const nearest: Formula = (x, data) => {
  const { cost, pulls, counts } = clusters(x, at(data, 0));
  return { value: [cost], rows: [pulls], hessian: matrix(x.length, x.length, (i, j) => 2 * delta(i, j) * at(counts, i)) };
};

/** A component of a mixture in the plane: weight, mean, logarithms of the diagonal of Q, and what stands below it. */
interface Component { readonly alpha: number; readonly mu: readonly number[]; readonly q: readonly number[]; readonly l: number }

/** The derivatives by alpha, mean, q and l of each component: responsibilities times those of its exponent, and those of the prior. */
function mixture(components: readonly Component[], points: readonly number[], gamma: number, m: number): number[][] {
  const n = points.length / 2;
  const total = components.map(() => [0, 0, 0, 0, 0, 0]);
  const add = (c: number, weight: number, parts: readonly number[]): void => { parts.forEach((v, i) => { const row = at(total, c); row[i] = at(row, i) + weight * v; }); };
  for (let p = 0; p < points.length; p += 2) {
    const terms = components.map(({ alpha, mu, q, l }) => {
      const [z0, z1, e0, e1] = [at(points, p) - at(mu, 0), at(points, p + 1) - at(mu, 1), exp(at(q, 0)), exp(at(q, 1))];
      const [u0, u1] = [e0 * z0, e1 * z1 + l * z0];
      return { exponent: exp(alpha + sum(q) - (u0 * u0 + u1 * u1) / 2), parts: [1, u0 * e0 + u1 * l, u1 * e1, 1 - u0 * u0, 1 - u1 * e1 * z1, -u1 * z0] };
    });
    const whole = sum(terms.map(({ exponent }) => exponent));
    terms.forEach(({ exponent, parts }, c) => { add(c, exponent / whole, parts); });
  }
  const weights = sum(components.map(({ alpha }) => exp(alpha)));
  components.forEach(({ alpha, q, l }, c) => { add(c, 1, [(-n * exp(alpha)) / weights, 0, 0, ...q.map(v => gamma ** 2 * exp(2 * v) - m), gamma ** 2 * l]); });
  return total;
}

/** The parameters of a gate, and of the input, as the sensitivities below number them. */
const gates = { forget: [0, 4], input: [1, 5], output: [2, 6], change: [3, 7] } as const;

/**
 * One diagonal layer of width b: every unit is by itself until the normalisation. Tangents of hidden value and cell by the weights and
 * biases of the unit's gates (weights 0 to 3, biases 4 to 7) and the weight of its input (8) are carried along.
 */
function recurrent(b: number, parameter: (unit: number, k: number) => number, ends: Matrix, state: Matrix, sequence: readonly number[]): { value: number; by: number[][]; byOut: number[]; byBias: number[] } {
  const steps = sequence.length / b - 1;
  const hidden = [...at(state, 0)], cell = [...at(state, 1)];
  const dHidden = matrix(b, 9, () => 0), dCell = matrix(b, 9, () => 0), by = matrix(b, 9, () => 0);
  const byOut = range(b).map(() => 0), byBias = range(b).map(() => 0);
  let value = 0;
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < b; i++) {
      const x = at(sequence, t * b + i) * at(at(ends, 0), i);
      const [h, c, th, tc] = [at(hidden, i), at(cell, i), at(dHidden, i), at(dCell, i)];
      const gate = (name: keyof typeof gates, from: number, dFrom: (k: number) => number, f: (z: number) => number, slope: (y: number) => number): { y: number; dy: (k: number) => number } => {
        const [w, bias] = gates[name];
        const y = f(from * parameter(i, w) + parameter(i, bias));
        return { y, dy: k => slope(y) * (dFrom(k) * parameter(i, w) + from * delta(k, w) + delta(k, bias)) };
      };
      const dx = (k: number): number => (k === 8 ? at(sequence, t * b + i) : 0);
      const dh = (k: number): number => at(th, k);
      const logistic = (y: number): number => y * (1 - y);
      const f = gate('forget', x, dx, sigmoid, logistic), o = gate('output', x, dx, sigmoid, logistic);
      const n = gate('input', h, dh, sigmoid, logistic), g = gate('change', h, dh, tanh, y => 1 - y * y);
      const next = c * f.y + n.y * g.y;
      const dNext = range(9).map(k => at(tc, k) * f.y + c * f.dy(k) + n.dy(k) * g.y + n.y * g.dy(k));
      dHidden[i] = dNext.map((v, k) => o.dy(k) * tanh(next) + o.y * (1 - tanh(next) ** 2) * v);
      dCell[i] = dNext;
      hidden[i] = o.y * tanh(next);
      cell[i] = next;
    }
    const predicted = hidden.map((h, i) => h * at(at(ends, 1), i) + at(at(ends, 2), i));
    const whole = 2 + sum(predicted.map(exp));
    const wanted = sequence.slice((t + 1) * b, (t + 2) * b);
    const scale = -1 / (steps * b);
    value += scale * sum(wanted.map((y, i) => y * (at(predicted, i) - Math.log(whole))));
    for (let i = 0; i < b; i++) {
      const byPredicted = scale * (at(wanted, i) - (sum(wanted) * exp(at(predicted, i))) / whole);
      byOut[i] = at(byOut, i) + byPredicted * at(hidden, i);
      byBias[i] = at(byBias, i) + byPredicted;
      by[i] = at(by, i).map((v, k) => v + byPredicted * at(at(ends, 1), i) * at(at(dHidden, i), k));
    }
  }
  return { value, by, byOut, byBias };
}

/** Width 2; `place` says where the k-th parameter of a unit stands among the 16 of the layer. */
const sequenceModel = (place: (unit: number, k: number) => number): Formula => (x, data) => {
  const state = at(data, 0);
  const ends = [x.slice(16, 18), x.slice(18, 20), x.slice(20, 22)];
  const { value, by, byOut, byBias } = recurrent(2, (i, k) => at(x, place(i, k)), ends, [state.slice(0, 2), state.slice(2)], at(data, 1));
  const gradient = x.map(() => 0);
  by.forEach((unit, i) => { unit.forEach((v, k) => { gradient[k === 8 ? 16 + i : place(i, k)] = v; }); });
  return { value: [value], rows: [[...gradient.slice(0, 18), ...byOut, ...byBias]] };
};

export const gradbench: Readonly<Record<string, Formula>> = {
  hello: of(x => ({ value: [x * x], rows: [[2 * x]], hessian: [[2]] })),
  llsq: (x, data) => {
    const n = at(at(data, 0), 0);
    return polynomialFit(x, range(n).map(i => -1 + (2 * i) / (n - 1)).map(t => ({ t, s: Math.sign(t) })));
  },
  llsqOfSamples: (x, data) => polynomialFit(x, range(at(data, 0).length / 2).map(i => ({ t: at(at(data, 0), 2 * i), s: at(at(data, 0), 2 * i + 1) }))),
  lse: logSumExp,
  lseOfList: logSumExp,
  det: byCofactors,
  detOfRows: byCofactors,
  ode: chain,
  odeOfLists: chain,
  kmeans: nearest,
  kmeansOfRows: nearest,
  gmm: (x, data) => {
    const components = [0, 1].map((c): Component => ({ alpha: at(x, c), mu: x.slice(2 + 2 * c, 4 + 2 * c), q: x.slice(6 + 3 * c, 8 + 3 * c), l: at(x, 8 + 3 * c) }));
    const by = mixture(components, at(data, 0), at(at(data, 2), 0), at(at(data, 3), 0));
    return { rows: [[[0, 1], [1, 3], [3, 6]].flatMap(([from, to]) => by.flatMap(row => row.slice(from, to)))] };
  },
  gmmOfComponents: (x, data) => {
    const components = [0, 6].map((c): Component => ({ alpha: at(x, c), mu: x.slice(c + 1, c + 3), q: x.slice(c + 3, c + 5), l: at(x, c + 5) }));
    return { rows: [mixture(components, at(data, 0), at(at(data, 1), 0), at(at(data, 1), 1)).flat()] };
  },
  // Weights of the four gates, then their biases.
  lstm: sequenceModel((unit, k) => 2 * k + unit),
  // Weight and bias of each gate in turn.
  lstmOfLayers: sequenceModel((unit, k) => 4 * (k % 4) + (k < 4 ? 0 : 2) + unit),
};
