/**
 * Function values that are known while lowering, and objects and lists that hold them. Their text says which code runs (the shape), the
 * place where they are made which variables it refers to (the slots). Callees that take them as arguments are specialised by shape and
 * capture the slots.
 */
import type ts from 'typescript';
import type { NumberFormat, Slot } from '../../ir/op';
import type { RealPrimitive } from '../../ir/primitive';
import { bool, printType, type Type } from '../../ir/type';
import type { ClassNode } from '../classes';
import type { FunctionNode } from '../oracle';
import type { TypeArguments } from '../types';

/** A name for a known function: its symbol, or the parameter itself where that is a pattern. */
export type FunctionName = ts.Symbol | ts.ParameterDeclaration;

/** `part`: of a variable that may be missing, which is captured as its content and, after it, whether it is there. */
export interface CaptureShape { readonly symbol: ts.Symbol; readonly type: Type; readonly part?: 'content' | 'isThere' }

/** What the body of a function takes from around it, besides its parameters. */
export interface Surrounding {
  /** Parameters of enclosing functions known to be `undefined`. */
  readonly absent: ReadonlySet<ts.Symbol>;
  readonly captures: readonly CaptureShape[];
  /** Names of enclosing functions, and own parameters, that stand for a known function. */
  readonly functions: ReadonlyMap<FunctionName, FunctionShape>;
  /** Names of enclosing functions, and own parameters, that stand for a known text. */
  readonly texts: ReadonlyMap<ts.Symbol, string>;
  readonly typeArguments: TypeArguments;
  /** The class of the object that `this` is, where the call tells more than the class the function is declared in. */
  readonly thisClass: ClassNode | null;
}

export type FunctionShape =
  | { readonly kind: 'math'; readonly name: RealPrimitive }
  | SourceShape
  /** The first where the boolean in its first slot is true, else the second. */
  | { readonly kind: 'choice'; readonly then: FunctionShape; readonly otherwise: FunctionShape }
  /** An object, or a list whose fields are its indices: a field is a function or a value of its own. */
  | RecordShape
  /** A text with values in it. */
  | { readonly kind: 'text'; readonly parts: readonly (string | { readonly type: Type; readonly format: NumberFormat | null })[] }
  /** A value in a variable: a field of a record. */
  | { readonly kind: 'data'; readonly type: Type };
export interface SourceShape { readonly kind: 'source'; readonly node: FunctionNode; readonly around: Surrounding }
export interface RecordShape { readonly kind: 'record'; readonly fields: ReadonlyMap<string, FunctionShape>; readonly isList: boolean }

/** `slots`: what the shape captures here, in the order of `capturedBy`. */
export interface FunctionValue { readonly shape: FunctionShape; readonly slots: readonly Slot[] }
export interface RecordValue extends FunctionValue { readonly shape: RecordShape }
export const isRecord = (value: FunctionValue): value is RecordValue => value.shape.kind === 'record';

/** A variable that a shape captures. */
export interface Captured { readonly name: string; readonly type: Type }

/** Its own captures first, then those of the functions it knows, one after another. */
export function captured(around: Surrounding): readonly Captured[] {
  return [...around.captures.map(({ symbol, type, part }) => ({ name: part === 'isThere' ? `${symbol.name}IsThere` : symbol.name, type })), ...[...around.functions.values()].flatMap(capturedBy)];
}

export function capturedBy(shape: FunctionShape): readonly Captured[] {
  switch (shape.kind) {
    case 'math': return [];
    case 'source': return captured(shape.around);
    case 'choice': return [{ name: 'isFirst', type: bool }, ...capturedBy(shape.then), ...capturedBy(shape.otherwise)];
    case 'record': return [...shape.fields].flatMap(([name, field]) => (field.kind === 'data' ? [{ name, type: field.type }] : capturedBy(field)));
    case 'text': return shape.parts.flatMap(part => (typeof part === 'string' ? [] : [{ name: 'said', type: part.type }]));
    case 'data': return [{ name: 'held', type: shape.type }];
  }
}

/** The two functions of a choice, each with its own slots. */
export function optionsOf({ shape, slots }: FunctionValue): { readonly isFirst: Slot; readonly then: FunctionValue; readonly otherwise: FunctionValue } | null {
  const [isFirst] = slots;
  if (shape.kind !== 'choice' || isFirst === undefined) return null;
  const middle = 1 + capturedBy(shape.then).length;
  return { isFirst, then: { shape: shape.then, slots: slots.slice(1, middle) }, otherwise: { shape: shape.otherwise, slots: slots.slice(middle) } };
}

/** A field of a record, with its own slots. */
export function fieldOf({ shape, slots }: RecordValue, name: string): FunctionValue | null {
  let next = 0;
  for (const [field, inner] of shape.fields) {
    const count = capturedBy(inner).length;
    if (field === name) return { shape: inner, slots: slots.slice(next, next + count) };
    next += count;
  }
  return null;
}

/** A record of values. */
export function recordValue(fields: ReadonlyMap<string, FunctionValue>, isList: boolean): RecordValue {
  const shapes = new Map([...fields].map(([name, { shape }]) => [name, shape]));
  return { shape: { kind: 'record', fields: shapes, isList }, slots: [...fields.values()].flatMap(({ slots }) => slots) };
}

/** Equal for surroundings under which the same code is lowered. `idOf` numbers nodes and symbols. */
export function surroundingKey(around: Surrounding, idOf: (thing: object) => number): string {
  return [
    'absent', ...[...around.absent].map(idOf),
    'captures', ...around.captures.map(({ symbol, type, part }) => `${String(idOf(symbol))}${part ?? ''}:${printType(type)}`),
    'functions', ...[...around.functions].map(([symbol, shape]) => `${String(idOf(symbol))}=${shapeKey(shape, idOf)}`),
    'texts', ...[...around.texts].map(([symbol, text]) => `${String(idOf(symbol))}=${JSON.stringify(text)}`),
    'class', around.thisClass === null ? '' : idOf(around.thisClass),
    'types', ...[...around.typeArguments].map(([parameter, type]) => `${String(idOf(parameter))}:${printType(type)}`),
  ].join(' ');
}

export function shapeKey(shape: FunctionShape, idOf: (thing: object) => number): string {
  switch (shape.kind) {
    case 'math': return `Math.${shape.name}`;
    case 'source': return `(${String(idOf(shape.node))} ${surroundingKey(shape.around, idOf)})`;
    case 'choice': return `(${shapeKey(shape.then, idOf)} or ${shapeKey(shape.otherwise, idOf)})`;
    case 'record': return `{${[...shape.fields].map(([name, field]) => `${JSON.stringify(name)}: ${shapeKey(field, idOf)}`).join(', ')}}${shape.isList ? '[]' : ''}`;
    case 'text': return JSON.stringify(shape.parts);
    case 'data': return printType(shape.type);
  }
}

/** How deep function values are nested in each other. */
export function nesting(shape: FunctionShape): number {
  switch (shape.kind) {
    case 'math': case 'text': case 'data': return 0;
    case 'source': return 1 + Math.max(0, ...[...shape.around.functions.values()].map(nesting));
    case 'choice': return Math.max(nesting(shape.then), nesting(shape.otherwise));
    case 'record': return Math.max(0, ...[...shape.fields.values()].map(nesting));
  }
}
