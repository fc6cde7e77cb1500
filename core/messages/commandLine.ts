/** N0xxx: the command line and its files. */
import { entry } from './diagnostic';
import { command } from './example';

export const commandLineMessages = {
  noFile: entry<{ path: string }>({
    code: 'N0001', severity: 'error', text: ({ path }) => `${path} cannot be read`,
    explanation: 'The file does not exist or may not be read.',
    example: command('eval nowhere.ts#f'),
    fix: 'Check the path.',
  }),
  noFunction: entry<{ name: string; path: string; found: string }>({
    code: 'N0002', severity: 'error', text: ({ name, path, found }) => `${path} has no function \`${name}\`; it has ${found}`,
    explanation: 'The part after # is the name of a function at the top level of the file.',
    example: command('eval model.ts#nowhere', 'export function f(x: number): number {', '  return x * x;', '}'),
    fixed: command('eval model.ts#f --at {"x":1}', 'export function f(x: number): number {', '  return x * x;', '}'),
    fix: 'Name a function of the file.',
  }),
  noPoint: entry<{ name: string }>({
    code: 'N0003', severity: 'error', text: ({ name }) => `\`${name}\` has no point; write \`@at\` above it or pass \`--at '{"x": 1}'\``,
    explanation: 'A function is evaluated at points: those of its `@at` tags, or those given.',
    example: command('eval model.ts#f', 'export function f(x: number): number {', '  return x * x;', '}'),
    fixed: command('eval model.ts#f --at {"x":1}', 'export function f(x: number): number {', '  return x * x;', '}'),
    fix: 'Write `@at` above the function, or pass `--at`.',
  }),
  gradientOfMany: entry<{ name: string; count: number }>({
    code: 'N0004', severity: 'error', text: ({ name, count }) => `the value of \`${name}\` has ${count} numbers, so it has no gradient; use --mode jacobian`,
    explanation: 'A gradient or Hessian belongs to a single number.',
    example: command('eval model.ts#f --at {"x":1} --mode gradient', 'export function f(x: number): number[] {', '  return [x, x * x];', '}'),
    fixed: command('eval model.ts#f --at {"x":1} --mode jacobian', 'export function f(x: number): number[] {', '  return [x, x * x];', '}'),
    fix: 'Ask for the Jacobian.',
  }),
  badDirection: entry<{ detail: string }>({
    code: 'N0005', severity: 'error', text: ({ detail }) => `the direction does not fit: ${detail}`,
    explanation: 'A direction has the shape of the parameters differentiated with respect to, keyed by their names.',
    example: command('eval model.ts#f --at {"x":1} --mode tangent --direction {"z":1}', 'export function f(x: number): number {', '  return x * x;', '}'),
    fixed: command('eval model.ts#f --at {"x":1} --mode tangent --direction {"x":1}', 'export function f(x: number): number {', '  return x * x;', '}'),
    fix: 'Give each parameter its part of the direction.',
  }),
  nothingToDifferentiate: entry<{ name: string }>({
    code: 'N0006', severity: 'error', text: ({ name }) => `\`${name}\` has no real parameter to differentiate with respect to`,
    explanation: 'Parameters that must be whole numbers (indices, lengths, bounds of loops) have no derivative unless `wrt` names them.',
    example: command('eval model.ts#f --at {"n":3}', 'export function f(n: number): number {', '  let s = 0;', '  for (let i = 0; i < n; i++) s += i;', '  return s;', '}'),
    fixed: command('eval model.ts#f --at {"x":2,"n":3}', 'export function f(x: number, n: number): number {', '  let s = 0;', '  for (let i = 0; i < n; i++) s += i * x;', '  return s;', '}'),
    fix: 'Name the parameters with --wrt.',
  }),
  modeNotGenerated: entry<{ mode: string }>({
    code: 'N0007', severity: 'error', text: ({ mode }) => `code for --mode ${mode} cannot be generated; generate gradient, jvp or vjp, or compute it with \`nabla eval\``,
    explanation: 'Generated code exists for gradients, tangents (jvp) and adjoint products (vjp).',
    example: command('generate model.ts#f --mode hessian', 'export function f(x: number): number {', '  return x * x;', '}'),
    fixed: command('generate model.ts#f --mode gradient', 'export function f(x: number): number {', '  return x * x;', '}'),
    fix: 'Generate the gradient; it can be marked and differentiated again.',
  }),
  notWritten: entry<{ path: string }>({
    code: 'N0008', severity: 'error', text: ({ path }) => `${path} cannot be written`,
    explanation: 'The file may not be changed.',
    example: '',
    fix: 'Check the permissions of the file.',
  }),
  unexpected: entry<{ detail: string }>({
    code: 'N0009', severity: 'error', text: ({ detail }) => `something went wrong inside Nabla: ${detail}`,
    explanation: 'This is a defect of Nabla, not of your source.',
    example: '',
    fix: 'Please report it with the source.',
  }),
};
