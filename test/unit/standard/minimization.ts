/**
 * The problems of `test/fixtures/standard/minimization` by hand: residuals and their Jacobians as Moré, Garbow and Hillstrom
 * define them (1981), with tables typed in once more.
 */
import { at, delta, matrix, range, squares, sum, type Formula, type Residuals } from './known';

type Problem = (x: readonly number[]) => Residuals;
const ofNumbers = (problem: (...x: number[]) => Residuals): Problem => x => problem(...x);
/** Residuals given one by one as [value, derivatives…]. */
const listed = (lines: readonly (readonly number[])[]): Residuals => ({ value: lines.map(line => at(line, 0)), rows: lines.map(line => line.slice(1)) });
const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number);

const BARD = numbers('.14 .18 .22 .25 .29 .32 .35 .39 .37 .58 .73 .96 1.34 2.10 4.39');
const GAUSSIAN = numbers('.0009 .0044 .0175 .0540 .1295 .2420 .3521 .3989 .3521 .2420 .1295 .0540 .0175 .0044 .0009');
const MEYER = numbers('34780 28610 23650 19630 16370 13720 11540 9744 8261 7030 6005 5147 4427 3820 3307 2872');
const KOWALIK_Y = numbers('.1957 .1947 .1735 .1600 .0844 .0627 .0456 .0342 .0323 .0235 .0246');
const KOWALIK_U = numbers('4 2 1 .5 .25 .167 .125 .1 .0833 .0714 .0625');
const OSBORNE1 = numbers('.844 .908 .932 .936 .925 .908 .881 .850 .818 .784 .751 .718 .685 .658 .628 .603 .580 .558 .538 .522 .506 .490 .478 .467 .457 .448 .438 .431 .424 .420 .414 .411 .406');
const OSBORNE2 = numbers(`1.366 1.191 1.112 1.013 .991 .885 .831 .847 .786 .725 .746 .679 .608 .655 .616 .606 .602 .626 .651 .724 .649 .649 .694 .644 .624 .661 .612
  .558 .533 .495 .500 .423 .395 .375 .372 .391 .396 .405 .428 .429 .523 .562 .607 .653 .672 .708 .633 .668 .645 .632 .591 .559 .597 .625 .739 .710 .729 .720
  .636 .581 .428 .292 .162 .098 .054`);

const { exp, log, sqrt, cos, sin, PI, abs, hypot, atan2 } = Math;

const rosenbrock = ofNumbers((x, y) => ({ ...listed([[10 * (y - x * x), -20 * x, 10], [1 - x, -1, 0]]), curvature: [[-200 * (y - x * x), 0], [0, 0]] }));
const powellSingular = ofNumbers((a, b, c, d) => {
  const [p, q] = [b - 2 * c, a - d];
  return {
    ...listed([[a + 10 * b, 1, 10, 0, 0], [sqrt(5) * (c - d), 0, 0, sqrt(5), -sqrt(5)], [p * p, 0, 2 * p, -4 * p, 0], [sqrt(10) * q * q, 2 * sqrt(10) * q, 0, 0, -2 * sqrt(10) * q]]),
    curvature: [[20 * q * q, 0, 0, -20 * q * q], [0, 2 * p * p, -4 * p * p, 0], [0, -4 * p * p, 8 * p * p, 0], [-20 * q * q, 0, 0, 20 * q * q]],
  };
});
/** Independent problems in groups of n numbers. */
const repeated = (problem: Problem, n: number): Problem => x => {
  const parts = range(x.length / n).map(k => problem(x.slice(k * n, (k + 1) * n)));
  return {
    value: parts.flatMap(part => part.value),
    rows: parts.flatMap((part, k) => part.rows.map(row => x.map((_, j) => (Math.floor(j / n) === k ? at(row, j % n) : 0)))),
    curvature: matrix(x.length, x.length, (i, j) => (Math.floor(i / n) === Math.floor(j / n) ? at(at(at(parts, Math.floor(i / n)).curvature ?? [], i % n), j % n) : 0)),
  };
};

/** Residuals of each problem; `…Residuals` of the fixtures give them, the functions of the name alone their sum of squares. */
const problems: Readonly<Record<string, Problem>> = {
  rosenbrock,
  freudensteinRoth: ofNumbers((x, y) => listed([[x - y ** 3 + 5 * y ** 2 - 2 * y - 13, 1, -3 * y ** 2 + 10 * y - 2], [x + y ** 3 + y ** 2 - 14 * y - 29, 1, 3 * y ** 2 + 2 * y - 14]])),
  powellBadlyScaled: ofNumbers((x, y) => ({ ...listed([[1e4 * x * y - 1, 1e4 * y, 1e4 * x], [exp(-x) + exp(-y) - 1.0001, -exp(-x), -exp(-y)]]) })),
  brownBadlyScaled: ofNumbers((x, y) => ({ ...listed([[x - 1e6, 1, 0], [y - 2e-6, 0, 1], [x * y - 2, y, x]]), curvature: [[0, x * y - 2], [x * y - 2, 0]] })),
  beale: ofNumbers((x, y) => {
    const f = [1.5, 2.25, 2.625].map((c, i) => c - x * (1 - y ** (i + 1)));
    const k = [1, 2, 3];
    const cross = sum(k.map(i => at(f, i - 1) * i * y ** (i - 1)));
    return { ...listed(k.map(i => [at(f, i - 1), y ** i - 1, i * x * y ** (i - 1)])), curvature: [[0, cross], [cross, sum(k.slice(1).map(i => at(f, i - 1) * i * (i - 1) * x * y ** (i - 2)))]] };
  }),
  jennrichSampson: ofNumbers((x, y) => listed(range(10).map(k => k + 1).map(i => [2 + 2 * i - exp(i * x) - exp(i * y), -i * exp(i * x), -i * exp(i * y)]))),
  helicalValley: ofNumbers((x, y, z) => {
    const r2 = x * x + y * y;
    const turn = atan2(y, x) / (2 * PI);
    return listed([
      // The angle runs from -1/4 to 3/4 of a turn.
      [10 * (z - 10 * (x < 0 && y < 0 ? turn + 1 : turn)), (50 / PI) * (y / r2), (-50 / PI) * (x / r2), 10],
      [10 * (hypot(x, y) - 1), (10 * x) / hypot(x, y), (10 * y) / hypot(x, y), 0], [z, 0, 0, 1],
    ]);
  }),
  bard: ofNumbers((x, y, z) => listed(BARD.map((b, k) => {
    const [u, v] = [k + 1, 15 - k];
    const w = u < v ? u : v;
    const q = v * y + w * z;
    return [b - x - u / q, -1, (u * v) / q ** 2, (u * w) / q ** 2];
  }))),
  gaussian: ofNumbers((x, y, z) => listed(GAUSSIAN.map((g, k) => {
    const t = (7 - k) / 2 - z;
    const e = exp((-y * t * t) / 2);
    return [x * e - g, e, (-x * e * t * t) / 2, x * e * y * t];
  }))),
  meyer: ofNumbers((x, y, z) => listed(MEYER.map((m, k) => {
    const t = 50 + 5 * k + z;
    const e = exp(y / t);
    return [x * e - m, e, (x * e) / t, (-x * e * y) / t ** 2];
  }))),
  gulf: ofNumbers((x, y, z) => listed(range(10).map(k => (k + 1) / 100).map(t => {
    const d = 25 + (-50 * log(t)) ** (2 / 3) - y;
    const p = abs(d) ** z;
    const e = exp(-p / x);
    return [e - t, (e * p) / x ** 2, (e * z * p) / (x * d), (-e * p * log(abs(d))) / x];
  }))),
  box3d: ofNumbers((x, y, z) => listed(range(10).map(k => (k + 1) / 10).map(t => {
    const c = exp(-t) - exp(-10 * t);
    return [exp(-t * x) - exp(-t * y) - z * c, -t * exp(-t * x), t * exp(-t * y), -c];
  }))),
  powellSingular,
  wood: ofNumbers((a, b, c, d) => ({
    ...listed([
      [10 * (b - a * a), -20 * a, 10, 0, 0], [sqrt(90) * (d - c * c), 0, 0, -2 * sqrt(90) * c, sqrt(90)], [1 - a, -1, 0, 0, 0], [1 - c, 0, 0, -1, 0],
      [sqrt(10) * (b + d - 2), 0, sqrt(10), 0, sqrt(10)], [(b - d) / sqrt(10), 0, 1 / sqrt(10), 0, -1 / sqrt(10)],
    ]),
    curvature: matrix(4, 4, (i, j) => (i === 0 && j === 0 ? -200 * (b - a * a) : i === 2 && j === 2 ? -180 * (d - c * c) : 0)),
  })),
  kowalikOsborne: ofNumbers((a, b, c, d) => listed(KOWALIK_Y.map((y, k) => {
    const u = at(KOWALIK_U, k);
    const [p, q] = [u * u + u * b, u * u + u * c + d];
    return [y - (a * p) / q, -p / q, (-a * u) / q, (a * p * u) / q ** 2, (a * p) / q ** 2];
  }))),
  brownDennis: ofNumbers((a, b, c, d) => listed(range(20).map(k => (k + 1) / 5).map(t => {
    const [p, q] = [a + t * b - exp(t), c + d * sin(t) - cos(t)];
    return [p * p + q * q, 2 * p, 2 * p * t, 2 * q, 2 * q * sin(t)];
  }))),
  osborne1: ofNumbers((a, b, c, d, e) => listed(OSBORNE1.map((y, i) => {
    const [p, q] = [exp(-10 * i * d), exp(-10 * i * e)];
    return [y - a - b * p - c * q, -1, -p, -q, 10 * i * b * p, 10 * i * c * q];
  }))),
  biggsExp6: ofNumbers((a, b, c, d, e, f) => listed(range(13).map(k => (k + 1) / 10).map(t => {
    const y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t);
    return [c * exp(-t * a) - d * exp(-t * b) + f * exp(-t * e) - y, -t * c * exp(-t * a), t * d * exp(-t * b), exp(-t * a), -exp(-t * b), -t * f * exp(-t * e), exp(-t * e)];
  }))),
  osborne2: x => listed(OSBORNE2.map((y, i) => {
    const t = i / 10;
    const decay = exp(-t * at(x, 4));
    const peaks = [1, 2, 3].map(k => ({ h: at(x, k), w: at(x, k + 4), d: t - at(x, k + 7) })).map(({ h, w, d }) => ({ h, w, d, e: exp(-w * d * d) }));
    return [
      y - at(x, 0) * decay - sum(peaks.map(({ h, e }) => h * e)), -decay, ...peaks.map(({ e }) => -e), t * at(x, 0) * decay,
      ...peaks.map(({ h, d, e }) => h * e * d * d), ...peaks.map(({ h, w, d, e }) => -2 * h * w * d * e),
    ];
  })),
  watson: x => {
    const j = range(x.length);
    const inner = range(29).map(k => (k + 1) / 29).map(t => {
      const value = sum(j.map(i => at(x, i) * t ** i));
      const slope = sum(j.slice(1).map(i => i * at(x, i) * t ** (i - 1)));
      return [slope - value ** 2 - 1, ...j.map(i => (i === 0 ? 0 : i * t ** (i - 1)) - 2 * value * t ** i)];
    });
    const [a, b] = [at(x, 0), at(x, 1)];
    return listed([...inner, [a, ...j.map(i => delta(i, 0))], [b - a * a - 1, ...j.map(i => (i === 0 ? -2 * a : delta(i, 1)))]]);
  },
  extendedRosenbrock: repeated(rosenbrock, 2),
  extendedPowell: repeated(powellSingular, 4),
  penalty1: x => {
    const last = sum(x.map(v => v * v)) - 0.25;
    return {
      ...listed([...x.map((v, i) => [sqrt(1e-5) * (v - 1), ...x.map((_, k) => sqrt(1e-5) * delta(i, k))]), [last, ...x.map(v => 2 * v)]]),
      curvature: matrix(x.length, x.length, (i, k) => 2 * last * delta(i, k)),
    };
  },
  penalty2: x => {
    const n = x.length, a = sqrt(1e-5);
    const row = (f: (k: number) => number): number[] => x.map((_, k) => f(k));
    const tenth = (i: number): number => exp(at(x, i) / 10);
    return listed([
      [at(x, 0) - 0.2, ...row(k => delta(k, 0))],
      ...range(n).slice(1).map(i => [a * (tenth(i) + tenth(i - 1) - exp((i + 1) / 10) - exp(i / 10)), ...row(k => (a / 10) * (delta(k, i) + delta(k, i - 1)) * tenth(k))]),
      ...range(n).slice(1).map(i => [a * (tenth(i) - exp(-0.1)), ...row(k => (a / 10) * delta(k, i) * tenth(k))]),
      [sum(x.map((v, j) => (n - j) * v * v)) - 1, ...row(k => 2 * (n - k) * at(x, k))],
    ]);
  },
  variablyDimensioned: x => {
    const s = sum(x.map((v, j) => (j + 1) * (v - 1)));
    return {
      ...listed([...x.map((v, i) => [v - 1, ...x.map((_, k) => delta(i, k))]), [s, ...x.map((_, k) => k + 1)], [s * s, ...x.map((_, k) => 2 * s * (k + 1))]]),
      curvature: matrix(x.length, x.length, (i, k) => 2 * s * s * (i + 1) * (k + 1)),
    };
  },
  trigonometric: x => listed(x.map((v, i) => [x.length - sum(x.map(cos)) + (i + 1) * (1 - cos(v)) - sin(v), ...x.map((w, k) => sin(w) + delta(i, k) * ((i + 1) * sin(v) - cos(v)))])),
  broydenTridiagonal: x => ({
    ...listed(x.map((v, i) => [(3 - 2 * v) * v - (x[i - 1] ?? 0) - 2 * (x[i + 1] ?? 0) + 1, ...x.map((_, k) => delta(i, k) * (3 - 4 * v) - delta(i - 1, k) - 2 * delta(i + 1, k))])),
    curvature: matrix(x.length, x.length, (i, k) => -4 * delta(i, k) * ((3 - 2 * at(x, i)) * at(x, i) - (x[i - 1] ?? 0) - 2 * (x[i + 1] ?? 0) + 1)),
  }),
};

/** The fixture of these residuals takes a decay and three peaks, each in a record: where each of its numbers stands in the problem. */
const placeInProblem = [0, 4, 1, 5, 8, 2, 6, 9, 3, 7, 10];
const ofPeaks = (problem: Problem): Problem => x => {
  const { value, rows } = problem(placeInProblem.map((_, i) => at(x, placeInProblem.indexOf(i))));
  return { value, rows: rows.map(row => placeInProblem.map(place => at(row, place))) };
};

export const minimization: Readonly<Record<string, Formula>> = Object.fromEntries(Object.entries(problems).flatMap(([name, problem]): [string, Formula][] => [
  [name, x => squares(problem(x))],
  [`${name}Residuals`, x => { const { value, rows } = (name === 'osborne2' ? ofPeaks(problem) : problem)(x); return { value, rows }; }],
]));
