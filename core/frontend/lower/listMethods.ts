/** `map`, `forEach`, `reduce` of a list of known functions: one call after another. */
import type ts from 'typescript';
import type { Value } from '../../ir/op';
import { arrayOf, num } from '../../ir/type';
import { lowerValue } from './expressions';
import { isRecord, type FunctionValue } from './functionShape';
import { invoke, type Argument } from './invocation';
import { elementsOf, knownFunction, knownRecord } from './known';
import type { FunctionScope } from './scope';

/** Null when the object is no list of known functions, or the method is none of these. */
export function lowerListMethod(fn: FunctionScope, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value | null {
  const method = callee.name.text;
  const [first, second] = node.arguments;
  if (first === undefined || (method !== 'map' && method !== 'forEach' && method !== 'reduce' && method !== 'reduceRight')) return null;
  const list = knownRecord(fn, callee.expression);
  if (list === null || !isRecord(list) || !list.shape.isList) return null;
  const callback = knownFunction(fn, first);
  if (callback === null) return null;
  const elements = elementsOf(list);
  const call = (element: FunctionValue, i: number): Value => invoke(fn, callback, [element, fn.constant(i, node)], node);
  switch (method) {
    case 'forEach':
      elements.forEach(call);
      return fn.placeholderVoid();
    case 'map': {
      const values = elements.map(call);
      const type = arrayOf('array', values[0]?.type ?? num);
      return fn.b.array(type, values.map(value => fn.fit(value, type.element, node)), fn.at(node));
    }
    default: return fold(fn, node, method === 'reduce' ? elements : [...elements].reverse(), callback, second);
  }
}

function fold(fn: FunctionScope, node: ts.CallExpression, elements: readonly FunctionValue[], callback: FunctionValue, start: ts.Expression | undefined): Value {
  const [begin, ...rest] = start === undefined ? elements : [null, ...elements];
  const initial: Argument = start === undefined ? begin ?? null : lowerValue(fn, start, fn.typeOrNull(node));
  const result = rest.reduce<Argument>((value, element) => invoke(fn, callback, [value, element], node), initial);
  return result !== null && !('shape' in result) ? result : fn.placeholder(fn.typeOrNull(node) ?? num, node);
}
