/** N10xx: what the language lacks, and types that carry no derivative. */
import { entry } from './diagnostic';

export const languageMessages = {
  unsupportedSyntax: entry<{ what: string; instead: string }>({
    code: 'N1001', severity: 'error',
    text: ({ what, instead }) => `${what} cannot be differentiated; ${instead}`,
    explanation: 'Nabla differentiates numeric TypeScript: arithmetic, control flow, arrays, plain objects and function calls. This construct is outside it.',
    example: 'const re = /a/;', fix: 'Move the construct out of the marked function, or write it with arithmetic, loops and arrays.',
  }),
  unsupportedType: entry<{ type: string }>({
    code: 'N1002', severity: 'error',
    text: ({ type }) => `values of type \`${type}\` are not supported; use number, boolean, arrays of them, typed arrays or plain objects`,
    explanation: 'Every value of a differentiated function is a number, a boolean, an array, a typed array (Float64Array, Float32Array, Int32Array, Uint8Array) or a plain object of these.',
    example: 'function f(m: Map<string, number>) { … }', fix: 'Pass the numbers in an array or in a plain object.',
  }),
  untyped: entry<{ what: string }>({
    code: 'N1003', severity: 'error',
    text: ({ what }) => `${what} has type \`any\`; give it a type`,
    explanation: 'Without a type nothing says whether a value is a number or an array, so no derivative can be written for it.',
    example: 'function f(x) { return x * x; }', fix: 'Write `x: number`, or in JavaScript `@param {number} x`.',
  }),
  noSource: entry<{ name: string }>({
    code: 'N1004', severity: 'error',
    text: ({ name }) => `\`${name}\` cannot be followed: its source is not available; call a function written in this project`,
    explanation: 'A call is differentiated by differentiating the callee, so its source text must be reachable. Declarations (`.d.ts`) and built-in functions without a rule have none.',
    example: 'declare function g(x: number): number;', fix: 'Write the function in TypeScript or JavaScript and import it.',
  }),
  stringValue: entry<Record<never, never>>({
    code: 'N1015', severity: 'error',
    text: () => 'strings cannot be differentiated; use numbers or booleans to choose',
    explanation: 'Text has no derivative and the language has no string operations. Texts that are known where a function is called (`sum(xs, \'mean\')`) choose between branches; fields that hold texts are carried along unread.',
    example: "function f(x: number, mode: string) { if (mode === 'fast') … }", fix: 'Pass a boolean or a number in place of the string.',
  }),
  bigintValue: entry<Record<never, never>>({
    code: 'N1014', severity: 'error',
    text: () => 'bigint values cannot be differentiated; use number',
    explanation: 'A bigint is an exact integer, and a derivative needs real arithmetic.',
    example: 'const n = 10n;', fix: 'Use a `number`.',
  }),
  unknownMath: entry<{ name: string }>({
    code: 'N1016', severity: 'error',
    text: ({ name }) => `\`Math.${name}\` has no differentiation rule; write it with other functions of Math`,
    explanation: 'Every function of Math in ECMAScript 2023 has a rule, except `Math.random`.',
    example: 'Math.f16round(x)', fix: 'Use a function that has a rule.',
  }),
  unknownMember: entry<{ name: string; type: string; instead: string }>({
    code: 'N1017', severity: 'error',
    text: ({ name, type, instead }) => `\`${name}\` of \`${type}\` is not supported; ${instead}`,
    explanation: 'Only the members listed in the language reference are understood.',
    example: 'xs.sort()', fix: 'Write a loop.',
  }),
  arrayHoles: entry<Record<never, never>>({
    code: 'N1018', severity: 'error',
    text: () => 'an array with holes: its elements are undefined until written; write `new Array(n).fill(0)`',
    explanation: 'Reading a hole gives `undefined`, which turns into NaN; arrays have to be filled when they are made.',
    example: 'const r = new Array<number>(n);', fix: 'new Array<number>(n).fill(0)',
  }),
  thrownValue: entry<Record<never, never>>({
    code: 'N1019', severity: 'error',
    text: () => 'only `throw new Error("text")` with a literal text is supported',
    explanation: 'The derivative throws the same error, so its text must be known.',
    example: 'throw x;', fix: 'throw new Error("x must be positive");',
  }),
  typeMismatch: entry<{ expected: string; found: string }>({
    code: 'N1020', severity: 'error',
    text: ({ expected, found }) => `expected ${expected}, found ${found}; both must have the same shape`,
    explanation: 'A variable keeps one kind of value. Objects need the same fields in the same order, arrays the same storage.',
    example: 'let a: Float64Array | number[] = [1]; a = new Float64Array(1);', fix: 'Use one type, and convert with `Array.from` or `new Float64Array(…)`.',
  }),
  possiblyUndefined: entry<{ type: string }>({
    code: 'N1021', severity: 'error',
    text: ({ type }) => `a value of type \`${type}\` may be missing here; give it a default or test it where it is a parameter`,
    explanation: '`undefined` and `null` are supported in local variables, for results of `find` and `at`, and where it is known from the call which it is: an optional parameter or field that was left out. Parameters of a marked function and results are always there.',
    example: 'function f(p: { x: number; scale?: number }) { … }', fix: 'function f(p: { x: number; scale: number }) { … }',
  }),
  notConstant: entry<{ name: string }>({
    code: 'N1022', severity: 'error',
    text: ({ name }) => `the module constant \`${name}\` is not made of literals; write its numbers out or pass it as a parameter`,
    explanation: 'Constants of a module are read when the source is analysed; nothing of the module is run. Literals, arithmetic on them, Math and other constants are understood.',
    example: 'const K = readConfig();', fix: 'Pass the value as a parameter.',
  }),
  capturedLoopVariable: entry<{ name: string }>({
    code: 'N1023', severity: 'error',
    text: ({ name }) => `the loop variable \`${name}\` is written in the body and captured by a function; copy it to a const first`,
    explanation: 'Each iteration has its own copy of a `let` in the head of a loop. The copy is understood when only the head changes it.',
    example: 'for (let i = 0; i < n; i++) { const f = () => i; i += f(); }', fix: 'const k = i; const f = () => k;',
  }),
  thisReference: entry<{ what: string }>({
    code: 'N1024', severity: 'error',
    text: ({ what }) => `\`${what}\` is not supported; pass what is needed as a parameter`,
    explanation: 'Functions are differentiated with respect to their parameters; hidden inputs are not tracked.',
    example: 'return this.k * x;', fix: 'function f(x: number, k: number) { return k * x; }',
  }),
  outOfScope: entry<{ name: string }>({
    code: 'N1025', severity: 'error',
    text: ({ name }) => `\`${name}\` is declared in another clause or used before its declaration; declare it before the statement`,
    explanation: 'A variable must be declared on every path that reaches its use.',
    example: 'switch (k) { case 0: let a = 1; break; default: a = 2; }', fix: 'Declare the variable before the `switch`.',
  }),
  unsupportedPattern: entry<Record<never, never>>({
    code: 'N1026', severity: 'error',
    text: () => 'this destructuring pattern is not supported; read the elements or fields one by one',
    explanation: 'Patterns of names, nested patterns, defaults and rest elements are understood where the shape of the value is known. A marked function names its parameters.',
    example: 'const [first, ...others] = pair; // pair: [number, number[]]', fix: 'const first = pair[0];',
  }),
  syntaxError: entry<{ message: string }>({
    code: 'N1027', severity: 'error',
    text: ({ message }) => `syntax error: ${message}`,
    explanation: 'The text cannot be read as TypeScript.',
    example: 'return x * ;', fix: 'Complete the expression.',
  }),
  argumentCount: entry<{ name: string; expected: string; found: number }>({
    code: 'N1028', severity: 'error',
    text: ({ name, expected, found }) => `\`${name}\` takes ${expected}, ${found} given; pass each argument by itself`,
    explanation: 'The number of arguments decides how a call is differentiated, so it must be known from the text.',
    example: 'Math.pow(x)', fix: 'Math.pow(x, 2)',
  }),
  noResult: entry<{ name: string }>({
    code: 'N1029', severity: 'error',
    text: ({ name }) => `\`${name}\` returns nothing; its result cannot be used`,
    explanation: 'A function without a result gives `undefined`.',
    example: 'const y = scale(xs);', fix: 'Return the value that is needed.',
  }),
  unknownName: entry<{ name: string }>({
    code: 'N1031', severity: 'error',
    text: ({ name }) => `\`${name}\` is not a parameter, a local variable or a constant of a module; pass it as a parameter`,
    explanation: 'Only parameters, locals, constants and functions of modules are visible to a differentiated function.',
    example: 'return x * scale;', fix: 'Declare `scale` as a parameter.',
  }),
  constantWritten: entry<{ name: string }>({
    code: 'N1032', severity: 'error',
    text: ({ name }) => `the module's \`${name}\` is written; copy it to a local first, as in \`${name}.slice()\``,
    explanation: 'Writing data of the module makes the result depend on earlier calls, which no derivative at a point can express.',
    example: 'TABLE[0] = x;', fix: 'const table = TABLE.slice(); table[0] = x;',
  }),
};
