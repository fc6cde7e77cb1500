// Fits the logistic regression of logistic.ts to Fisher's irises: BFGS with the generated gradient. Prints what was found.
import * as numeric from 'numeric';
import { IS_VIRGINICA, MEASUREMENTS } from './iris';
import { negativeLogLikelihood, negativeLogLikelihoodGrad } from './logistic';

export interface Fit {
  readonly intercept: number;
  readonly weights: readonly number[];
  /** Twice the negative log-likelihood. */
  readonly deviance: number;
  readonly gradientNorm: number;
  readonly iterations: number;
}

/** The optimiser knows one vector: the intercept, then the weights. */
export function fit(): Fit {
  const objective = ([b, ...w]: number[]): number => negativeLogLikelihood(w, b, MEASUREMENTS, IS_VIRGINICA);
  const gradient = ([b, ...w]: number[]): number[] => {
    const { db, dw } = negativeLogLikelihoodGrad(w, b, MEASUREMENTS, IS_VIRGINICA);
    return [db, ...dw];
  };
  const { solution, f, gradient: atSolution, iterations } = numeric.uncmin(objective, [0, 0, 0, 0, 0], 1e-8, gradient);
  const [intercept, ...weights] = solution;
  return { intercept, weights, deviance: 2 * f, gradientNorm: Math.hypot(...atSolution), iterations };
}

/** The fit as lines of text. */
export function report({ intercept, weights, deviance, gradientNorm, iterations }: Fit): string {
  const rows = ['intercept', 'sepal length', 'sepal width', 'petal length', 'petal width'].map((name, i) => {
    const value = i === 0 ? intercept : weights[i - 1];
    return `${name.padEnd(14)}${value.toFixed(3).padStart(9)}`;
  });
  return [
    "P(virginica) against P(versicolor) on 100 of Fisher's irises",
    ...rows,
    `${'deviance'.padEnd(14)}${deviance.toFixed(3).padStart(9)}`,
    `BFGS with the generated gradient: ${iterations} iterations, norm of the gradient ${gradientNorm.toExponential(1)}`,
  ].join('\n');
}
