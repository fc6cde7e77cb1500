export function noisy(x: number): number {
  return x + Math.random();
}
