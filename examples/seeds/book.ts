// The worked example of the literature on automatic differentiation (Griewank and Walther,
// "Evaluating Derivatives"; Baydin and Pearlmutter, "Automatic Differentiation of Algorithms for Machine Learning", tables 1 and 2).

/**
 * y = ln(x1) + x1 x2 - sin(x2). At (2, 5) it is 11.6521, with the derivatives 5.5 and 1.7163.
 *
 * @differentiable
 * @at x1=2, x2=5
 */
export function f(x1: number, x2: number): number {
  return Math.log(x1) + x1 * x2 - Math.sin(x2);
}
