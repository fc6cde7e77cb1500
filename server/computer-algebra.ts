/** Symbolic derivatives by a computer algebra system, which is loaded when they are first asked for. */
import type { MathNode } from 'mathjs/number' with { 'resolution-mode': 'import' };

/** Operations of all derivatives of a formula together, as the rules of calculus give them; null: there is no rule for something in it. */
export type DerivativeSize = (formula: string, variables: readonly string[]) => number | null;

let loaded: Promise<DerivativeSize> | undefined;

export const computerAlgebra = (): Promise<DerivativeSize> => (loaded ??= load());

/** Derivatives are not simplified: that takes seconds for a hundred operations, and cannot be interrupted. */
async function load(): Promise<DerivativeSize> {
  const { create, parseDependencies, derivativeDependencies } = await import('mathjs/number');
  const algebra = create({ ...parseDependencies, ...derivativeDependencies });
  return (formula, variables) => {
    try {
      const parsed = algebra.parse(formula);
      return variables.reduce((sum, variable) => sum + operationsOf(algebra.derivative(parsed, variable, { simplify: false })), 0);
    } catch {
      return null;
    }
  };
}

function operationsOf(node: MathNode): number {
  let count = 0;
  node.traverse(({ type }) => { if (type === 'OperatorNode' || type === 'FunctionNode') count++; });
  return count;
}
