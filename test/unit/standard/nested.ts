/** The objectives of GradBench that hold derivatives themselves, by hand. */
import { clusters } from './gradbench';
import { at, delta, matrix, of, type Formula, type Known } from './known';

/** The gradient of 1 / |d|, and what it is multiplied with to change: 3 d dᵀ / |d|⁵ - 1 / |d|³. */
const pull = (dx: number, dy: number): { x: number; y: number; xx: number; xy: number; yy: number } => {
  const r = Math.sqrt(dx * dx + dy * dy);
  return { x: -dx / r ** 3, y: -dy / r ** 3, xx: (3 * dx * dx) / r ** 5 - 1 / r ** 3, xy: (3 * dx * dy) / r ** 5, yy: (3 * dy * dy) / r ** 5 - 1 / r ** 3 };
};

/** Where the path meets the axis, squared, and its derivative: Euler's method with the variations of place and velocity beside them. */
function path(w: number): { value: number; slope: number } {
  const dt = 0.1;
  let [x, y, vx, vy] = [0, 8, 0.75, 0];
  let [sx, sy, svx, svy] = [0, 0, 0, 0];
  for (let step = 0; step < 1000; step++) {
    const [p, q] = [pull(x - 10, y - 10 + w), pull(x - 10, y)];
    if (y + dt * vy <= 0) {
      const end = x - (y * vx) / vy;
      const byEnd = sx - (sy * vx + y * svx) / vy + (y * vx * svy) / vy ** 2;
      return { value: end ** 2, slope: 2 * end * byEnd };
    }
    const byX = p.xx * sx + p.xy * (sy + 1) + q.xx * sx + q.xy * sy;
    const byY = p.xy * sx + p.yy * (sy + 1) + q.xy * sx + q.yy * sy;
    [x, y, sx, sy] = [x + dt * vx, y + dt * vy, sx + dt * svx, sy + dt * svy];
    [vx, vy, svx, svy] = [vx - dt * (p.x + q.x), vy - dt * (p.y + q.y), svx - dt * byX, svy - dt * byY];
  }
  throw new Error(`the path from w = ${String(w)} does not meet the axis`);
}

/** First and second derivatives of a function by extrapolated differences. */
function differences(f: (w: number) => number, w: number): [number, number] {
  const [h, ratio] = [2e-5, 2];
  const first = (step: number): number => (f(w + step) - f(w - step)) / (2 * step);
  const second = (step: number): number => (f(w + step) - 2 * f(w) + f(w - step)) / step ** 2;
  const extrapolated = (estimate: (step: number) => number): number => (ratio ** 2 * estimate(h) - estimate(ratio * h)) / (ratio ** 2 - 1);
  return [extrapolated(first), extrapolated(second)];
}

/** Newton's method on the slope g: each step w - g / g' has the derivative g g'' / g'². */
function newton(w: number, steps: number): Known {
  let now = w, slope = 1;
  for (let i = 0; i < steps; i++) {
    const g = path(now).slope;
    const [g1, g2] = differences(v => path(v).slope, now);
    slope *= (g * g2) / g1 ** 2;
    now -= g / g1;
  }
  return { value: [now], rows: [[slope]], tolerance: 3e-5 };
}

/** Greatest value after n steps of rate c: each step shrinks the second point by 1 - 2 c. */
const greatest = (a0: number, a1: number, b0: number, b1: number, rate: number): Known => {
  const n = 3, shrunk = 1 - 2 * rate, b2 = b0 * b0 + b1 * b1;
  return {
    value: [a0 * a0 + a1 * a1 - shrunk ** (2 * n) * b2],
    rows: [[2 * a0, 2 * a1, -2 * shrunk ** (2 * n) * b0, -2 * shrunk ** (2 * n) * b1, 4 * n * shrunk ** (2 * n - 1) * b2]],
  };
};

/** Both points start at the same place and shrink in the same way. */
const descended: Formula = (x, data) => {
  const shrunk = (1 - 2 * at(at(data, 0), 0)) ** 3;
  return { value: [...x, ...x].map(v => shrunk * v), rows: matrix(4, 2, (i, j) => shrunk * delta(i % 2, j)) };
};

export const nested: Readonly<Record<string, Formula>> = {
  potential: (x, data) => {
    const [p, q] = [pull(at(x, 0) - 10, at(x, 1) - 10 + at(at(data, 0), 0)), pull(at(x, 0) - 10, at(x, 1))];
    return { rows: [[p.x + q.x, p.y + q.y]], hessian: [[p.xx + q.xx, p.xy + q.xy], [p.xy + q.xy, p.yy + q.yy]] };
  },
  particle: of(w => { const { value, slope } = path(w); return { value: [value], rows: [[slope]] }; }),
  control: (x, data) => newton(at(x, 0), at(at(data, 0), 0)),
  difference: x => ({ rows: [x.map((v, i) => (i < 2 ? 2 : -2) * v)], hessian: matrix(4, 4, (i, j) => (i < 2 ? 2 : -2) * delta(i, j)) }),
  greatest: of(greatest),
  greatestForward: of(greatest),
  saddle: descended,
  saddleForward: descended,
  // A centroid minus the mean of its points.
  kmeansDirection: (x, data) => {
    const { pulls, counts } = clusters(x, at(data, 0));
    return { value: pulls.map((v, i) => v / (2 * at(counts, i))), rows: matrix(x.length, x.length, delta) };
  },
};
