/** Bundle adjustment and hand tracking of GradBench by hand: rotations and their derivatives as matrices. */
import { at, delta, entry, matrix, product, range, sum, transposed, type Formula, type Matrix } from './known';

const { sin, cos, hypot } = Math;
const identity = matrix(3, 3, delta);
const cross = ([x = 0, y = 0, z = 0]: readonly number[]): number[][] => [[0, -z, y], [z, 0, -x], [-y, x, 0]];
const plus = (a: Matrix, b: Matrix, s = 1): number[][] => a.map((row, i) => row.map((v, j) => v + s * entry(b, i, j)));
const times = (a: Matrix, s: number): number[][] => a.map(row => row.map(v => v * s));
const applied = (a: Matrix, x: readonly number[]): number[] => a.map(row => sum(row.map((v, k) => v * at(x, k))));

/** exp of the cross product matrix of r, by its series of Rodrigues. */
function rotation(r: readonly number[]): number[][] {
  const angle = hypot(...r);
  const k = cross(r);
  return plus(plus(identity, k, sin(angle) / angle), product(k, k), (1 - cos(angle)) / angle ** 2);
}

/** ∂(R x)/∂r = -R [x]ₓ (r rᵀ + (Rᵀ - 1) [r]ₓ) / |r|² (Gallego and Yezzi 2015). */
function byRotation(r: readonly number[], x: readonly number[]): number[][] {
  const turn = rotation(r);
  const inner = plus(matrix(3, 3, (i, j) => at(r, i) * at(r, j)), product(plus(transposed(turn), identity, -1), cross(r)));
  return times(product(product(turn, cross(x)), inner), -1 / hypot(...r) ** 2);
}

/** One camera, numbers 0 to 10; points from 11 on, in threes; then a weight for each observation, which is of the point of its number. */
const bundle = (features: (data: Matrix) => readonly (readonly number[])[]): Formula => (x, data) => {
  const seen = features(data);
  const [r, center, focal, principal, k1, k2] = [x.slice(0, 3), x.slice(3, 6), at(x, 6), x.slice(7, 9), at(x, 9), at(x, 10)];
  const weights = x.slice(-seen.length);
  const value: number[] = [];
  const rows = seen.flatMap((feature, i) => {
    const place = 11 + 3 * i;
    const offset = [0, 1, 2].map(k => at(x, place + k) - at(center, k));
    const turn = rotation(r);
    const [px = 0, py = 0, pz = 1] = applied(turn, offset);
    const uv = [px / pz, py / pz];
    const s = sum(uv.map(v => v * v));
    const [distortion, slope] = [1 + k1 * s + k2 * s * s, k1 + 2 * k2 * s];
    const byUv = matrix(2, 2, (a, b) => focal * (distortion * delta(a, b) + 2 * slope * at(uv, a) * at(uv, b)));
    const byPoint = product(byUv, [[1 / pz, 0, -px / pz ** 2], [0, 1 / pz, -py / pz ** 2]]);
    const [byR, byX] = [product(byPoint, byRotation(r, offset)), product(byPoint, turn)];
    return [0, 1].map(a => {
      const w = at(weights, i);
      const row = x.map(() => 0);
      for (const k of range(3)) {
        row[k] = w * entry(byR, a, k);
        row[3 + k] = -w * entry(byX, a, k);
        row[place + k] = w * entry(byX, a, k);
      }
      const error = at(uv, a) * distortion * focal + at(principal, a) - at(feature, a);
      row[6] = w * at(uv, a) * distortion;
      row[7 + a] = w;
      row[9] = w * at(uv, a) * focal * s;
      row[10] = w * at(uv, a) * focal * s * s;
      row[x.length - seen.length + i] = error;
      value.push(w * error);
      return row;
    });
  });
  const last = weights.map((w, i) => x.map((_, j) => -2 * w * delta(j, x.length - weights.length + i)));
  return { value: [...value, ...weights.map(w => 1 - w * w)], rows: [...rows, ...last] };
};

// ---- hand tracking

const turnX = (a: number): Matrix => [[1, 0, 0, 0], [0, cos(a), -sin(a), 0], [0, sin(a), cos(a), 0], [0, 0, 0, 1]];
const turnY = (a: number): Matrix => [[cos(a), 0, sin(a), 0], [0, 1, 0, 0], [-sin(a), 0, cos(a), 0], [0, 0, 0, 1]];
const slopeX = (a: number): Matrix => [[0, 0, 0, 0], [0, -sin(a), -cos(a), 0], [0, cos(a), -sin(a), 0], [0, 0, 0, 0]];
const slopeY = (a: number): Matrix => [[-sin(a), 0, cos(a), 0], [0, 0, 0, 0], [-cos(a), 0, -sin(a), 0], [0, 0, 0, 0]];

interface Hand { readonly relatives: readonly Matrix[]; readonly inverses: readonly Matrix[]; readonly positions: Matrix; readonly weights: Matrix }

const inRows = (x: readonly number[], columns: number): number[][] => range(x.length / columns).map(i => x.slice(i * columns, (i + 1) * columns));
/** A chain of six bones and four vertices, as its numbers stand in the fixture after the parents. */
const handOf = (x: readonly number[]): Hand => {
  const four = (from: number): Matrix[] => range(6).map(b => inRows(x.slice(from + 16 * b, from + 16 * (b + 1)), 4));
  return { relatives: four(6), inverses: four(102), positions: inRows(x.slice(198, 214), 4), weights: inRows(x.slice(214, 238), 4) };
};

/** The vertices in columns; `changed` replaces the turn of a bone, and then every bone that does not hang on it stands still. */
function skinned(hand: Hand, turns: readonly Matrix[], changed: { bone: number; turn: Matrix } | null): number[][] {
  let absolute: Matrix = matrix(4, 4, delta);
  return hand.relatives.reduce<number[][]>((total, relative, b) => {
    absolute = product(product(absolute, relative), changed?.bone === b ? changed.turn : at(turns, b));
    if (changed !== null && b < changed.bone) return total;
    const moved = product(product(absolute, at(hand.inverses, b)), hand.positions);
    return total.map((row, axis) => row.map((v, j) => v + entry(moved, axis, j) * entry(hand.weights, b, j)));
  }, matrix(3, 4, () => 0));
}

/** Vertices in columns, and for each of the ten parameters their derivatives. */
function vertices(hand: Hand, x: readonly number[]): { places: Matrix; by: Matrix[] } {
  const [r, a, b, c, d] = [x.slice(0, 3), at(x, 6), at(x, 7), at(x, 8), at(x, 9)];
  const still = turnX(0);
  const turns = [still, still, product(turnY(b), turnX(a)), turnX(c), turnX(d), still];
  const rest = skinned(hand, turns, null);
  const turn = rotation(r);
  const columns = transposed(rest).map(column => byRotation(r, column));
  const byAngles = [{ bone: 2, turn: product(turnY(b), slopeX(a)) }, { bone: 2, turn: product(slopeY(b), turnX(a)) }, { bone: 3, turn: slopeX(c) }, { bone: 4, turn: slopeX(d) }];
  return {
    places: product(turn, rest).map((row, axis) => row.map(v => v + at(x, 3 + axis))),
    by: [
      ...range(3).map(k => matrix(3, 4, (axis, j) => entry(at(columns, j), axis, k))),
      ...range(3).map(k => matrix(3, 4, axis => delta(axis, k))),
      ...byAngles.map(change => product(turn, skinned(hand, turns, change))),
    ],
  };
}

export const space: Readonly<Record<string, Formula>> = {
  ba: bundle(data => inRows(at(data, 0), 2)),
  baOfCameras: bundle(data => inRows(at(data, 0), 4).map(row => row.slice(2))),
  ht: (x, data) => {
    const { places, by } = vertices(handOf(at(data, 0)), x);
    const chosen = at(data, 1).flatMap((vertex, i) => range(3).map(axis => ({ vertex, axis, measured: at(at(data, 2), 3 * i + axis) })));
    return { value: chosen.map(({ vertex, axis, measured }) => measured - entry(places, axis, vertex)), rows: chosen.map(({ vertex, axis }) => by.map(each => -entry(each, axis, vertex))) };
  },
  htOnTriangles: (x, data) => {
    const { places, by } = vertices(handOf(at(data, 0)), x);
    const rows = inRows(at(data, 1), 6).flatMap((line, i) => range(3).map(axis => {
      const triangle = line.slice(3);
      const [u, v] = [at(x, 10 + 2 * i), at(x, 11 + 2 * i)];
      const corner = (of: Matrix, k: number): number => entry(of, axis, at(triangle, k));
      const on = (of: Matrix): number => u * corner(of, 0) + v * corner(of, 1) + (1 - u - v) * corner(of, 2);
      const byUs = [0, 1].map(k => corner(places, k) - corner(places, 2));
      return { value: at(line, axis) - on(places), row: [...by.map(each => -on(each)), ...range(4).map(k => (Math.floor(k / 2) === i ? -at(byUs, k % 2) : 0))] };
    }));
    return { value: rows.map(({ value }) => value), rows: rows.map(({ row }) => row) };
  },
};
