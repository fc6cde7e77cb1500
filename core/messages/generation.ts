/** N30xx: what can be evaluated but not generated as code, and the state of generated code. */
import { entry } from './diagnostic';

export const generationMessages = {
  notDerivable: entry<{ what: string }>({
    code: 'N3001', severity: 'error',
    text: ({ what }) => `no derivative can be generated for \`${what}\`: it was not lowered`,
    explanation: 'The function has problems of its own, which are reported where they are.',
    example: '', fix: 'Fix the problems reported inside the function.',
  }),
  gradientNeedsNumber: entry<{ name: string }>({
    code: 'N3002', severity: 'error',
    text: ({ name }) => `\`${name}\` does not return a number, so it has no gradient; generate its vjp or jvp`,
    explanation: 'A gradient belongs to one number. For several there are the products of the Jacobian with a vector from the left (vjp) and from the right (jvp).',
    example: 'function f(x: number) { return [x, x * x]; }', fix: 'nabla generate FILE#f --mode vjp',
  }),
  resultHoldsNoReals: entry<{ name: string }>({
    code: 'N3003', severity: 'error',
    text: ({ name }) => `\`${name}\` returns nothing that has a derivative; return a number or an array of numbers`,
    explanation: 'Booleans, integer arrays and functions that return nothing have no derivative.',
    example: 'function f(x: number) { return x > 0; }', fix: 'function f(x: number) { return Math.max(x, 0); }',
  }),
  recursiveReference: entry<{ callee: string }>({
    code: 'N3004', severity: 'error',
    text: ({ callee }) => `no code can be generated for this call of \`${callee}\`: a recursive function whose derivative is wanted takes arrays to write into, and returns a number`,
    explanation: 'A recursive function is differentiated as a forward and a reverse function that share a tape of numbers; arrays it makes and returns are not on that tape.',
    example: 'function halves(a: number[]): number[] { … halves(b) … }', fix: 'Pass the array to fill as a parameter. In forward mode (jvp), rewrite the recursion as a loop.',
  }),
  wanderingReference: entry<Record<never, never>>({
    code: 'N3005', severity: 'error',
    text: () => 'no code can be generated for a reference made here: use arrays of numbers, or objects, that are made by literals and `new`',
    explanation: 'What is added to the derivative of this memory has no place of its own.',
    example: '', fix: 'Make the array where it is used.',
  }),
  unknownFunctionValue: entry<Record<never, never>>({
    code: 'N3006', severity: 'error',
    text: () => 'which function is called here is not known; call it by its name, or use a function literal that is assigned once',
    explanation: 'The derivative of a call is made from the function that is called.',
    example: 'const g = x > 0 ? sin : cos; return g(x);', fix: 'return x > 0 ? sin(x) : cos(x);',
  }),
  modeNotGenerated: entry<{ mode: string }>({
    code: 'N3007', severity: 'error',
    text: ({ mode }) => `code for the mode \`${mode}\` is not generated; \`nabla eval --mode ${mode}\` computes it at points`,
    explanation: 'Gradients, jvp and vjp are generated. The gradient can be marked and differentiated again.',
    example: 'nabla generate f.ts#f --mode hessian', fix: 'nabla generate f.ts#f --mode gradient',
  }),
  stale: entry<{ derivative: string; name: string }>({
    code: 'N3101', severity: 'warning',
    text: ({ derivative, name }) => `\`${derivative}\` is stale: \`${name}\`, or something it uses, has changed since it was generated`,
    explanation: 'The header of generated code names a hash of the source it was made from.',
    example: '', fix: 'Regenerate it: `nabla generate FILE#NAME --write`, or Regenerate Gradient in the editor.',
  }),
  editedByHand: entry<{ derivative: string }>({
    code: 'N3102', severity: 'warning',
    text: ({ derivative }) => `\`${derivative}\` was edited by hand since it was generated`,
    explanation: 'The header of generated code names a hash of its body; regenerating would lose the edit.',
    example: '', fix: 'Move the edit to a function of its own, then regenerate.',
  }),
  orphaned: entry<{ derivative: string; name: string }>({
    code: 'N3103', severity: 'warning',
    text: ({ derivative, name }) => `\`${derivative}\` was generated from \`${name}\`, which is no longer marked in this file`,
    explanation: 'Nothing keeps this derivative up to date.',
    example: '', fix: 'Delete it, or mark the function again.',
  }),
  notOurs: entry<{ derivative: string; suggestion: string }>({
    code: 'N3104', severity: 'error',
    text: ({ derivative, suggestion }) => `\`${derivative}\` exists and was not generated; insert the derivative as \`${suggestion}\``,
    explanation: 'Code that you wrote is never replaced.',
    example: '', fix: 'Rename one of them.',
  }),
  checkDisagrees: entry<{ derivative: string; what: string; found: string; expected: string; at: string }>({
    code: 'N4001', severity: 'error',
    text: ({ derivative, what, found, expected, at }) => `the check of \`${derivative}\` failed at ${at}: ${what} is ${found} in the generated code and ${expected} by the trace; it was not written`,
    explanation: 'Generated code is read again, run, and compared with an independent evaluation before anyone gets it.',
    example: '', fix: 'Report it with the function: this is an error of Nabla.',
  }),
  checkUnreadable: entry<{ derivative: string; detail: string }>({
    code: 'N4002', severity: 'error',
    text: ({ derivative, detail }) => `the check of \`${derivative}\` could not read the generated code again: ${detail}; it was not written`,
    explanation: 'Generated code lies inside the language that Nabla accepts.',
    example: '', fix: 'Report it with the function: this is an error of Nabla.',
  }),
  checkDiffers: entry<{ derivative: string; what: string; found: string; expected: string; at: string }>({
    code: 'N4003', severity: 'error',
    text: ({ derivative, what, found, expected, at }) => `the check of \`${derivative}\` failed at ${at}: ${what} is ${found}, differences of the function give ${expected}; it was not written`,
    explanation: 'The derivative disagrees with difference quotients, which know nothing of the rules.',
    example: '', fix: 'Report it with the function, unless the function is too rough for differences there.',
  }),
};
