/**
 * Values as expressions of the output. Arithmetic is never reassociated: the tree printed is the tree computed.
 */
import type { Primitive } from '../ir/primitive';
import type { ConstOp, Literal, Value } from '../ir/op';
import { ownFields, presenceFor, presenceOf } from '../ir/presence';
import { absenceIn, isTuple, type ElementAbsence, type StructType, type Type } from '../ir/type';
import type { Style } from './declaration';
import type { BranchNode, SimpleOp } from './flow';
import { exitCopies, type Folding } from './folding';
import { quoted } from './layout';
import type { BinaryOperator, Expr, ObjectField, Variable } from './syntax';
import { elementText, storageConstructor } from '../ir/typeText';

const binaryOperators: Partial<Record<Primitive, BinaryOperator>> = {
  add: '+', sub: '-', mul: '*', div: '/', rem: '%', pow: '**', bitand: '&', bitor: '|', bitxor: '^', shl: '<<', shr: '>>', ushr: '>>>',
  lt: '<', le: '<=', gt: '>', ge: '>=', eq: '===', ne: '!==', same: '===',
};
/** Constants of `Math` that keep their name when the source used it. */
const mathConstants: Readonly<Record<string, number>> = {
  'Math.PI': Math.PI, 'Math.E': Math.E, 'Math.LN2': Math.LN2, 'Math.LN10': Math.LN10, 'Math.LOG2E': Math.LOG2E, 'Math.LOG10E': Math.LOG10E,
  'Math.SQRT2': Math.SQRT2, 'Math.SQRT1_2': Math.SQRT1_2, 'Number.EPSILON': Number.EPSILON,
  'Number.MAX_VALUE': Number.MAX_VALUE, 'Number.MIN_VALUE': Number.MIN_VALUE,
  'Number.MAX_SAFE_INTEGER': Number.MAX_SAFE_INTEGER, 'Number.MIN_SAFE_INTEGER': Number.MIN_SAFE_INTEGER,
};

export const variable = (of: Variable): Expr => ({ kind: 'variable', variable: of });
export const nameOf = (text: string): Expr => ({ kind: 'name', text });
export const binary = (operator: BinaryOperator, left: Expr, right: Expr): Expr => ({ kind: 'binary', operator, left, right });
export const call = (callee: Expr, args: readonly Expr[]): Expr => ({ kind: 'call', callee, args });
export const member = (object: Expr, name: string, optional = false): Expr => ({ kind: 'member', object, name, optional });
export const index = (object: Expr, at: Expr): Expr => ({ kind: 'index', object, index: at });
/** What says that an element is missing; null where none may be. */
const absenceOf = (array: Value | undefined): ElementAbsence | null => (array === undefined ? null : absenceIn(array.type));
/** An element that is read: where one may be missing, TypeScript may not see that it is there. What arithmetic takes it for stands there then. */
export function elementAt(array: Value | undefined, object: Expr, at: Expr): Expr {
  const absence = absenceOf(array);
  return absence === null ? index(object, at) : binary('??', index(object, at), numberLiteral(absence === 'null' ? 0 : NaN));
}
/** Whether an element is there; of an index that may be outside it is asked whether it is a number. */
function isThere(array: Value | undefined, element: Expr, within: boolean, quote: Style['quote']): Expr {
  if (absenceOf(array) !== 'null') return binary('!==', element, nameOf('undefined'));
  return within ? binary('!==', element, nameOf('null')) : binary('===', { kind: 'unary', operator: 'typeof ', operand: element }, textLiteral('number', quote));
}

/** The shortest text that reads back as the same number. */
export function numberLiteral(value: number): Expr {
  if (Number.isNaN(value)) return nameOf('NaN');
  if (value < 0 || Object.is(value, -0)) return { kind: 'unary', operator: '-', operand: numberLiteral(-value) };
  if (value === Infinity) return nameOf('Infinity');
  return { kind: 'literal', text: String(value).replace('e+', 'e') };
}

/** A member of an enum, which keeps its name; the name of a variable has no dot. */
const isMemberName = (name: string | null): name is string => name?.includes('.') === true;
const textLiteral = (text: string, quote: Style['quote']): Expr => ({ kind: 'literal', text: quoted(text, quote) });

function constant(op: ConstOp, quote: Style['quote']): Expr {
  const { name } = op.result;
  if (op.value === null) return nameOf('null');
  if (typeof op.value === 'string') return isMemberName(name) ? nameOf(name) : textLiteral(op.value, quote);
  if (typeof op.value === 'boolean') return nameOf(String(op.value));
  return name !== null && mathConstants[name] === op.value ? nameOf(name) : numberLiteral(op.value);
}

/** What memory of this type begins with. */
const zeroOf = (type: Type, quote: Style['quote']): Expr => (type.kind === 'bool' ? nameOf('false') : type.kind === 'text' ? textLiteral('', quote) : numberLiteral(0));

/** What stands where a value is missing. */
function placeholderFor(type: Type, quote: Style['quote']): Expr {
  switch (type.kind) {
    case 'array': return type.storage === 'array' ? { kind: 'array', elements: [] } : { kind: 'new', constructor: storageConstructor(type.storage), typeArgument: null, args: [numberLiteral(0)] };
    case 'struct':
      if (isTuple(type)) return { kind: 'array', elements: type.fields.map(field => placeholderFor(field.type, quote)) };
      return { kind: 'object', fields: ownFields(type).flatMap(field => {
        const absence = presenceOf(type, field.name)?.absence ?? null;
        return absence === 'nothing' ? [] : [{ name: field.name, value: absence === null ? placeholderFor(field.type, quote) : nameOf(absence), when: null }];
      }) };
    case 'num': return nameOf('NaN');
    case 'bool': case 'text': case 'void': case 'func': return zeroOf(type, quote);
  }
}

/** `p.x`; of a field that may be missing, or whether it is there. */
function fieldOf(object: Expr, type: Type | undefined, name: string, quote: Style['quote']): Expr {
  const asked = presenceFor(name);
  if (asked !== null) return binary('!==', member(object, asked.field), nameOf(asked.absence === 'null' ? 'null' : 'undefined'));
  const read = member(object, name);
  const own = type?.kind === 'struct' && presenceOf(type, name) !== null ? type.fields.find(field => field.name === name) : undefined;
  return own === undefined ? read : binary('??', read, placeholderFor(own.type, quote));
}

/** The negation of a condition. `!(a < b)` is not `a >= b`: there is NaN. */
export function negate(test: Expr): Expr {
  if (test.kind === 'unary' && test.operator === '!') return test.operand;
  if (test.kind === 'binary' && test.operator === '===') return { ...test, operator: '!==' };
  if (test.kind === 'binary' && test.operator === '!==') return { ...test, operator: '===' };
  return { kind: 'unary', operator: '!', operand: test };
}

export interface ExpressionContext {
  readonly folding: Folding;
  readonly constants: ReadonlyMap<Value, Literal>;
  variableOf(value: Value): Variable;
  calleeName(callee: string): string;
  globalName(global: string): string;
  replay(op: Extract<SimpleOp, { kind: 'replay' }>): Expr;
  /** Whether types may be written. */
  readonly typed: boolean;
  readonly quote: Style['quote'];
}

export interface Expressions {
  of(value: Value): Expr;
  /** The same as a condition, where a number may stand for whether it is truthy. */
  condition(value: Value): Expr;
  /** A value that is written to an array, where an element may be missing. */
  written(array: Value, value: Value): Expr;
  /** What an operation or a conditional expression computes. */
  computed(node: { readonly kind: 'op'; readonly op: SimpleOp; readonly args: readonly Value[] } | BranchNode): Expr;
}

export function expressionsFor(context: ExpressionContext): Expressions {
  const { folding } = context;

  function of(value: Value): Expr {
    const node = folding.isFolded(value) ? folding.definition(value) : undefined;
    return node === undefined ? variable(context.variableOf(value)) : computed(node);
  }
  function condition(value: Value): Expr {
    const node = folding.isFolded(value) ? folding.definition(value) : undefined;
    if (node?.kind === 'op' && node.op.kind === 'prim') {
      const [arg] = node.args;
      if (node.op.prim === 'truthy' && arg !== undefined) return of(arg);
      if (node.op.prim === 'not' && arg !== undefined) return negate(condition(arg));
    }
    return node?.kind === 'branch' ? { ...select(node, condition), origin: node.op.origin } : of(value);
  }
  function computed(node: Parameters<Expressions['computed']>[0]): Expr {
    const made = node.kind === 'branch' ? select(node, of) : operation(node.op, node.args);
    return node.op.kind === 'global' || node.op.kind === 'const' && node.op.origin.role === 'primal' ? made : { ...made, origin: node.op.origin };
  }
  /** `operand`: how the sides of `&&` and `||` are written; a value of type boolean needs booleans there. */
  function select(node: BranchNode, operand: (value: Value) => Expr): Expr {
    const [yes, no] = [node.then, node.else].map(block => exitCopies(block.exit)[0]?.source);
    if (yes === undefined || no === undefined) throw new RangeError('a conditional expression needs two values');
    const test = condition(node.cond);
    if (node.results[0]?.type.kind === 'bool') {
      const [whenTrue, whenFalse] = [context.constants.get(yes), context.constants.get(no)];
      const first = operand(node.cond);
      if (whenFalse === false) return whenTrue === true ? first : binary('&&', first, operand(yes));
      if (whenTrue === true) return binary('||', first, operand(no));
      if (whenTrue === false) return binary('&&', negate(first), operand(no));
      if (whenFalse === true) return binary('||', negate(first), operand(yes));
    }
    return elementOr(node.cond, yes, no) ?? { kind: 'conditional', test, yes: of(yes), no: of(no) };
  }
  /** `xs[i] ?? y` of an element where it is there. */
  function elementOr(cond: Value, yes: Value, no: Value): Expr | null {
    const [asked, read] = [cond, yes].map(value => (folding.isFolded(value) ? folding.definition(value) : undefined));
    if (asked?.kind !== 'op' || asked.op.kind !== 'has' || read?.kind !== 'op' || read.op.kind !== 'load') return null;
    const [array, at] = read.args;
    if (array === undefined || at === undefined || absenceOf(array) === null || asked.args[0] !== array || asked.args[1] !== at) return null;
    return binary('??', index(of(array), of(at)), of(no));
  }
  function operation(op: SimpleOp, args: readonly Value[]): Expr {
    const [first, second] = args;
    const one = (): Expr => { if (first === undefined) throw new RangeError(`${op.kind} needs an operand`); return of(first); };
    const two = (): Expr => { if (second === undefined) throw new RangeError(`${op.kind} needs two operands`); return of(second); };
    switch (op.kind) {
      case 'const': return constant(op, context.quote);
      case 'global': return nameOf(context.globalName(op.global));
      case 'prim': return primitive(op.prim, args);
      case 'load': return elementAt(first, one(), two());
      case 'has': return isThere(first, index(one(), two()), op.within, context.quote);
      case 'len': return member(one(), 'length');
      case 'norm': return call(member(nameOf('Math'), 'hypot'), [{ kind: 'unary', operator: '...', operand: one() }]);
      case 'distinct': {
        const together: Expr = args.length === 1 ? one() : { kind: 'array', elements: args.map(list => ({ kind: 'unary', operator: '...', operand: of(list) })) };
        return member({ kind: 'new', constructor: 'Set', typeArgument: null, args: [together] }, 'size');
      }
      case 'view': {
        const [, from, to] = args;
        const end = to !== undefined && folding.isFolded(to) ? folding.definition(to) : undefined;
        const isWhole = end?.kind === 'op' && end.op.kind === 'len' && end.args[0] === first;
        return call(member(one(), 'subarray'), [from, isWhole ? undefined : to].filter(arg => arg !== undefined).map(of));
      }
      case 'getfield': return fieldOf(one(), first?.type, op.field, context.quote);
      case 'copy': return call(member(one(), 'slice'), []);
      case 'alloc': {
        if (op.type.storage !== 'array') return { kind: 'new', constructor: storageConstructor(op.type.storage), typeArgument: null, args: [one()] };
        const made: Expr = { kind: 'new', constructor: 'Array', typeArgument: context.typed ? elementText(op.type) : null, args: [one()] };
        if (op.holes) return made;
        return call(member(made, 'fill'), [zeroOf(op.type.element, context.quote)]);
      }
      case 'array': {
        const elements: Expr = { kind: 'array', elements: args.map(arg => written(op.result, arg)) };
        return op.type.storage === 'array' ? elements : { kind: 'new', constructor: storageConstructor(op.type.storage), typeArgument: null, args: [elements] };
      }
      case 'struct': return isTuple(op.type) ? { kind: 'array', elements: op.type.fields.map((_, i) => ofAt(args, i)) } : { kind: 'object', fields: op.type.fields.flatMap((field, i) => objectField(op.type, field.name, args, i)) };
      case 'call': return call(nameOf(context.calleeName(op.callee)), args.map(of));
      case 'replay': return context.replay(op);
      default: throw new RangeError(`${op.kind} has no place in value form's expressions`);
    }
  }
  /** A field of an object literal; nothing for the boolean that belongs to another field. */
  function objectField(type: StructType, name: string, args: readonly Value[], i: number): readonly ObjectField[] {
    if (presenceFor(name) !== null) return [];
    const presence = presenceOf(type, name);
    const at = presence === null ? -1 : type.fields.findIndex(field => field.name === presence.name);
    const isThere = args[at];
    const known = isThere === undefined ? true : context.constants.get(isThere);
    const missing = nameOf(presence?.absence === 'null' ? 'null' : 'undefined');
    if (known === true || isThere === undefined) return [{ name, value: ofAt(args, i), when: null }];
    if (presence?.absence === 'nothing') return known === false ? [] : [{ name, value: ofAt(args, i), when: condition(isThere) }];
    return [{ name, value: known === false ? missing : { kind: 'conditional', test: condition(isThere), yes: where(isThere, args, i), no: missing }, when: null }];
  }
  /** An operand where a condition holds: of what that chooses, what is chosen then. */
  function where(cond: Value, args: readonly Value[], i: number): Expr {
    const arg = args[i];
    const node = arg !== undefined && folding.isFolded(arg) ? folding.definition(arg) : undefined;
    const [chosen] = node?.kind === 'branch' && node.cond === cond ? exitCopies(node.then.exit) : [];
    return chosen === undefined ? ofAt(args, i) : of(chosen.source);
  }
  const ofAt = (args: readonly Value[], i: number): Expr => {
    const arg = args[i];
    if (arg === undefined) throw new RangeError('a field without a value');
    return of(arg);
  };
  /** Both sides of a comparison; one of two texts is widened where TypeScript would say that they can never be equal. */
  function compared(args: readonly Value[]): readonly [Expr, Expr] {
    const [left, right] = [ofAt(args, 0), ofAt(args, 1)];
    const [a, b] = args.map(optionsOf);
    if (a === undefined || b === undefined || a === null || b === null || a.some(option => b.includes(option))) return [left, right];
    return left.kind === 'literal' ? [left, { kind: 'widened', operand: right }] : [{ kind: 'widened', operand: left }, right];
  }
  /** The texts a value is known to be one of, as TypeScript sees it; null where it may be any. */
  function optionsOf(value: Value): readonly string[] | null {
    const node = folding.definition(value);
    if (node?.kind === 'op' && node.op.kind === 'const') return typeof node.op.value === 'string' ? [isMemberName(node.op.result.name) ? node.op.result.name : node.op.value] : null;
    // Two texts that are chosen between have the type of neither.
    if (node?.kind === 'branch') return folding.isFolded(value) && value.type.kind === 'text' ? [] : null;
    return value.type.kind === 'text' ? value.type.options ?? null : null;
  }
  function primitive(prim: Primitive, args: readonly Value[]): Expr {
    const operator = binaryOperators[prim];
    if (operator !== undefined) return binary(operator, ...(context.typed && (prim === 'eq' || prim === 'ne') ? compared(args) : [ofAt(args, 0), ofAt(args, 1)] as const));
    switch (prim) {
      case 'neg': return { kind: 'unary', operator: '-', operand: ofAt(args, 0) };
      case 'bitnot': return { kind: 'unary', operator: '~', operand: ofAt(args, 0) };
      case 'not': {
        const [arg] = args;
        if (arg === undefined) return nameOf('true');
        // As a condition `!!x` is `x`; as a value it is a boolean.
        const node = folding.isFolded(arg) ? folding.definition(arg) : undefined;
        const twice = node?.kind === 'op' && node.op.kind === 'prim' && node.op.prim === 'not' ? node.args[0] : undefined;
        return twice === undefined ? negate(condition(arg)) : of(twice);
      }
      case 'truthy': return { kind: 'unary', operator: '!!', operand: ofAt(args, 0) };
      case 'isNaN': case 'isFinite': case 'isInteger': return call(nameOf(`Number.${prim}`), args.map(of));
      default: return call(nameOf(`Math.${prim}`), args.map(of));
    }
  }
  const written = (array: Value, value: Value): Expr => (context.constants.get(value) === null ? nameOf(absenceOf(array) ?? 'null') : of(value));
  return { of, condition, computed, written };
}
