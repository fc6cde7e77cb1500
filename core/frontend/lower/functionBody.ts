/** A function of the table: parameters, captured variables, defaults, body. */
import ts from 'typescript';
import { newSlot, newValue } from '../../ir/builder';
import type { Func, Param } from '../../ir/module';
import type { Slot, Value } from '../../ir/op';
import { nowhere } from '../../ir/origin';
import { plainError } from '../../ir/thrown';
import { bool, num, type Type } from '../../ir/type';
import { isScratch } from '../oracle';
import { parameterNames } from '../parameterNames';
import { selfName } from '../place';
import { refuseKind } from './calls';
import { lowerConstructor } from './construction';
import { lowerAs, lowerExpression, lowerValue } from './expressions';
import { captured } from './functionShape';
import { bindSurrounding } from './inlining';
import { bindKnown, knownFunction } from './known';
import { bindPart, bindPattern, declaredType } from './patterns';
import { FunctionScope } from './scope';
import { staticValue } from './statics';
import { lowerStatements } from './statements';
import { isThisParameter, unknown, type Specialisation, type Unit } from './unit';

/** Lowers everything that is pending, and what that leads to. */
export function lowerPending(unit: Unit): void {
  for (let next = unit.pending.shift(); next !== undefined; next = unit.pending.shift()) unit.funcs.set(next.name, lowerFunction(unit, next));
}

function lowerFunction(unit: Unit, self: Specialisation): Func {
  const fn = new FunctionScope(unit, self);
  const { node, result } = self;
  const params: Param[] = [];
  const captures: Slot[] = [];
  const body = fn.region(node.body, () => {
    refuseKind(fn, node, node.modifiers?.find(m => m.kind === ts.SyntaxKind.AsyncKeyword) ?? node.name ?? node);
    if (self.isRoot) declareScratch(fn);
    else bindCaptures(fn, captures);
    lowerParameters(fn, params);
    if (ts.isConstructorDeclaration(node)) {
      lowerConstructor(fn, node);
      return [];
    }
    if (ts.isBlock(node.body)) {
      lowerStatements(fn, node.body.statements);
    } else if (result.kind === 'void') {
      lowerExpression(fn, node.body);
    } else {
      const value = lowerAs(fn, node.body, result);
      fn.b.return(value, fn.at(node.body));
      fn.end();
    }
    if (!fn.ended) {
      // The end of a function with a result is not reached; a region needs a terminator all the same.
      if (result.kind === 'void') fn.b.return(null, nowhere);
      else fn.b.append(plainError(`${self.name} ended without a result`, nowhere));
      fn.end();
    }
    return [];
  });
  return { name: self.name, params, captures, result, body, form: 'slot', origin: fn.at(node) };
}

/** What is captured from around, in the order in which callers bind it. */
function bindCaptures(fn: FunctionScope, captures: Slot[]): void {
  const { node, around } = fn.self;
  for (const { name, type } of captured(around)) captures.push(newSlot(type, name));
  bindSurrounding(fn, { shape: { kind: 'source', node, around }, slots: captures });
}

/** The marked function's activation owns the scratch variables that it and its callees mention. */
function declareScratch(fn: FunctionScope): void {
  for (const { symbol } of fn.self.around.captures) {
    const declaration = symbol.valueDeclaration;
    if (!isScratch(symbol) || declaration === undefined || !ts.isVariableDeclaration(declaration)) {
      // A variable of an enclosing function, which is reported where it is used first.
      fn.declare(symbol, symbol.name, fn.placeholder(unknown, fn.self.node), nowhere);
      continue;
    }
    const { initializer } = declaration;
    const type = declaredType(fn, declaration) ?? fn.typeOf(declaration.name);
    const value = initializer === undefined ? fn.placeholder(type, declaration) : lowerAs(fn, initializer, type);
    fn.declare(symbol, symbol.name, value, fn.at(declaration));
  }
}

/** Whether a type names its numbers: an enum, or a union of literals. */
const isChoice = (type: ts.Type): boolean =>
  (type.flags & (ts.TypeFlags.EnumLike | ts.TypeFlags.NumberLiteral)) !== 0 || (type.isUnion() && type.types.every(isChoice));

/** The object that a method is called on, under the symbol of its class. */
function bindThis(fn: FunctionScope, params: Param[], type: Type): void {
  const { node } = fn.self;
  const origin = fn.at(node);
  const name = selfName(node);
  const value = newValue(type, name);
  params.push({ name, value, origin });
  const symbol = fn.lexicon.oracle.classOf(node);
  if (symbol === undefined) return;
  if (fn.lexicon.captures.use(node).captured.has(symbol)) fn.declare(symbol, name, value, origin);
  else fn.bind(symbol, { kind: 'param', value, name });
}

function lowerParameters(fn: FunctionScope, params: Param[]): void {
  const { self } = fn;
  const { captures: lexicon, oracle } = fn.lexicon;
  const use = lexicon.use(self.node);
  const names = parameterNames(oracle, self.node);
  const types = [...self.paramTypes];
  const bound: (() => void)[] = [];
  if (self.thisType !== null && !ts.isConstructorDeclaration(self.node)) bindThis(fn, params, self.thisType);
  self.node.parameters.forEach((parameter, index) => {
    if (isThisParameter(parameter)) {
      fn.report('thisReference', { what: 'this' }, parameter);
      return;
    }
    const symbol = ts.isIdentifier(parameter.name) ? oracle.symbolOf(parameter.name) : undefined;
    if (self.around.functions.has(symbol ?? parameter) || symbol !== undefined && self.around.texts.has(symbol)) return;
    if (self.omitted.has(index)) {
      if (parameter.initializer === undefined) {
        if (symbol !== undefined) fn.bind(symbol, { kind: 'absent' });
        else fn.report('unsupportedPattern', {}, parameter.name);
        return;
      }
      const { initializer } = parameter;
      const text = staticValue(fn, initializer);
      if (text?.kind === 'text' && symbol !== undefined) {
        fn.bind(symbol, { kind: 'text', value: text.value });
        return;
      }
      const value = fn.holdsFunctions(initializer) ? knownFunction(fn, initializer) : null;
      if (value !== null) bound.push(() => { bindKnown(fn, parameter.name, value); });
      else bound.push(() => { bindPattern(fn, parameter.name, lowerValue(fn, initializer, fn.typeOrNull(parameter.name)), parameter); });
      return;
    }
    const name = names[index] ?? '';
    const value: Value = newValue(types.shift() ?? num, name);
    params.push({ name, value, origin: fn.at(parameter), ...(isChoice(oracle.typeOf(parameter)) ? { isChoice: true } : {}) });
    if (self.maybe.has(index)) {
      const isThere = newValue(types.shift() ?? bool, `${name}IsThere`);
      params.push({ name: `${name}IsThere`, value: isThere, origin: fn.at(parameter) });
      bound.push(() => { bindPart(fn, parameter, { type: value.type, isThere, value: () => value }, parameter); });
      return;
    }
    if (symbol === undefined) bound.push(() => { bindPattern(fn, parameter.name, value, parameter); });
    else if (use.assigned.has(symbol) || use.captured.has(symbol)) bound.push(() => { fn.declare(symbol, name, value, fn.at(parameter)); });
    else fn.bind(symbol, { kind: 'param', value, name });
  });
  for (const bind of bound) bind();
}
