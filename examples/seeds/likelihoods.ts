// Functions of arrays that are minimised in statistics and machine learning.

export const OBSERVED = [4.1, 3.9, 5.2, 4.8];

/**
 * Negative logarithm of the density of observations from N(mu, 1), without its constant.
 *
 * @differentiable wrt mu
 * @at mu=4, x=OBSERVED
 * @at atMean: mu=4.5, x=OBSERVED
 */
export function gaussian(mu: number, x: number[]): number {
  let sum = 0;
  for (const xi of x) sum += (xi - mu) ** 2;
  return sum / 2;
}

function normalDensity(x: number, mu: number, sigma: number): number {
  const z = (x - mu) / sigma;
  return Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI));
}

/**
 * Negative log-density of a mixture of two normal distributions with weights p and 1 - p.
 *
 * @differentiable wrt p, mu1, mu2, sigma1, sigma2
 * @at p=0.5, mu1=4, mu2=5, sigma1=0.5, sigma2=0.4, x=OBSERVED
 */
export function mixture(p: number, mu1: number, mu2: number, sigma1: number, sigma2: number, x: number[]): number {
  let sum = 0;
  for (const xi of x) sum -= Math.log(p * normalDensity(xi, mu1, sigma1) + (1 - p) * normalDensity(xi, mu2, sigma2));
  return sum;
}

/** Rows (1, 0), (1, 1), (1, 2), one after the other. */
export const DESIGN = [1, 0, 1, 1, 1, 2];
export const RESPONSES = [1, 3, 4];

/**
 * Ridge regression: the negative logarithm of the posterior density of beta for y ~ N(X beta, I) and beta ~ N(0, 1 / lambda),
 * without its constant. `X` holds its rows one after the other. With the data here and lambda = 1 the minimum is at beta = (1, 4/3).
 *
 * @differentiable wrt beta
 * @at beta=[0, 0], X=DESIGN, y=RESPONSES, lambda=1
 * @at atMinimum: beta=[1, 4/3], X=DESIGN, y=RESPONSES, lambda=1
 */
export function ridge(beta: number[], X: number[], y: number[], lambda: number): number {
  const p = beta.length;
  let misfit = 0;
  for (let i = 0; i < y.length; i++) {
    let r = -y[i];
    for (let j = 0; j < p; j++) r += X[i * p + j] * beta[j];
    misfit += r * r;
  }
  let size = 0;
  for (const b of beta) size += b * b;
  return (misfit + lambda * size) / 2;
}

/**
 * sum(M x) - 2 log(sum over i of exp(x[i])), for the matrix M whose n rows of x.length numbers lie one after the other.
 *
 * @differentiable wrt x
 * @at x=[0.1, -0.4, 0.3], M=[1, 2, 3, 4, 5, 6], n=2
 */
export function sumMinusLogSumExp(x: number[], M: number[], n: number): number {
  const p = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) sum += M[i * p + j] * x[j];
  }
  let exponentials = 0;
  for (let j = 0; j < p; j++) exponentials += Math.exp(x[j]);
  return sum - 2 * Math.log(exponentials);
}
