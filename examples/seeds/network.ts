// Back-propagation is reverse mode: the squared error of a small network, and the hinge loss of a support vector machine.

export const PATTERNS = [0, 0, 0, 1, 1, 0, 1, 1];
export const TARGETS = [0, 1, 1, 0];
export const HIDDEN = [0.5, -0.4, 0.3, -0.2, 0.1, 0.6];
export const OUTPUT = [0.7, -0.8, 0.2];

function sigmoid(net: number): number {
  return 1 / (1 + Math.exp(-net));
}

/**
 * Squared error of one neuron with two inputs and a bias: the simplest case of the delta rule
 * dE/dw[i] = 2 (o - y) o (1 - o) x[i].
 *
 * @differentiable wrt w, bias
 * @at w=[0.5, -0.4], bias=0.1, x=[1, 2], y=1
 */
export function neuron(w: number[], bias: number, x: number[], y: number): number {
  let net = bias;
  for (let i = 0; i < w.length; i++) net += w[i] * x[i];
  return (sigmoid(net) - y) ** 2;
}

/**
 * Squared error over all patterns of a network with one hidden layer. `hidden` holds two weights and a bias for each hidden
 * neuron, `output` one weight for each hidden neuron and a bias; `x` holds two inputs for each target.
 *
 * @differentiable wrt hidden, output
 * @at xor: hidden=HIDDEN, output=OUTPUT, x=PATTERNS, targets=TARGETS
 */
export function network(hidden: number[], output: number[], x: number[], targets: number[]): number {
  const width = output.length - 1;
  let error = 0;
  for (let k = 0; k < targets.length; k++) {
    let net = output[width];
    for (let h = 0; h < width; h++) {
      net += output[h] * sigmoid(hidden[3 * h] * x[2 * k] + hidden[3 * h + 1] * x[2 * k + 1] + hidden[3 * h + 2]);
    }
    error += (sigmoid(net) - targets[k]) ** 2;
  }
  return error;
}

/**
 * Loss of a linear support vector machine with weight C. At the written point the second pattern is inside the margin and the
 * first is not.
 *
 * @differentiable wrt w, b
 * @at w=[1, -1], b=0.5, x=[2, 0, 0, 0], y=[1, -1], C=10
 */
export function hingeLoss(w: number[], b: number, x: number[], y: number[], C: number): number {
  let size = 0;
  for (const each of w) size += each * each;
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    let margin = b;
    for (let j = 0; j < w.length; j++) margin += w[j] * x[i * w.length + j];
    loss += Math.max(0, 1 - y[i] * margin);
  }
  return size + C * loss;
}
