/**
 * N20xx: a convention or a cut decided a number at the point shown. N21xx: a run ended without a result.
 * The first are warnings of a result, the second errors.
 */
import { entry } from './diagnostic';

export const evaluationMessages = {
  kinkAtPoint: entry<{ operation: string; at: string }>({
    code: 'N2001', severity: 'warning',
    text: ({ operation, at }) => `\`${operation}\` has a kink ${at}: its slope there is 0 by convention`,
    explanation: 'The function has different slopes on the two sides of this point. The derivative shown is one choice between them.',
    example: 'Math.abs(x) at x=0', fix: 'Use a smooth form such as `Math.sqrt(x * x + eps * eps)`, or evaluate elsewhere.',
  }),
  tieAtPoint: entry<{ operation: string }>({
    code: 'N2002', severity: 'warning',
    text: ({ operation }) => `arguments of \`${operation}\` are equal: only one of them gets the derivative`,
    explanation: 'At a tie the argument that depends on no parameter wins, otherwise the first one.',
    example: 'Math.max(x, y) at x=1, y=1', fix: 'Use a smooth maximum, or evaluate elsewhere.',
  }),
  poleAtPoint: entry<{ operation: string; at: string }>({
    code: 'N2003', severity: 'warning',
    text: ({ operation, at }) => `the slope of \`${operation}\` is infinite ${at}`,
    explanation: 'The derivative has a pole here, so what flows through this operation is infinite or not a number.',
    example: 'Math.sqrt(x) at x=0', fix: 'Keep the argument away from the pole, for example `Math.sqrt(x + eps)`.',
  }),
  undefinedAtPoint: entry<{ operation: string; at: string }>({
    code: 'N2004', severity: 'warning',
    text: ({ operation, at }) => `\`${operation}\` has no derivative ${at}: the result is NaN`,
    explanation: 'The argument lies outside the domain, or every direction has a slope of its own.',
    example: '(-2) ** y; Math.atan2(0, 0)', fix: 'Treat this case in a branch of its own.',
  }),
  jumpAtPoint: entry<{ operation: string; at: string }>({
    code: 'N2005', severity: 'warning',
    text: ({ operation, at }) => `\`${operation}\` jumps ${at}: the derivative is that of one side`,
    explanation: 'The function is not continuous at this point.',
    example: 'x % 2 at x=4', fix: 'Evaluate elsewhere.',
  }),
  pathCut: entry<{ operation: string }>({
    code: 'N2006', severity: 'warning',
    text: ({ operation }) => `\`${operation}\` is constant between its steps: no derivative passes through it`,
    explanation: 'Rounding, bit operations and integer arrays are piecewise constant, so their derivative is 0 where it exists.',
    example: 'Math.floor(x) * y', fix: 'Differentiate a smooth form, or leave the parameter out with `wrt`.',
  }),
  boundary: entry<{ operation: string }>({
    code: 'N2007', severity: 'warning',
    text: ({ operation }) => `both sides of \`${operation}\` are equal here: the derivative is that of the branch that was executed`,
    explanation: 'The point lies exactly on the boundary between two branches.',
    example: 'x > 0 ? x * x : x at x=0', fix: 'Evaluate elsewhere, or check that the branches meet smoothly.',
  }),
  activeTrips: entry<Record<never, never>>({
    code: 'N2008', severity: 'warning',
    text: () => 'how often this loop runs depends on a parameter: the executed iterations are differentiated',
    explanation: 'Where the number of iterations changes the function may jump; the derivative does not see that.',
    example: 'while (x > 1) x = x / 2;', fix: 'Use a fixed number of iterations, or check the derivative by differences.',
  }),
  activeIndex: entry<Record<never, never>>({
    code: 'N2009', severity: 'warning',
    text: () => 'which element is used depends on a parameter: no derivative passes through an index',
    explanation: 'An index is an integer; the derivative of the element chosen is that of a step function.',
    example: 'table[Math.floor(x)]', fix: 'Interpolate between neighbouring elements.',
  }),
  zeroTimesInfinity: entry<{ first: string; second: string; stable: string }>({
    code: 'N2010', severity: 'warning',
    text: ({ first, second, stable }) => `0 · ∞ between \`${first}\` and \`${second}\` makes the derivative NaN; ${stable}`,
    explanation: 'One factor of the chain rule is 0 and the next is infinite, so the product is unknown.',
    example: 'Math.sqrt(x) * Math.sqrt(x) at x=0; Math.log(1 + Math.exp(x)) at x=800', fix: 'Rewrite the expression in a stable form.',
  }),
  zeroByDecision: entry<{ name: string; operation: string }>({
    code: 'N2011', severity: 'warning',
    text: ({ name, operation }) => `the derivative with respect to \`${name}\` is 0 because \`${name}\` only decides \`${operation}\``,
    explanation: 'The parameter reaches the result only through comparisons, indices or rounding, which pass no derivative.',
    example: 'x > t ? 1 : 0', fix: 'Replace the decision by a smooth function, or leave the parameter out with `wrt`.',
  }),
  beyondTrace: entry<{ megabytes: number }>({
    code: 'N2012', severity: 'warning',
    text: ({ megabytes }) => `the trace of this run does not fit into ${String(megabytes)} MB: the gradient is from derivative code, and what conventions or cuts decided is not reported`,
    explanation: 'Up to the memory bound every operation of the run is recorded, which tells where each derivative comes from. Beyond it only the derivatives of the inputs are computed.',
    example: 'for (let i = 0; i < 1e8; i++) …', fix: 'Evaluate on less data to see the warnings.',
  }),
  readOutside: entry<{ detail: string }>({
    code: 'N2101', severity: 'error', text: ({ detail }) => detail,
    explanation: 'Reading outside an array gives `undefined`, which is no number.', example: 'a[a.length]', fix: 'Check the index.',
  }),
  writeOutside: entry<{ detail: string }>({
    code: 'N2102', severity: 'error', text: ({ detail }) => `${detail}; use \`push\` to make it longer`,
    explanation: 'An array grows by `push` only.', example: 'a[a.length] = 1', fix: 'a.push(1)',
  }),
  badLength: entry<{ detail: string }>({
    code: 'N2103', severity: 'error', text: ({ detail }) => detail,
    explanation: 'The length of an array is a whole number, not negative.', example: 'new Float64Array(-1)', fix: 'Check the length.',
  }),
  unsetElement: entry<{ detail: string }>({
    code: 'N2104', severity: 'error', text: ({ detail }) => detail,
    explanation: 'The element or variable is `undefined` at this point.', example: 'const m = new Array(2); m[0][0]', fix: 'Set it first.',
  }),
  uncaughtThrow: entry<{ detail: string }>({
    code: 'N2105', severity: 'error', text: ({ detail }) => `the function throws: ${detail}`,
    explanation: 'The function throws an error at this point, and so does its derivative.', example: "throw new Error('negative')", fix: 'Evaluate where the function has a value.',
  }),
  budgetExhausted: entry<{ detail: string }>({
    code: 'N2106', severity: 'error', text: ({ detail }) => detail,
    explanation: 'The function did not end within its budget of operations.', example: 'while (true) {}', fix: 'Raise the budget (`--budget N`), or check that the loop ends.',
  }),
  memoryExhausted: entry<{ detail: string }>({
    code: 'N2107', severity: 'error', text: ({ detail }) => detail,
    explanation: 'The arrays and the trace of the run do not fit into the memory bound.', example: 'for (;;) a.push(x)', fix: 'Evaluate on less data.',
  }),
  tooDeep: entry<{ detail: string }>({
    code: 'N2108', severity: 'error', text: ({ detail }) => detail,
    explanation: 'The recursion is deeper than the call stack allows.', example: 'function f(x: number): number { return f(x); }', fix: 'Check that the recursion ends.',
  }),
  notRunnable: entry<{ detail: string }>({
    code: 'N2109', severity: 'error', text: ({ detail }) => `cannot be evaluated: ${detail}`,
    explanation: 'Something the function needs was not lowered.', example: '', fix: 'Report it.',
  }),
};
