/** A module that random programs import from. */
export const libraryText = `
export const RATE = 0.375;
export const TABLE = [0.5, -1.25, 2];
export const COEFFICIENTS = new Float64Array([1, 0.25, -0.5, 2]);
export const square = (x: number): number => x * x;
export function blend(x: number, y: number, t = 0.25): number { return x * (1 - t) + y * t; }
export function polar(r: number, phi: number): { re: number; im: number } { return { re: r * Math.cos(phi), im: r * Math.sin(phi) }; }
`;

export const libraryImport = `import { blend, COEFFICIENTS, polar, RATE, square, TABLE } from './library';`;
