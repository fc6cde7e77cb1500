/** The catalogue as a whole, and the typed constructor of diagnostics: `problem('notNumeric', { … }, span)`. */
import type { Span } from '../ir/origin';
import type { CatalogueEntry, Diagnostic, RelatedInformation } from './diagnostic';
import { commandLineMessages } from './commandLine';
import { effectMessages } from './effects';
import { evaluationMessages } from './evaluation';
import { generationMessages } from './generation';
import { languageMessages } from './language';
import { markMessages } from './marks';

export { mergeRepeated } from './merge';
export type { CatalogueEntry, Diagnostic, RelatedInformation, Severity } from './diagnostic';

export const catalogue = { ...languageMessages, ...effectMessages, ...markMessages, ...evaluationMessages, ...generationMessages, ...commandLineMessages };

export type MessageName = keyof typeof catalogue;
export type MessageParameters<N extends MessageName> = Parameters<(typeof catalogue)[N]['text']>[0];

/** Code, severity and text of the message `name`. */
export function wordingOf<N extends MessageName>(name: N, parameters: MessageParameters<N>): Pick<Diagnostic, 'code' | 'severity' | 'message'> {
  const found = catalogue[name] as CatalogueEntry<MessageParameters<N>>;
  return { code: found.code, severity: found.severity, message: found.text(onOneLine(parameters)) };
}

/** Builds the diagnostic `name` of the catalogue at a span. */
export function problem<N extends MessageName>(
  name: N, parameters: MessageParameters<N>, span: Span, related: readonly RelatedInformation[] = [],
): Diagnostic {
  return { ...wordingOf(name, parameters), span, ...(related.length === 0 ? {} : { related }) };
}

/** Characters that a message quotes at most of a name, a type or an expression. */
const longestQuote = 160;

/** What is quoted from a source may go over many lines; a message has one. */
function onOneLine<P extends object>(parameters: P): P {
  const quoted = Object.entries(parameters).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return [name, value];
    const line = value.replace(/\s+/g, ' ');
    return [name, line.length > longestQuote ? `${line.slice(0, longestQuote - 1)}…` : line];
  });
  return { ...parameters, ...Object.fromEntries(quoted) };
}
