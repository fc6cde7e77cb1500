/** The typing rule of each operation. */
import type { Module } from './module';
import type { Op, PrimOp, Value } from './op';
import { literalType } from './builder';
import { isBooleanPrimitive, primitiveArity } from './primitive';
import { isReference, printType, sameType, type Type } from './type';

/** What is wrong with the types of an operation, or null. Regions and scopes are checked elsewhere. */
export function typeProblem(op: Op, module: Module): string | null {
  switch (op.kind) {
    case 'const': return same(op.result.type, literalType(op.value));
    case 'prim': return primProblem(op);
    case 'alloc':
      if (!op.holes && (isReference(op.type.element) || op.type.element.kind === 'func')) return 'allocates elements that have no zero';
      if (op.holes && op.type.storage !== 'array') return `${printType(op.type)} has no holes`;
      return has(op.length, 'num') ?? same(op.result.type, op.type);
    case 'array':
      if (op.type.absence !== undefined && (op.type.storage !== 'array' || op.type.element.kind !== 'num')) return `${printType(op.type)} has elements that cannot be missing`;
      return first(op.elements.map(element => same(element.type, op.type.element))) ?? same(op.result.type, op.type);
    case 'struct':
      if (op.values.length !== op.type.fields.length) return `has ${op.values.length} values for ${op.type.fields.length} fields`;
      return first(op.type.fields.map((field, i) => same(op.values[i]?.type, field.type))) ?? same(op.result.type, op.type);
    case 'copy': return has(op.ref, 'array') ?? same(op.result.type, op.ref.type);
    case 'global': {
      const declared = module.globals.get(op.global);
      return declared === undefined ? `no global @${op.global}` : same(op.result.type, declared.type);
    }
    case 'load': return has(op.index, 'num') ?? element(op.ref, op.result);
    case 'has': return has(op.index, 'num') ?? has(op.ref, 'array') ?? has(op.result, 'bool');
    case 'store': return has(op.index, 'num') ?? element(op.ref, op.value);
    case 'fill': return element(op.ref, op.value);
    case 'push': return fixedLength(op.ref) ?? element(op.ref, op.value);
    case 'insert': return fixedLength(op.ref) ?? has(op.index, 'num') ?? element(op.ref, op.value);
    case 'pop': return fixedLength(op.ref) ?? element(op.ref, op.result);
    case 'remove': return fixedLength(op.ref) ?? has(op.index, 'num') ?? element(op.ref, op.result);
    case 'view':
      if (op.ref.type.kind === 'array' && op.ref.type.storage === 'array') return `${printType(op.ref.type)} has no views`;
      return has(op.ref, 'array') ?? has(op.from, 'num') ?? has(op.to, 'num') ?? same(op.result.type, op.ref.type);
    case 'getfield': return field(op.ref, op.field, op.result);
    case 'setfield': return field(op.ref, op.field, op.value);
    case 'len': return has(op.ref, 'array') ?? has(op.result, 'num');
    case 'norm': return (op.ref.type.kind === 'array' && op.ref.type.element.kind === 'num' ? null : `norm reads an array of numbers, not ${printType(op.ref.type)}`) ?? has(op.result, 'num');
    case 'distinct': return first(op.lists.map(list => (list.type.kind === 'array' && isReference(list.type.element) ? null : `distinct reads lists of references, not ${printType(list.type)}`))) ?? has(op.result, 'num');
    case 'call': {
      const callee = module.funcs.get(op.callee);
      if (callee === undefined) return `no function @${op.callee}`;
      if (callee.captures.length > 0) return `@${op.callee} captures slots: it is called through a closure`;
      return signature(op.args, callee.params.map(param => param.value.type)) ?? same(op.result.type, callee.result);
    }
    case 'deriv': {
      const callee = module.funcs.get(op.callee);
      if (callee === undefined) return `no function @${op.callee}`;
      return op.wrt.every(i => i >= 0 && i < callee.params.length) ? null : 'is with respect to a parameter that is not there';
    }
    case 'slot': return same(op.init.type, op.slot.type);
    case 'get': return same(op.result.type, op.slot.type);
    case 'set': return same(op.value.type, op.slot.type);
    case 'closure': {
      const callee = module.funcs.get(op.callee);
      if (callee === undefined) return `no function @${op.callee}`;
      const type: Type = { kind: 'func', params: callee.params.map(param => param.value.type), result: callee.result };
      return signature(op.captures, callee.captures.map(slot => slot.type)) ?? same(op.result.type, type);
    }
    case 'callvalue': {
      if (op.fn.type.kind !== 'func') return `calls a ${printType(op.fn.type)}`;
      return signature(op.args, op.fn.type.params) ?? same(op.result.type, op.fn.type.result);
    }
    case 'if': return has(op.cond, 'bool');
    case 'loop': {
      if (op.counter === null) return null;
      const { from, to, step, compare } = op.counter;
      if (!Number.isInteger(step) || step === 0) return `counts by ${step}`;
      if ((step > 0) !== (compare === 'lt' || compare === 'le')) return `counts by ${step} while ${compare}`;
      return has(from, 'num') ?? has(to, 'num');
    }
    case 'record': case 'replay': case 'while': case 'block':
    case 'yield': case 'break': case 'continue': case 'return': case 'throw': return null;
  }
}

function primProblem(op: PrimOp): string | null {
  const arity = primitiveArity(op.prim);
  if (arity !== null && op.args.length !== arity) return `${op.prim} takes ${arity} arguments, not ${op.args.length}`;
  const { zeroAtZero, structuralZero, tieOrder, switchCase } = op.conventions;
  if (switchCase === true && op.prim !== 'eq') return `${op.prim} is no case of a switch`;
  if (zeroAtZero === true && op.prim !== 'sqrt' && op.prim !== 'hypot' && op.prim !== 'pow') return `${op.prim} has no convention at 0`;
  if (structuralZero === true && op.prim !== 'mul' && op.prim !== 'div' && op.prim !== 'pow') return `${op.prim} has no structural zero`;
  if (tieOrder !== undefined) {
    if (op.prim !== 'min' && op.prim !== 'max') return `${op.prim} has no ties`;
    if (new Set(tieOrder).size !== tieOrder.length || tieOrder.some(i => !(i in op.args))) return `tie order ${tieOrder.join(' ')} is no order of ${op.args.length} arguments`;
  }
  const result = has(op.result, isBooleanPrimitive(op.prim) ? 'bool' : 'num');
  if (result !== null) return result;
  switch (op.prim) {
    case 'not': return first(op.args.map(arg => has(arg, 'bool')));
    case 'same': return first(op.args.map(arg => (isReference(arg.type) ? null : `same compares references, not ${printType(arg.type)}`)));
    case 'eq': case 'ne': {
      const [a, b] = op.args;
      return a !== undefined && b?.type.kind === a.type.kind && (a.type.kind === 'bool' || a.type.kind === 'text') ? null : first(op.args.map(arg => has(arg, 'num')));
    }
    default: return first(op.args.map(arg => has(arg, 'num')));
  }
}

const first = (problems: readonly (string | null)[]): string | null => problems.find(problem => problem !== null) ?? null;

const has = (value: Value, kind: Type['kind']): string | null => (value.type.kind === kind ? null : `expected ${kind}, found ${printType(value.type)}`);

const same = (found: Type | undefined, expected: Type): string | null =>
  (found !== undefined && sameType(found, expected) ? null : `expected ${printType(expected)}, found ${found === undefined ? 'nothing' : printType(found)}`);

const fixedLength = (ref: Value): string | null =>
  (ref.type.kind === 'array' && ref.type.storage !== 'array' ? `${printType(ref.type)} keeps its length` : null);

function element(ref: Value, value: Value): string | null {
  return ref.type.kind === 'array' ? same(value.type, ref.type.element) : `expected an array, found ${printType(ref.type)}`;
}

function field(ref: Value, name: string, value: Value): string | null {
  if (ref.type.kind !== 'struct') return `expected a record, found ${printType(ref.type)}`;
  const declared = ref.type.fields.find(candidate => candidate.name === name);
  return declared === undefined ? `there is no field '${name}'` : same(value.type, declared.type);
}

function signature(args: readonly { readonly type: Type }[], params: readonly Type[]): string | null {
  if (args.length !== params.length) return `passes ${args.length} arguments for ${params.length}`;
  return first(params.map((param, i) => same(args[i]?.type, param)));
}
