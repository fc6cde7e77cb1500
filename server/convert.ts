/** From plain data to LSP; the only place where offsets become positions and paths become addresses. */
import {
  DiagnosticSeverity,
  MarkupKind,
  type CodeAction,
  type CodeLens,
  type Command,
  type Diagnostic as LspDiagnostic,
  type DiagnosticRelatedInformation,
  type Hover,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../core/ir/origin';
import type { Diagnostic, Severity } from '../core/messages';
import type { Action, Regeneration } from './features/code-actions';
import type { Lens, LensCommand } from './features/code-lens';
import type { DerivativeEdit } from './features/derivative-edit';
import type { HoverModel } from './features/hover';
import { uriOf } from './paths';

export function toRange(document: TextDocument, span: Pick<Span, 'start' | 'end'>): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** What a lens without a command carries, to be resolved once it is on the screen. */
export interface LensData {
  readonly uri: string;
  readonly name: string;
}

export function toCodeLens(document: TextDocument, { span, functionName, command }: Lens): CodeLens {
  const range = toRange(document, span);
  return command === undefined
    ? { range, data: { uri: document.uri, name: functionName } satisfies LensData }
    : { range, command: toCommand(document.uri, functionName, command) };
}

export function toCommand(uri: string, functionName: string, { title, tooltip, command }: LensCommand): Command {
  return { title, command, arguments: [uri, functionName], ...(tooltip === undefined ? {} : { tooltip }) };
}

export function lensDataOf(data: unknown): LensData | undefined {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('name' in data)) return undefined;
  return typeof data.uri === 'string' && typeof data.name === 'string' ? { uri: data.uri, name: data.name } : undefined;
}

/** `problem`: what it is a fix of. */
export function toCodeAction(document: TextDocument, { title, kind, effect, isPreferred }: Action, problem?: LspDiagnostic): CodeAction {
  const head = { title, kind, ...(problem === undefined ? {} : { diagnostics: [problem] }), ...(isPreferred === true ? { isPreferred } : {}) };
  const { uri } = document;
  switch (effect.does) {
    case 'command':
      return { ...head, command: { title, command: effect.command, arguments: [uri, effect.functionName] } };
    case 'edit':
      return { ...head, edit: documentEdit(document, [{ changes: effect.edits.map(({ start, end, newText }) => ({ start, end, text: newText })), confirm: null }]) };
    case 'regenerate':
      return { ...head, data: { uri, derivatives: effect.derivatives } satisfies RegenerationData };
  }
}

/** What an action carries whose edit is made when it is chosen. */
export interface RegenerationData {
  readonly uri: string;
  readonly derivatives: readonly Regeneration[];
}

/** Edits for the version the document has now; those with a reason to ask first are shown in the editor's preview. */
export function documentEdit(document: TextDocument, edits: readonly DerivativeEdit[]): WorkspaceEdit {
  const { uri, version } = document;
  const annotations = edits.flatMap(({ confirm }) => (confirm === null ? [] : [[confirm, { label: confirm, needsConfirmation: true }] as const]));
  return {
    documentChanges: [{
      textDocument: { uri, version },
      edits: edits.flatMap(({ changes, confirm }) => changes.map((change) => ({ range: toRange(document, change), newText: change.text, ...(confirm === null ? {} : { annotationId: confirm }) }))),
    }],
    ...(annotations.length === 0 ? {} : { changeAnnotations: Object.fromEntries(annotations) }),
  };
}

export function toHover(document: TextDocument, { markdown, span }: HoverModel): Hover {
  return { contents: { kind: MarkupKind.Markdown, value: markdown }, range: toRange(document, span) };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface DiagnosticSurroundings {
  /** The text of other files that related information points into. */
  readonly textOf: (path: string) => string | undefined;
  /** Address of the folder with the pages that codes link to. */
  readonly pages: string | undefined;
}

export function toDiagnostic(document: TextDocument, path: string, diagnostic: Diagnostic, { textOf, pages }: DiagnosticSurroundings): LspDiagnostic {
  const related = (diagnostic.related ?? []).flatMap(({ span, message }): DiagnosticRelatedInformation[] => {
    if (span.file === path) return [{ location: { uri: document.uri, range: toRange(document, span) }, message }];
    const text = textOf(span.file);
    if (text === undefined) return [];
    const uri = uriOf(span.file);
    return [{ location: { uri, range: toRange(TextDocument.create(uri, '', 0, text), span) }, message }];
  });
  return {
    range: toRange(document, diagnostic.span),
    severity: severities[diagnostic.severity],
    code: diagnostic.code,
    ...(pages === undefined ? {} : { codeDescription: { href: `${pages}${diagnostic.code}.md` } }),
    source: 'nabla',
    message: diagnostic.message,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}
