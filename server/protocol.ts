/** What client and server say to each other beyond LSP: each message with its parameters and its result. */

/** Sent by the client with `initialize`. */
export interface InitializationOptions {
  /** False in Restricted Mode: nothing outside the workspace's folders is read. */
  readonly trusted: boolean;
  /** Address of the folder with the diagnostics' pages; without one, codes are no links. */
  readonly diagnosticPages?: string;
  /** Where a worker finds the compiler and its library declarations; in Node they lie beside the server. */
  readonly typescriptUrl?: string;
  readonly librariesUrl?: string;
  /** The same for the computer algebra system. */
  readonly mathjsUrl?: string;
}

/** Client to server: the user has trusted the workspace. No parameters. */
export const trustGranted = 'nabla/trustGranted';

/** Server to client: the texts of files of a virtual workspace. */
export const readFiles = 'nabla/readFiles';
export interface ReadFilesParams {
  readonly uris: readonly string[];
}
/** One for each address, null where there is no such file inside the workspace's folders. */
export type ReadFilesResult = readonly (string | null)[];

/** Names a function of an open document in requests. */
export interface FunctionRef {
  readonly uri: string;
  readonly name: string;
}

/** Client to server: the functions of a document that derivatives can be asked for, marked or not. */
export const functionsOf = 'nabla/functions';
export interface FunctionsParams {
  readonly uri: string;
}
export interface FunctionItem {
  readonly name: string;
  readonly marked: boolean;
  /** The function that Nabla generated it from; null: it is no generated code. */
  readonly derivativeOf: string | null;
  /** Zero-based lines from the declaration's first to its last. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Where the name is, for the cursor. */
  readonly nameLine: number;
  readonly nameCharacter: number;
}

/** Client to server: a marked function's points. */
export const pointsOf = 'nabla/points';
export interface PointsResult {
  /** The parameters as they are declared: `x: number, y: number`. */
  readonly signature: string;
  readonly written: readonly WrittenPoint[];
  /** Zeros and ones in the shapes of the parameters, as point texts. */
  readonly suggested: readonly string[];
}
export interface WrittenPoint {
  readonly name: string | null;
  readonly text: string;
}

/** Client to server: is this text a point of the function, and what is the value there? */
export const tryPoint = 'nabla/tryPoint';
export interface TryPointParams extends FunctionRef {
  readonly text: string;
}
export type TryPointResult =
  /** `text` is the point as it would be written; `detail` says `f = 11.65, ∂x = 5.5`. */
  { readonly ok: true; readonly text: string; readonly detail: string } | { readonly ok: false; readonly message: string };

/** Client to server, at the start and whenever it changes: the active point of each function that has another than its first. */
export const activePoints = 'nabla/activePoints';
export interface ActivePoint extends FunctionRef {
  readonly text: string;
}
export interface ActivePointsParams {
  readonly points: readonly ActivePoint[];
}

/** Replaces `[start, end)` (UTF-16 offsets) of the document's text at `version`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
export interface DocumentEdit {
  readonly uri: string;
  readonly version: number;
  readonly changes: readonly TextChange[];
  /** Asks the user first, in Refactor Preview, with this reason. */
  readonly confirm: string | null;
  /** The first and last zero-based line of the new text once it is applied. */
  readonly shown: { readonly firstLine: number; readonly lastLine: number };
}
export type EditResult =
  | { readonly ok: true; readonly edit: DocumentEdit }
  /** `stale`: the text changed meanwhile; asking again may succeed. */
  | { readonly ok: false; readonly message: string; readonly stale?: boolean };

/** Client to server: generate a derivative and check it; cancellable. */
export const insertDerivative = 'nabla/insertDerivative';
export interface InsertDerivativeParams extends FunctionRef {
  readonly kind: 'gradient' | 'jvp' | 'vjp';
  /** Use the other name (`fGradient`) where code of the user has the usual one. */
  readonly useAlternative: boolean;
}

/** Client to server: the edit that writes a point as an `@at` line. */
export const writePoint = 'nabla/writePoint';

/** Client to server: the edit that marks a function as differentiable and fills in a point. */
export const markFunction = 'nabla/markFunction';

/** Client to server: the hover at a position inside a selection; answers like the hover of LSP. */
export const hoverSelection = 'nabla/hoverSelection';
export interface HoverSelectionParams {
  readonly uri: string;
  readonly position: TextPosition;
  readonly selection: { readonly start: TextPosition; readonly end: TextPosition };
}
/** Zero-based, in UTF-16 units, as in LSP. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Client to server: value and derivatives at the active point as JSON with all digits, as the command line prints it. */
export const valuesOf = 'nabla/values';
export type ValuesResult = { readonly ok: true; readonly json: string } | { readonly ok: false; readonly message: string };

/** Client to server: evaluate at the active point once more with the large budget; the lenses are refreshed after it. */
export const runLonger = 'nabla/runLonger';

/** Client to server: the name of the gradient that Nabla wrote for a function into the same file, or null. */
export const gradientName = 'nabla/gradientName';

/** Client to server: check every marked function of a document that has a point; the problems panel shows what failed. */
export const checkDerivatives = 'nabla/checkDerivatives';
export interface CheckDerivativesResult {
  /** Names of functions whose check passed at all of their points. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Those without a point, with problems of their own, or without generated code. */
  readonly unchecked: readonly string[];
}

/** Client to server: the derivatives in a document that no longer belong to their source, in the order of the file. */
export const staleDerivatives = 'nabla/staleDerivatives';
export type StaleDerivative = Pick<InsertDerivativeParams, 'name' | 'kind'>;
