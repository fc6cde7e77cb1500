// The logistic map: as the loop one would write, and as the closed form that symbolic differentiation needs.

/**
 * l(1) = x, l(t + 1) = 4 l(t) (1 - l(t)); the result is l(n).
 *
 * @differentiable
 * @at x=0.2, n=4
 * @at first: x=0.2, n=1
 * @at second: x=0.2, n=2
 * @at third: x=0.2, n=3
 */
export function logisticMap(x: number, n: number): number {
  let l = x;
  for (let t = 1; t < n; t++) l = 4 * l * (1 - l);
  return l;
}

/**
 * l(4) written out.
 *
 * @differentiable
 * @at x=0.2
 */
export function closedForm(x: number): number {
  return 64 * x * (1 - x) * (1 - 2 * x) ** 2 * (1 - 8 * x + 8 * x * x) ** 2;
}

/** The derivative of l(4) by the product rule, by hand: how an expression swells. */
export function closedFormDerivative(x: number): number {
  const a = 1 - x;
  const b = 1 - 2 * x;
  const c = 1 - 8 * x + 8 * x * x;
  return (
    128 * x * a * (16 * x - 8) * b ** 2 * c +
    64 * a * b ** 2 * c ** 2 -
    64 * x * b ** 2 * c ** 2 -
    256 * x * a * b * c ** 2
  );
}
