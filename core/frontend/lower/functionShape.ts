/**
 * Function values that are known while lowering. Their text says which code runs (the shape), the place where they are made which
 * variables it refers to (the slots). Callees that take them as arguments are specialised by shape and capture the slots.
 */
import type ts from 'typescript';
import type { Slot } from '../../ir/op';
import type { RealPrimitive } from '../../ir/primitive';
import { printType, type Type } from '../../ir/type';
import type { FunctionNode } from '../oracle';
import type { TypeArguments } from '../types';

export interface CaptureShape { readonly symbol: ts.Symbol; readonly type: Type }

/** What the body of a function takes from around it, besides its parameters. */
export interface Surrounding {
  /** Parameters of enclosing functions known to be `undefined`. */
  readonly absent: ReadonlySet<ts.Symbol>;
  readonly captures: readonly CaptureShape[];
  /** Names of enclosing functions, and own parameters, that stand for a known function. */
  readonly functions: ReadonlyMap<ts.Symbol, FunctionShape>;
  /** Names of enclosing functions, and own parameters, that stand for a known text. */
  readonly texts: ReadonlyMap<ts.Symbol, string>;
  readonly typeArguments: TypeArguments;
}

export type FunctionShape =
  | { readonly kind: 'math'; readonly name: RealPrimitive }
  | { readonly kind: 'source'; readonly node: FunctionNode; readonly around: Surrounding };

/** `slots`: what the shape captures here, in the order of `capturedBy`. */
export interface FunctionValue { readonly shape: FunctionShape; readonly slots: readonly Slot[] }

/** Its own captures first, then those of the functions it knows, one after another. */
export function captured(around: Surrounding): readonly CaptureShape[] {
  return [...around.captures, ...[...around.functions.values()].flatMap(capturedBy)];
}

export const capturedBy = (shape: FunctionShape): readonly CaptureShape[] => (shape.kind === 'math' ? [] : captured(shape.around));

/** Equal for surroundings under which the same code is lowered. `idOf` numbers nodes and symbols. */
export function surroundingKey(around: Surrounding, idOf: (thing: object) => number): string {
  return [
    'absent', ...[...around.absent].map(idOf),
    'captures', ...around.captures.map(({ symbol, type }) => `${String(idOf(symbol))}:${printType(type)}`),
    'functions', ...[...around.functions].map(([symbol, shape]) => `${String(idOf(symbol))}=${shapeKey(shape, idOf)}`),
    'texts', ...[...around.texts].map(([symbol, text]) => `${String(idOf(symbol))}=${JSON.stringify(text)}`),
    'types', ...[...around.typeArguments].map(([parameter, type]) => `${String(idOf(parameter))}:${printType(type)}`),
  ].join(' ');
}

export const shapeKey = (shape: FunctionShape, idOf: (thing: object) => number): string =>
  (shape.kind === 'math' ? `Math.${shape.name}` : `(${String(idOf(shape.node))} ${surroundingKey(shape.around, idOf)})`);

/** How deep function values are nested in each other. */
export const nesting = (shape: FunctionShape): number =>
  (shape.kind === 'math' ? 0 : 1 + Math.max(0, ...[...shape.around.functions.values()].map(nesting)));
