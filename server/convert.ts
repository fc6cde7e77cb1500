/** From plain data to LSP; the only place where offsets become positions. */
import type { CodeLens, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from './analysis';
import type { Lens } from './features/code-lens';

export function toRange(document: TextDocument, span: Span): Range {
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
