/** Rules of piecewise constant primitives: roundings, `sign` and the bit operations. */
import type { CutRule } from './rule';

const cut1 = (value: (x: number) => number): CutRule => ({ kind: 'cut', value: (x = NaN) => value(x) });
const cut2 = (value: (x: number, y: number) => number): CutRule => ({ kind: 'cut', value: (x = NaN, y = NaN) => value(x, y) });

export const floor = cut1(Math.floor);
export const ceil = cut1(Math.ceil);
export const round = cut1(Math.round);
export const trunc = cut1(Math.trunc);
export const sign = cut1(Math.sign);
export const clz32 = cut1(Math.clz32);
export const bitnot = cut1(x => ~x);
export const imul = cut2(Math.imul);
export const bitand = cut2((x, y) => x & y);
export const bitor = cut2((x, y) => x | y);
export const bitxor = cut2((x, y) => x ^ y);
export const shl = cut2((x, y) => x << y);
export const shr = cut2((x, y) => x >> y);
export const ushr = cut2((x, y) => x >>> y);
