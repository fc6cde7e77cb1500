/**
 * The machine's code: a module flattened to instructions over registers. A frame has a window of number registers (numbers, and
 * booleans as 0 and 1, texts by their place in a table) and a window of reference registers; operands are indices into them. Layouts are given beside each opcode;
 * `i` is an index into `notes`, `n…` a number register, `r…` a reference register, `@` a jump target.
 */
import type { NumberFormat, Op as IrOp } from '../ir/op';
import type { Origin, Span } from '../ir/origin';
import type { BooleanPrimitive, Conventions, RealPrimitive } from '../ir/primitive';
import type { Data } from '../ir/module';
import { isPlain, type Plain, type Type } from '../ir/type';
import type { Shape } from './memory';
import type { TextTable } from './textTable';

/** How a missing element is written; only the first two are given an index. */
export const missingWrites = ['store', 'insert', 'push', 'fill'] as const;
export type MissingWrite = (typeof missingWrites)[number];

export const enum Code {
  Jump, // @
  /** Jumps when the condition is false; `role` is a `BranchRole`. i nCond @ role */
  Branch,
  /** A boolean decided under a condition that came from active data came from it too. nBool nCond */
  Taint,
  MoveNumber, // nTo nFrom
  MoveReference, // rTo rFrom
  NewCellNumber, // rCell nFrom
  NewCellReference, // rCell rFrom
  GetCellNumber, // nTo rCell
  GetCellReference, // i rTo rCell
  SetCellNumber, // rCell nFrom
  SetCellReference, // rCell rFrom
  LoopEnter, // nState (two registers: context outside, iteration)
  LoopIterate, // i nState
  LoopExit, // nState

  Add, Sub, Mul, Div, // i nTo nA nB
  Neg, // i nTo nA
  Unary, // i nTo nA primitive
  Binary, // i nTo nA nB primitive
  Variadic, // i nTo primitive count nA…
  Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual, // i nTo nA nB
  Not, Truthy, IsNaN, IsFinite, IsInteger, // i nTo nA
  Same, // nTo rA rB

  AllocNumbers, // i rTo nLength storage content holes
  AllocReferences, // i rTo nLength
  ArrayNumbers, // i rTo storage content count nA…
  ArrayReferences, // i rTo count rA…
  NewStruct, // i rTo shape (register per field)…
  Copy, // i rTo rFrom
  Global, // i rTo global
  LoadNumber, // i nTo rArray nIndex
  LoadReference, // i rTo rArray nIndex
  StoreNumber, // i rArray nIndex nValue
  StoreReference, // i rArray nIndex rValue
  GetFieldNumber, // i nTo rStruct field
  GetFieldReference, // i rTo rStruct field
  SetFieldNumber, // i rStruct field nValue
  SetFieldReference, // i rStruct field rValue
  Length, // i nTo rArray
  PushNumber, // i rArray nValue
  PushReference, // i rArray rValue
  FillNumber, // i rArray nValue
  FillReference, // i rArray rValue
  /** `missing`: whether it may be missing, which gives NaN. */
  PopNumber, // i nTo rArray missing
  PopReference, // i rTo rArray
  RemoveNumber, // i nTo rArray nIndex missing
  RemoveReference, // i rTo rArray nIndex
  InsertNumber, // i rArray nIndex nValue
  InsertReference, // i rArray nIndex rValue
  PutMissing, // i write rArray nIndex
  Has, // i nTo rArray nIndex within
  Distinct, // i nTo count rList…
  Norm, // i nTo rArray
  View, // i rTo rArray nFrom nTo

  Call, // i function toKind to count (kind register)…
  CallValue, // i rFunction toKind to count (kind register)…
  NewClosure, // i rTo function count rCell…
  ReturnNumber, // nFrom
  ReturnReference, // rFrom
  ReturnNothing,
  RecordNumber, // i nFrom
  RecordReference, // i rFrom
  ReplayNumber, // nTo
  ReplayReference, // i rTo
  Throw, // i error count values…
  NotRunnable, // i message
  WatchNumber, // i nFrom
  WatchReference, // i rFrom
}

export const enum Kind { Number, Reference, Nothing }

export const kindOf = (type: Type): Kind =>
  isPlain(type) ? Kind.Number : type.kind === 'void' ? Kind.Nothing : Kind.Reference;

/** What hangs on a decision: which values are computed, or how often a loop runs. */
export const enum BranchRole { Choice, Trips }

/** What an instruction was in the source. */
export interface Note {
  readonly op: IrOp['kind'];
  readonly origin: Origin;
  /** The variable of the source that takes the result. */
  readonly name: string | null;
  readonly prim: RealPrimitive | null;
  /** The comparison or predicate, where it is one. */
  readonly decision: BooleanPrimitive | null;
  readonly conventions: Conventions;
  /** For each operand the number it is in the source text, or null; null when no operand is a literal. */
  readonly literals: readonly (number | null)[] | null;
}

export interface FunctionCode {
  readonly name: string;
  readonly entry: number;
  readonly numbers: number;
  readonly references: number;
  /** Registers that hold literals, set on entry. */
  readonly constants: readonly { readonly register: number; readonly value: number }[];
  readonly params: readonly { readonly kind: Kind; readonly register: number }[];
  /** Reference registers of the captured cells. */
  readonly captures: readonly number[];
  readonly paramTypes: readonly Type[];
  readonly paramNames: readonly string[];
  readonly paramSpans: readonly (Span | null)[];
  readonly resultType: Type;
}

/** What an uncaught error says: texts, and numbers, booleans or texts by their place among the operands of `Throw`. */
export type ErrorText = readonly (string | { readonly operand: number; readonly type: Plain['kind']; readonly format: NumberFormat | null })[];

export interface Program {
  readonly code: Int32Array;
  readonly notes: readonly Note[];
  readonly functions: readonly FunctionCode[];
  readonly root: FunctionCode;
  readonly globals: readonly { readonly type: Type; readonly data: Data }[];
  readonly shapes: readonly Shape[];
  readonly fields: readonly string[];
  readonly messages: readonly string[];
  readonly errors: readonly ErrorText[];
  readonly texts: TextTable;
}
