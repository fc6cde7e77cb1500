/** Functions and the module that holds them. */
import type { Origin } from './origin';
import type { Region, Slot, Value } from './op';
import type { Type } from './type';

export interface Param {
  readonly name: string;
  readonly value: Value;
  readonly origin: Origin;
  /** A number of a type with named values only (an enum, `0 | 1`): it chooses, and is never differentiated for. */
  readonly isChoice?: true;
}

export interface Func {
  readonly name: string;
  readonly params: readonly Param[];
  /** Slots of an enclosing function this function literal refers to (slot form only, else empty). */
  readonly captures: readonly Slot[];
  readonly result: Type;
  readonly body: Region;
  readonly form: 'slot' | 'value';
  readonly origin: Origin;
}

/** Constant data as written in the source; arrays hold numbers, booleans, texts, arrays or records. */
export type Data = number | boolean | string | null | readonly Data[] | { readonly [field: string]: Data };
export interface Global {
  readonly name: string;
  readonly type: Type;
  readonly data: Data;
  readonly origin: Origin;
  /** No name of it is visible where the marked function is: code there has to write the data out. */
  readonly isHidden?: true;
}

/** The unit that passes work on: the functions reachable from a root, and the constants they read. */
export interface Module {
  readonly funcs: ReadonlyMap<string, Func>;
  readonly globals: ReadonlyMap<string, Global>;
}
