/**
 * The operations of the IR, in its two forms.
 *
 * Slot form comes from the front end and is what the interpreter runs: mutable slots, function literals, `while` with
 * labels, and the exits `break`, `continue`, `return`, `throw` wherever the source has them.
 * Value form is what differentiation works on: no slots, no closures, no exits but `throw`. Control flow is `if` and `loop`,
 * whose regions end in `yield`; every value is defined once and visible in the regions nested below its definition.
 *
 * Memory is the same in both forms: references are values, `load` and `store` act on what they name, in program order.
 */
import type { Origin } from './origin';
import type { ComparisonPrimitive, Conventions, Primitive } from './primitive';
import type { ArrayType, StructType, Type } from './type';

/** A value, defined once: by an operation, a region parameter or a function parameter. Compared by identity. */
export interface Value {
  readonly id: number;
  readonly type: Type;
  /** The source's name for it, when it has one; the back end prefers it. */
  readonly name: string | null;
}

/** A mutable variable of slot form. Compared by identity. */
export interface Slot { readonly id: number; readonly type: Type; readonly name: string }

/** A straight list of operations; the last one is a terminator. */
export interface Region { readonly params: readonly Value[]; readonly ops: readonly Op[] }

export type Label = string;

interface At { readonly origin: Origin }
interface Defines extends At { readonly result: Value }

// ---- values
/** `null` is what writes leave where an element is missing: it is of no other use. */
export type Literal = number | boolean | string | null;
export interface ConstOp extends Defines { readonly kind: 'const'; readonly value: Literal }
export interface PrimOp extends Defines {
  readonly kind: 'prim'; readonly prim: Primitive; readonly args: readonly Value[]; readonly conventions: Conventions;
}

// ---- memory
/**
 * A new array of `length` zeros (`false`s); a storage `array` of numbers is `new Array(n).fill(0)`. With `holes`, `new Array(n)`: no
 * element is there until it is written, and reading one that is not is a fault.
 */
export interface AllocOp extends Defines { readonly kind: 'alloc'; readonly type: ArrayType; readonly length: Value; readonly holes: boolean }
/** A new array holding the given elements. */
export interface ArrayOp extends Defines { readonly kind: 'array'; readonly type: ArrayType; readonly elements: readonly Value[] }
/** A new record; `values` are in the order of the type's fields. */
export interface StructOp extends Defines { readonly kind: 'struct'; readonly type: StructType; readonly values: readonly Value[] }
/** A new array with the same elements and storage (a shallow copy). */
export interface CopyOp extends Defines { readonly kind: 'copy'; readonly ref: Value }
/** A constant of the module, shared and never written: an array or record of numbers and booleans. */
export interface GlobalOp extends Defines { readonly kind: 'global'; readonly global: string }
/** Reads an element. Reading outside the array is a fault, never `undefined`. */
export interface LoadOp extends Defines { readonly kind: 'load'; readonly ref: Value; readonly index: Value }
/** Writes an element, rounded to the storage. Writing outside the array is a fault: growth is `push` and `insert`. */
export interface StoreOp extends At { readonly kind: 'store'; readonly ref: Value; readonly index: Value; readonly value: Value }
export interface GetFieldOp extends Defines { readonly kind: 'getfield'; readonly ref: Value; readonly field: string }
export interface SetFieldOp extends At { readonly kind: 'setfield'; readonly ref: Value; readonly field: string; readonly value: Value }
/** Whether an element is there: inside the array and written. `within`: of an index outside it is not asked, that is a fault. */
export interface HasOp extends Defines { readonly kind: 'has'; readonly ref: Value; readonly index: Value; readonly within: boolean }
export interface LenOp extends Defines { readonly kind: 'len'; readonly ref: Value }
/** How many different arrays or records lists hold together: `new Set([...a, ...b]).size`. */
export interface DistinctOp extends Defines { readonly kind: 'distinct'; readonly lists: readonly Value[] }
/** `Math.hypot` of all elements: of what is known only when it runs, how many they are. */
export interface NormOp extends Defines { readonly kind: 'norm'; readonly ref: Value }
/** Appends one element (storage `array` only). */
export interface PushOp extends At { readonly kind: 'push'; readonly ref: Value; readonly value: Value }
/** Takes the last element away (storage `array` only). There must be one; of one that is missing the result is NaN. */
export interface PopOp extends Defines { readonly kind: 'pop'; readonly ref: Value }
/** Puts an element in at a position from 0 to the length; those behind it move up (storage `array` only). */
export interface InsertOp extends At { readonly kind: 'insert'; readonly ref: Value; readonly index: Value; readonly value: Value }
/** Takes an element away; those behind it move down (storage `array` only). */
export interface RemoveOp extends Defines { readonly kind: 'remove'; readonly ref: Value; readonly index: Value }
/** Another name for the elements from `from` to before `to` (typed storages only): `subarray`, with its rules for positions outside. */
export interface ViewOp extends Defines { readonly kind: 'view'; readonly ref: Value; readonly from: Value; readonly to: Value }
/** Overwrites every element. */
export interface FillOp extends At { readonly kind: 'fill'; readonly ref: Value; readonly value: Value }

// ---- calls
/** A call of a function of the module's table. The result has type void when the callee returns nothing. */
export interface CallOp extends Defines { readonly kind: 'call'; readonly callee: string; readonly args: readonly Value[] }
/** The derivative of a function, resolved innermost first: becomes a `call` of the derived function. */
export interface DerivOp extends Defines {
  readonly kind: 'deriv'; readonly mode: DerivativeMode; readonly callee: string; readonly wrt: readonly number[]; readonly args: readonly Value[];
}
export type DerivativeMode = 'gradient' | 'jvp' | 'vjp';

// ---- slot form only
/** Declares a slot; its life ends with the region. */
export interface SlotOp extends At { readonly kind: 'slot'; readonly slot: Slot; readonly init: Value }
export interface GetOp extends Defines { readonly kind: 'get'; readonly slot: Slot }
export interface SetOp extends At { readonly kind: 'set'; readonly slot: Slot; readonly value: Value }
/** A function literal. `captures` are bound by reference to the callee's `captures`, position by position. */
export interface ClosureOp extends Defines { readonly kind: 'closure'; readonly callee: string; readonly captures: readonly Slot[] }
export interface CallValueOp extends Defines { readonly kind: 'callvalue'; readonly fn: Value; readonly args: readonly Value[] }
/**
 * `while`, `do` and `for` of the source. `test` yields one boolean. `first`: whether the test runs before the first
 * iteration. `continue label` goes to `update`, then to the test.
 */
export interface WhileOp extends At {
  readonly kind: 'while'; readonly label: Label; readonly first: boolean; readonly test: Region; readonly body: Region; readonly update: Region;
}
/** `break label` leaves it. `switch` and labelled blocks become this. */
export interface BlockOp extends At { readonly kind: 'block'; readonly label: Label; readonly body: Region }

// ---- both forms
/** Both regions yield as many values as there are results. */
export interface IfOp extends At {
  readonly kind: 'if'; readonly cond: Value; readonly then: Region; readonly else: Region; readonly results: readonly Value[];
}

// ---- value form only
/**
 * A loop over carried values. Before each iteration it is decided whether there is another one: by `counter`, or by
 * `test` (a region without effects whose parameters are the carried values and which yields one boolean), or always
 * (both null). `body` has as parameters the counter's induction variable, if there is one, then the carried values; it yields
 * a boolean (false: this was the last iteration) and then the next carried values. `results` are the carried values at the end.
 */
export interface LoopOp extends At {
  readonly kind: 'loop'; readonly counter: Counter | null; readonly test: Region | null;
  readonly inits: readonly Value[]; readonly body: Region; readonly results: readonly Value[];
}
/**
 * Induction variable = from, from + step, …, while `variable compare to`. `from` and `step` are integers and `to` does not change
 * while the loop runs. `step` is a non-zero constant whose sign agrees with `compare` (lt, le: up; gt, ge: down).
 */
export interface Counter {
  readonly from: Value; readonly to: Value; readonly step: number; readonly compare: Extract<ComparisonPrimitive, 'lt' | 'le' | 'gt' | 'ge'>;
}
/** Puts a value on the activation's tape (a stack of numbers, booleans as 0 and 1, or references). */
export interface RecordOp extends At { readonly kind: 'record'; readonly value: Value }
/** Takes the value last put on the tape; its type is that of the matching `record`. */
export interface ReplayOp extends Defines { readonly kind: 'replay' }

// ---- terminators
export interface YieldOp extends At { readonly kind: 'yield'; readonly values: readonly Value[] }
export interface BreakOp extends At { readonly kind: 'break'; readonly label: Label }
export interface ContinueOp extends At { readonly kind: 'continue'; readonly label: Label }
/** Leaves the function; `value` is null in functions of result type void. */
export interface ReturnOp extends At { readonly kind: 'return'; readonly value: Value | null }
/**
 * Leaves the function with an error: the derivative throws the same one. `error` names its class, or, where `args` is null, a constant that
 * holds the error. `isVisible`: whether the name means the same in the file of the marked function.
 */
export interface ThrowOp extends At {
  readonly kind: 'throw'; readonly error: string; readonly args: readonly ErrorArgument[] | null; readonly isVisible: boolean;
}
/** What the error is made with: a text in pieces, or a number or boolean. */
export type ErrorArgument = { readonly kind: 'text'; readonly parts: readonly TextPart[] } | { readonly kind: 'value'; readonly value: Value };
/** A piece of a text: as it is, or a value as JavaScript writes it. */
export type TextPart = string | { readonly value: Value; readonly format: NumberFormat | null };
export interface NumberFormat { readonly method: NumberFormatMethod; readonly digits: number }
export type NumberFormatMethod = 'toFixed' | 'toPrecision' | 'toExponential';

export type Terminator = YieldOp | BreakOp | ContinueOp | ReturnOp | ThrowOp;
export type Op =
  | ConstOp | PrimOp
  | AllocOp | ArrayOp | StructOp | CopyOp | GlobalOp | LoadOp | StoreOp | GetFieldOp | SetFieldOp | LenOp | HasOp | DistinctOp | NormOp
  | PushOp | PopOp | InsertOp | RemoveOp | ViewOp | FillOp
  | CallOp | DerivOp
  | SlotOp | GetOp | SetOp | ClosureOp | CallValueOp | WhileOp | BlockOp
  | IfOp | LoopOp | RecordOp | ReplayOp
  | Terminator;
export type OpKind = Op['kind'];
