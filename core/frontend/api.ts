/**
 * The types of the front end's interface. They mention nothing of the TypeScript compiler, so importing them
 * (with `import type`) does not load it.
 */
import type { Span } from '../ir/origin';
import type { Module } from '../ir/module';
import type { Type } from '../ir/type';
import type { Diagnostic } from '../messages';

/** Synchronous access to the files of a workspace. Paths are absolute with forward slashes. Unsaved text comes first. */
export interface SourceHost {
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists?(path: string): boolean;
  /** Changes whenever the text of the file changes. */
  version(path: string): string;
  /** Grows whenever files may have appeared or vanished: imports are then resolved again. Without it they are resolved once. */
  generation?(): number;
  /** The text of one of TypeScript's library declarations, by its base name (`lib.es2023.d.ts`). */
  libraryFile(name: string): string | undefined;
  /** Whether names of files differ by upper and lower case. */
  readonly caseSensitive: boolean;
}

/** A function of a module, and the place where it starts. */
export interface Lowered { readonly module: Module; readonly root: string; readonly tokens: readonly TokenTarget[] }

/**
 * What a token of the source stands for: an operator its binary operation, an identifier the value read, a callee's name the
 * call, `=` and `+=` the value stored, `return` the result. `range` is the expression or statement.
 * A token has several targets where its function was specialised several times.
 */
export interface TokenTarget {
  readonly token: Span;
  readonly range: Span;
  /** The site of the operation, or the parameter of the marked function that the token names. */
  readonly target: { readonly kind: 'site'; readonly site: number } | { readonly kind: 'param'; readonly name: string };
}

export interface MarkedParam {
  readonly name: string;
  /** null where the type is not supported (there is a diagnostic then). */
  readonly type: Type | null;
  /** The type as it can be written in the file. */
  readonly typeText: string;
  readonly span: Span;
  /** Left out of the lowered function: declared with `?`, where it is `undefined`, or with a default that is a text, a function or options. */
  readonly optional: boolean;
  /** Has a default value. It is a parameter of the lowered function; points may leave it out. */
  readonly hasDefault: boolean;
  /** `k = 2`, `t: readonly number[] = TABLE`: the parameter with its default, where that means the same in generated code. */
  readonly withDefault: string | null;
  readonly rest: boolean;
  /** An object of a class: a direction is a plain object of its fields. */
  readonly isInstance: boolean;
  /** Generated code declares the type that it reads: one record for a union of object types (see `objectUnions.ts`), no `undefined` or `null` for what is given. */
  readonly hasOwnType: boolean;
}

/**
 * A point where the function is evaluated. `lowered` is a function without parameters that returns an object with a field
 * for each parameter of the marked function (those that are not `optional`), or null where `diagnostics` has errors.
 */
export interface Point {
  readonly name: string | null;
  /** From the first character after `@at` to the end of the text; the whole text for a typed point. */
  readonly span: Span;
  /** The span of the tag `@at` up to the end of the text. */
  readonly tagSpan: Span;
  /** The text on one line, without the comment's stars and without the name. */
  readonly text: string;
  /** Each `parameter=value`, in order. */
  readonly entries: readonly PointEntry[];
  readonly lowered: { readonly module: Module; readonly root: string } | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** `value` is the text of the value. */
export interface PointEntry { readonly name: string; readonly nameSpan: Span; readonly span: Span; readonly value: string }

export interface MarkedFunction {
  readonly name: string;
  readonly file: string;
  readonly nameSpan: Span;
  /** The declaration without its comment. */
  readonly declarationSpan: Span;
  /** The JSDoc comment that holds the mark, and the tag in it. */
  readonly commentSpan: Span;
  readonly markSpan: Span;
  /** Where the signature ends: the end of the line of this offset takes the live value. */
  readonly signatureEnd: number;
  readonly exported: boolean;
  readonly params: readonly MarkedParam[];
  readonly resultType: Type | null;
  /** The text of the declared or inferred result type. */
  readonly resultTypeText: string | null;
  /** The names after `wrt`, in the order of declaration; null: every real parameter. */
  readonly wrt: readonly string[] | null;
  readonly points: readonly Point[];
  /** The function and what it calls in slot form; null where `diagnostics` has errors of the language. */
  readonly lowered: Lowered | null;
  /** Everything reported about this function, its mark and its points. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of the function cannot be read at the moment. */
  readonly hasSyntaxErrors: boolean;
}

/** A function found by its name, marked or not (`nabla eval FILE#FUNCTION`). */
export interface FunctionName { readonly name: string; readonly nameSpan: Span; readonly declarationSpan: Span; readonly marked: boolean }

/** What generated code needs to know about the place where it is inserted. */
export interface Surroundings {
  /** Offset after the enclosing top-level statement. */
  readonly insertionOffset: number;
  /** What keeps that statement from being read: behind one that never ends there is no place. */
  readonly syntaxErrors: readonly Diagnostic[];
  /** Names that a declaration at the top level of the file would clash with, or that the function itself uses. */
  readonly namesInScope: readonly string[];
  readonly style: FileStyle;
  /** Declarations in the file that Nabla generated. */
  readonly generated: readonly GeneratedDeclaration[];
}

export interface FileStyle { readonly indent: string; readonly quote: "'" | '"'; readonly semicolons: boolean; readonly eol: '\n' | '\r\n'; /** Elements that are read may be missing by their type. */ readonly assertsElements: boolean }

/** A top-level declaration with `@generated by nabla` in its comment. */
export interface GeneratedDeclaration {
  readonly name: string;
  /** From the start of the comment to the end of the statement. */
  readonly span: Span;
  readonly commentText: string;
  /** The tokens of the statement, as `tokenTexts` of a fingerprint. */
  readonly tokens: readonly string[];
  /** Carries a `@differentiable` of the user. */
  readonly marked: boolean;
}

/** Everything the source hash is made of: token texts of the function, `wrt`, callees, constants and types, in a fixed order. */
export type Fingerprint = readonly string[];

/** A replacement of text; offsets are of the file before any of them. */
export interface TextEdit { readonly start: number; readonly end: number; readonly newText: string }

/** A change of a file after which a diagnostic is gone. */
export interface QuickFix { readonly title: string; readonly edits: readonly TextEdit[]; readonly isPreferred: boolean }
