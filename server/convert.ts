/** From plain data to LSP; the only place where offsets become positions and paths become addresses. */
import { DiagnosticSeverity, type CodeLens, type Diagnostic as LspDiagnostic, type DiagnosticRelatedInformation, type Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../core/ir/origin';
import type { Diagnostic, Severity } from '../core/messages';
import type { Lens } from './features/code-lens';
import { uriOf } from './paths';

export function toRange(document: TextDocument, span: Pick<Span, 'start' | 'end'>): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

export function toCodeLens(document: TextDocument, lens: Lens): CodeLens {
  return {
    range: toRange(document, lens.span),
    command: {
      title: lens.title,
      command: lens.command,
      arguments: [document.uri, lens.functionName],
      ...(lens.tooltip === undefined ? {} : { tooltip: lens.tooltip }),
    },
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `textOf` gives the text of other files that related information points into. */
export function toDiagnostic(document: TextDocument, path: string, diagnostic: Diagnostic, textOf: (path: string) => string | undefined): LspDiagnostic {
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
    source: 'nabla',
    message: diagnostic.message,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}
