/** N105x: what reaches outside the function or depends on when it runs. */
import { entry } from './diagnostic';
import { lines, marked } from './example';

export const effectMessages = {
  moduleState: entry<{ name: string }>({
    code: 'N1050', severity: 'error',
    text: ({ name }) => `\`${name}\` is a variable of the module that changes; pass it as a parameter or make it a const`,
    explanation: 'The result would depend on what happened before the call, and the derivative at a point would not be one number. Scratch memory private to a call is marked `/** @scratch */`.',
    example: lines('let calls = 0;', '', marked('x: number', 'calls += 1;', 'return x * calls;')),
    fixed: marked('x: number, calls: number', 'return x * (calls + 1);'),
    fix: 'Pass the value as a parameter.',
  }),
  inputOutput: entry<{ what: string }>({
    code: 'N1051', severity: 'error',
    text: ({ what }) => `\`${what}\` reads or writes outside the function; do it in the caller`,
    explanation: 'A derivative runs the function on numbers only: it neither prints nor reads.',
    example: marked('x: number', 'console.log(x);', 'return x * x;'),
    fixed: marked('x: number', 'return x * x;'),
    fix: 'Return the value and print it in the caller.',
  }),
  nondeterministic: entry<{ what: string }>({
    code: 'N1052', severity: 'error',
    text: ({ what }) => `\`${what}\` gives another value at each call; pass the value as a parameter`,
    explanation: 'A derivative is of one function: the same arguments must give the same result.',
    example: marked('x: number', 'return x + Math.random();'),
    fixed: marked('x: number, noise: number', 'return x + noise;'),
    fix: 'Draw the number in the caller and pass it.',
  }),
  asynchronous: entry<Record<never, never>>({
    code: 'N1053', severity: 'error',
    text: () => 'asynchronous code cannot be differentiated; await the data in the caller and pass it',
    explanation: 'A derivative is computed in one go, forward and then backward.',
    example: lines('/** @differentiable */', 'export async function f(x: number): Promise<number> {', '  return x * x;', '}'),
    fixed: marked('x: number', 'return x * x;'),
    fix: 'Await the data in the caller and pass it.',
  }),
  generator: entry<Record<never, never>>({
    code: 'N1054', severity: 'error',
    text: () => 'generators cannot be differentiated; return an array instead',
    explanation: 'A generator keeps state between calls.',
    example: lines('/** @differentiable */', 'export function* f(x: number): Generator<number> {', '  yield x * x;', '}'),
    fixed: lines('/** @differentiable */', 'export function f(x: number): number[] {', '  return [x * x];', '}'),
    fix: 'Return the values in an array.',
  }),
  exceptionHandling: entry<Record<never, never>>({
    code: 'N1055', severity: 'error',
    text: () => '`try` cannot be differentiated; test for the bad case before it happens',
    explanation: 'Where an exception was raised decides what was computed, and that is not recorded. `throw` by itself is supported.',
    example: marked('x: number', 'try {', '  return Math.sqrt(x);', '} catch {', '  return 0;', '}'),
    fixed: marked('x: number', 'return x < 0 ? 0 : Math.sqrt(x);'),
    fix: 'Test for the bad case before it happens.',
  }),
  evaluatedText: entry<{ what: string }>({
    code: 'N1056', severity: 'error',
    text: ({ what }) => `\`${what}\` runs text as code; write the code itself`,
    explanation: 'Text is never run.',
    example: marked('x: number', "eval('x = 2 * x');", 'return x;'),
    fixed: marked('x: number', 'return 2 * x;'),
    fix: 'Write the code itself.',
  }),
};
