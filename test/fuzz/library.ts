/** A module that random programs import from. */
export const libraryText = `
export const RATE = 0.375;
export const TABLE = [0.5, -1.25, 2];
export const COEFFICIENTS = new Float64Array([1, 0.25, -0.5, 2]);
export const square = (x: number): number => x * x;
export function blend(x: number, y: number, t = 0.25): number { return x * (1 - t) + y * t; }
export function polar(r: number, phi: number): { re: number; im: number } { return { re: r * Math.cos(phi), im: r * Math.sin(phi) }; }
export const twice = (f: (u: number) => number, x: number): number => f(f(x));
export function mean(f: (u: number) => number, x: number): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += f(x + i);
  return sum / 3;
}
export const scaled = (by: number) => (x: number): number => by * x;
export class Complex {
  constructor(public re: number, public im: number) {}
  static polar(r: number, phi: number): Complex { return new Complex(r * Math.cos(phi), r * Math.sin(phi)); }
  get size(): number { return Math.hypot(this.re, this.im); }
  times(other: Complex): Complex { return new Complex(this.re * other.re - this.im * other.im, this.re * other.im + this.im * other.re); }
  scale(by: number): this { this.re *= by; this.im *= by; return this; }
}
export abstract class Shape {
  constructor(readonly depth: number) {}
  abstract area(u: number): number;
}
export class Disc extends Shape {
  constructor(public r: number) { super(0.5); }
  area(u: number): number { return this.r * this.r * u + this.depth; }
}
export class Slab extends Shape {
  constructor(public w: number, public h: number) { super(w - h); }
  area(u: number): number { return this.w * Math.sin(u) - this.h * this.depth; }
}
export function pair(x: number, y: number): [number, number] { return [x * y, Math.hypot(1, x - y)]; }
`;

export const libraryImport = `import { blend, COEFFICIENTS, Complex, Disc, mean, pair, polar, RATE, scaled, type Shape, Slab, square, TABLE, twice } from './library';`;
