/** N105x: what reaches outside the function or depends on when it runs. */
import { entry } from './diagnostic';

export const effectMessages = {
  moduleState: entry<{ name: string }>({
    code: 'N1050', severity: 'error',
    text: ({ name }) => `\`${name}\` is a variable of the module that changes; pass it as a parameter or make it a const`,
    explanation: 'The result would depend on what happened before the call, and the derivative at a point would not be one number. Scratch memory private to a call is marked `/** @scratch */`.',
    example: 'let calls = 0; function f(x: number) { return x * ++calls; }', fix: 'function f(x: number, calls: number) { … }',
  }),
  inputOutput: entry<{ what: string }>({
    code: 'N1051', severity: 'error',
    text: ({ what }) => `\`${what}\` reads or writes outside the function; do it in the caller`,
    explanation: 'A derivative runs the function on numbers only: it neither prints nor reads.',
    example: 'console.log(x);', fix: 'Return the value and print it in the caller.',
  }),
  nondeterministic: entry<{ what: string }>({
    code: 'N1052', severity: 'error',
    text: ({ what }) => `\`${what}\` gives another value at each call; pass the value as a parameter`,
    explanation: 'A derivative is of one function: the same arguments must give the same result.',
    example: 'return x + Math.random();', fix: 'function f(x: number, noise: number) { return x + noise; }',
  }),
  asynchronous: entry<Record<never, never>>({
    code: 'N1053', severity: 'error',
    text: () => 'asynchronous code cannot be differentiated; await the data in the caller and pass it',
    explanation: 'A derivative is computed in one go, forward and then backward.',
    example: 'async function f(x: number) { … }', fix: 'function f(x: number, data: number[]) { … }',
  }),
  generator: entry<Record<never, never>>({
    code: 'N1054', severity: 'error',
    text: () => 'generators cannot be differentiated; return an array instead',
    explanation: 'A generator keeps state between calls.',
    example: 'function* f(x: number) { yield x; }', fix: 'function f(x: number) { return [x]; }',
  }),
  exceptionHandling: entry<Record<never, never>>({
    code: 'N1055', severity: 'error',
    text: () => '`try` cannot be differentiated; test for the bad case before it happens',
    explanation: 'Where an exception was raised decides what was computed, and that is not recorded. `throw` by itself is supported.',
    example: 'try { … } catch { … }', fix: 'if (x <= 0) return 0;',
  }),
  evaluatedText: entry<{ what: string }>({
    code: 'N1056', severity: 'error',
    text: ({ what }) => `\`${what}\` runs text as code; write the code itself`,
    explanation: 'Text is never run.',
    example: "eval('x * x')", fix: 'x * x',
  }),
};
