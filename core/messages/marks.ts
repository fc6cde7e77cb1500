/** N11xx: the tags `@differentiable`, `@at`, `@scratch`, and points typed by a user. */
import { entry } from './diagnostic';

export const markMessages = {
  unknownWrt: entry<{ name: string; parameters: string }>({
    code: 'N1101', severity: 'error',
    text: ({ name, parameters }) => `\`${name}\` is not a parameter; the parameters are ${parameters}`,
    explanation: '`@differentiable wrt x, y` names the parameters to differentiate with respect to.',
    example: '@differentiable wrt z', fix: '@differentiable wrt x',
  }),
  inactiveWrt: entry<{ name: string; type: string }>({
    code: 'N1102', severity: 'error',
    text: ({ name, type }) => `\`${name}: ${type}\` holds no real numbers; leave it out of \`wrt\``,
    explanation: 'Booleans, strings and integer arrays have no derivative.',
    example: '@differentiable wrt flag', fix: '@differentiable wrt x',
  }),
  missingParameter: entry<{ name: string; type: string }>({
    code: 'N1103', severity: 'error',
    text: ({ name, type }) => `\`${name}: ${type}\` has no value at this point; add \`${name}=…\``,
    explanation: 'A point gives a value to every parameter that has no default.',
    example: '@at x=2', fix: '@at x=2, y=5',
  }),
  unknownParameter: entry<{ name: string; parameters: string }>({
    code: 'N1104', severity: 'error',
    text: ({ name, parameters }) => `\`${name}\` is not a parameter; the parameters are ${parameters}`,
    explanation: 'The entries of a point are named like the parameters.',
    example: '@at z=2', fix: '@at x=2',
  }),
  illShaped: entry<{ name: string; type: string; found: string }>({
    code: 'N1105', severity: 'error',
    text: ({ name, type, found }) => `${name}: ${found} is not ${type}`,
    explanation: 'The value of an entry has the shape of the parameter’s type.',
    example: '@at w=3', fix: '@at w=[3, 0]',
  }),
  unreadablePoint: entry<{ reason: string }>({
    code: 'N1106', severity: 'error',
    text: ({ reason }) => `the point cannot be read: ${reason}; write \`x=2, y=[1, 2]\``,
    explanation: 'A point is a list `parameter=value`, optionally after a name and a colon.',
    example: '@at x=', fix: '@at x=2',
  }),
  duplicateEntry: entry<{ name: string }>({
    code: 'N1107', severity: 'error',
    text: ({ name }) => `\`${name}\` is given twice; remove one`,
    explanation: 'Each parameter has one value at a point.',
    example: '@at x=1, x=2', fix: '@at x=1',
  }),
  unknownConstant: entry<{ name: string }>({
    code: 'N1108', severity: 'error',
    text: ({ name }) => `\`${name}\` is not a constant visible here; use a number, Math or a const of the module`,
    explanation: 'Values of points are literals, arithmetic, `Math` and constants of the module or imported ones.',
    example: '@at x=two', fix: '@at x=2',
  }),
  duplicatePoint: entry<{ name: string }>({
    code: 'N1109', severity: 'error',
    text: ({ name }) => `there is another point called \`${name}\`; rename one`,
    explanation: 'A name stands for one point.',
    example: '@at a: x=1 … @at a: x=2', fix: '@at b: x=2',
  }),
  misplacedMark: entry<{ what: string }>({
    code: 'N1110', severity: 'error',
    text: ({ what }) => `\`@differentiable\` above ${what} is not supported; mark a function declaration or a \`const\` function`,
    explanation: 'Derivatives are generated for functions at the top level of a module.',
    example: 'class A { /** @differentiable */ m(x: number) { return x; } }', fix: '/** @differentiable */ function m(x: number) { return x; }',
  }),
  capturingMark: entry<{ name: string }>({
    code: 'N1111', severity: 'error',
    text: ({ name }) => `the function uses \`${name}\` of an enclosing function; pass it as a parameter`,
    explanation: 'A derivative is written at the top level, where variables of the enclosing function do not exist.',
    example: 'function outer(k: number) { /** @differentiable */ function f(x: number) { return k * x; } }', fix: 'function f(x: number, k: number) { return k * x; }',
  }),
  nothingReal: entry<{ name: string }>({
    code: 'N1112', severity: 'error',
    text: ({ name }) => `\`${name}\` has no parameter that holds real numbers; there is nothing to differentiate with respect to`,
    explanation: 'A derivative is taken with respect to numbers, arrays of numbers or objects of numbers.',
    example: '/** @differentiable */ function f() { return 1; }', fix: 'Give the function a parameter of type number.',
  }),
  unreadableMark: entry<{ text: string }>({
    code: 'N1113', severity: 'error',
    text: ({ text }) => `\`${text}\` after \`@differentiable\` is not understood; write \`@differentiable wrt x, y\``,
    explanation: 'The tag stands alone or is followed by `wrt` and parameter names.',
    example: '@differentiable with x', fix: '@differentiable wrt x',
  }),
  notPointExpression: entry<{ what: string }>({
    code: 'N1114', severity: 'error',
    text: ({ what }) => `${what} is not allowed in a point; use literals, arithmetic, Math and constants`,
    explanation: 'Points are evaluated without running any code of the module.',
    example: '@at x=f(2)', fix: '@at x=4',
  }),
  resultless: entry<{ name: string }>({
    code: 'N1115', severity: 'error',
    text: ({ name }) => `\`${name}\` returns nothing to differentiate; return the number`,
    explanation: 'A marked function returns a number, or an array or object of numbers.',
    example: 'function f(x: number): void {}', fix: 'function f(x: number): number { return x; }',
  }),
};
