/** Methods of arrays and typed arrays. */
import ts from 'typescript';
import type { Value } from '../../ir/op';
import { num } from '../../ir/type';
import { mutatingMethods } from '../constants';
import { refuseModuleData } from './assignments';
import { copyElements } from './bulk';
import { elementType } from '../numberOr';
import { fillElements } from './elements';
import { lowerAs, lowerNumber, lowerValue } from './expressions';
import { stripped } from '../oracle';
import { lowerIteration } from './iteration';
import { lowerListMethod } from './listMethods';
import { lowerLookup } from './lookups';
import { lowerRangeMethod, lowerView } from './ranges';
import { lowerResizing } from './resizing';
import type { FunctionScope } from './scope';
import { lowerSort } from './sorting';
import { describedType } from '../../ir/typeText';

/** Null when the object is no array. */
export function lowerArrayMethod(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value | null {
  const unrolled = lowerListMethod(fn, node, callee);
  if (unrolled !== null) return unrolled;
  // A variable that began as `[]` has its type from its uses, not where it stands.
  const name = stripped(callee.expression);
  const symbol = ts.isIdentifier(name) ? fn.lexicon.oracle.symbolOf(name) : undefined;
  const binding = symbol === undefined ? null : fn.lookUp(symbol);
  const known = binding?.kind === 'slot' ? binding.slot.type : fn.typeOrNull(callee.expression);
  if (known?.kind !== 'array') return null;
  const method = callee.name.text;
  const writes = mutatingMethods.has(method);
  if (writes && refuseModuleData(fn, callee.expression)) return fn.placeholder(fn.typeOrNull(node) ?? num, node);
  const array = lowerValue(fn, callee.expression);
  const { type } = array;
  if (type.kind !== 'array') return null;
  const origin = fn.at(node);
  fn.token(callee.name, node, origin);
  const [first, second] = node.arguments;
  switch (method) {
    case 'fill': {
      if (first === undefined || second !== undefined) break;
      fillElements(fn, array, lowerAs(fn, first, elementType(type)), node);
      return array;
    }
    case 'set': {
      if (first === undefined || type.storage === 'array') break;
      const source = lowerValue(fn, first);
      if (source.type.kind !== 'array' || source.type.element.kind !== 'num') return fn.refuse('typeMismatch', { expected: 'an array of numbers', found: `\`${describedType(source.type)}\`` }, first, num);
      const offset = second === undefined ? null : lowerNumber(fn, second);
      // The source may be the same array; with an offset the ranges overlap, and `set` acts as if on a copy.
      copyElements(fn, array, offset === null ? source : fn.b.copy(source, fn.at(node)), offset, node);
      return fn.placeholderVoid();
    }
    default: break;
  }
  const call = { array, type, node, name: callee.name };
  const lowered = lowerIteration(fn, call) ?? lowerRangeMethod(fn, call) ?? lowerLookup(fn, call) ?? lowerSort(fn, call) ?? lowerResizing(fn, call) ?? lowerView(fn, call);
  if (lowered !== null) return lowered;
  return fn.refuse('unknownMember', { name: method, type: describedType(type), instead: 'write it as a loop over the elements' }, callee.name, fn.typeOrNull(node) ?? num);
}
