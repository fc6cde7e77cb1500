/** The part of TypeScript that generated code consists of. Built by `statements.ts`, printed by `layout.ts`. */
import type { Origin, Role } from '../ir/origin';
import type { Type } from '../ir/type';

/** A variable of the generated function; its name is chosen once everything is known (`naming.ts`). */
export interface Variable {
  readonly type: Type;
  /** Names to try, best first. */
  readonly hints: readonly string[];
  readonly role: Role;
  /** The name comes from the source or from the caller and must be tried before temporaries get theirs. */
  readonly named: boolean;
}

export type BinaryOperator =
  | '??' | '+' | '-' | '*' | '/' | '%' | '**' | '<' | '<=' | '>' | '>=' | '===' | '!==' | '&' | '|' | '^' | '<<' | '>>' | '>>>' | '&&' | '||';
export type AssignOperator = '=' | '+=' | '-=' | '*=' | '/=';

/** `when`: the field is there only under a condition. */
export interface ObjectField { readonly name: string; readonly value: Expr; readonly when: Expr | null }

/** `origin`: of the operation that the expression computes; what only names or encloses something has none. */
export type Expr = { readonly origin?: Origin } & (
  | { readonly kind: 'variable'; readonly variable: Variable }
  /** A name of the file or of the language. */
  | { readonly kind: 'name'; readonly text: string }
  /** A number without sign, or a text in its quotes. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `...`: in an array. */
  | { readonly kind: 'unary'; readonly operator: '-' | '!' | '~' | '!!' | 'void ' | 'typeof ' | '...'; readonly operand: Expr }
  /** A text as any text: TypeScript does not compare what has no value in common. */
  | { readonly kind: 'widened'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'conditional'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr; /** Said to be there: `x[i]!`. */ readonly isAsserted?: true }
  | { readonly kind: 'member'; readonly object: Expr; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Expr[] }
  | { readonly kind: 'new'; readonly constructor: string; readonly typeArgument: string | null; readonly args: readonly Expr[] }
  | { readonly kind: 'array'; readonly elements: readonly Expr[] }
  | { readonly kind: 'object'; readonly fields: readonly ObjectField[] }
  /** `i++`, `--i`. */
  | { readonly kind: 'update'; readonly operator: '++' | '--'; readonly prefix: boolean; readonly operand: Expr }
);

/** An argument of an error: a text with expressions in it, or an expression. */
export type ThrownArgument = { readonly kind: 'text'; readonly parts: readonly (string | Expr)[] } | { readonly kind: 'value'; readonly value: Expr };
/** The expressions an error is made with. */
export const thrownExpressions = (args: readonly ThrownArgument[] | null): readonly Expr[] =>
  (args ?? []).flatMap(arg => (arg.kind === 'value' ? [arg.value] : arg.parts.flatMap(part => (typeof part === 'string' ? [] : [part]))));

export type Stmt = { readonly origin: Origin } & (
  | { readonly kind: 'declare'; readonly variable: Variable; readonly init: Expr | null }
  | { readonly kind: 'assign'; readonly target: Expr; readonly operator: AssignOperator; readonly value: Expr; /** What `+=` and its like compute. */ readonly computed: Origin | null }
  | { readonly kind: 'expression'; readonly expr: Expr }
  | { readonly kind: 'if'; readonly test: Expr; readonly then: readonly Stmt[]; readonly else: readonly Stmt[] }
  | { readonly kind: 'for'; readonly variable: Variable; readonly from: Expr; readonly test: Expr; readonly step: number; readonly body: readonly Stmt[] }
  | { readonly kind: 'while'; readonly test: Expr; readonly body: readonly Stmt[] }
  | { readonly kind: 'do'; readonly test: Expr; readonly body: readonly Stmt[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'return'; readonly value: Expr | null }
  | { readonly kind: 'throw'; readonly error: string; readonly args: readonly ThrownArgument[] | null }
);
