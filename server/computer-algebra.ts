/** Symbolic derivatives by a computer algebra system, which is loaded when they are first asked for. */
import type { MathJsInstance, MathNode } from 'mathjs/number' with { 'resolution-mode': 'import' };
import type { Differentiate, SymbolicTerm } from './features/symbolic-term';

let loaded: Promise<Differentiate> | undefined;

export const computerAlgebra = (): Promise<Differentiate> => (loaded ??= load());

/** Derivatives are not simplified: that takes seconds for a hundred operations, and cannot be interrupted. */
async function load(): Promise<Differentiate> {
  const { create, parseDependencies, derivativeDependencies } = await import('mathjs/number');
  const algebra = create({ ...parseDependencies, ...derivativeDependencies });
  return (formula, variables) => {
    try {
      const parsed = algebra.parse(formula);
      return variables.map((variable) => termOf(algebra, algebra.derivative(parsed, variable, { simplify: false })));
    } catch {
      return null;
    }
  };
}

function termOf(algebra: MathJsInstance, node: MathNode): SymbolicTerm {
  if (algebra.isParenthesisNode(node)) return termOf(algebra, node.content);
  if (algebra.isConstantNode(node)) return { kind: 'number', value: Number(node.value) };
  if (algebra.isSymbolNode(node)) return { kind: 'variable', name: node.name };
  if (algebra.isOperatorNode(node)) return { kind: 'applied', operation: node.fn, args: node.args.map((arg) => termOf(algebra, arg)) };
  if (algebra.isFunctionNode(node)) return { kind: 'applied', operation: node.fn.name, args: node.args.map((arg) => termOf(algebra, arg)) };
  throw new TypeError(`no term: ${node.type}`);
}
