/** The catalogue as a whole, and the typed constructor of diagnostics: `problem('notNumeric', { … }, span)`. */
import type { Span } from '../ir/origin';
import type { CatalogueEntry, Diagnostic, RelatedInformation } from './diagnostic';
import { commandLineMessages } from './commandLine';
import { effectMessages } from './effects';
import { evaluationMessages } from './evaluation';
import { generationMessages } from './generation';
import { languageMessages } from './language';
import { markMessages } from './marks';

export type { CatalogueEntry, Diagnostic, RelatedInformation, Severity } from './diagnostic';

export const catalogue = { ...languageMessages, ...effectMessages, ...markMessages, ...evaluationMessages, ...generationMessages, ...commandLineMessages };

export type MessageName = keyof typeof catalogue;
export type MessageParameters<N extends MessageName> = Parameters<(typeof catalogue)[N]['text']>[0];

/** Builds the diagnostic `name` of the catalogue at a span. */
export function problem<N extends MessageName>(
  name: N, parameters: MessageParameters<N>, span: Span, related: readonly RelatedInformation[] = [],
): Diagnostic {
  const found = catalogue[name] as CatalogueEntry<MessageParameters<N>>;
  const { code, severity } = found;
  const message = found.text(parameters);
  return related.length === 0 ? { code, severity, message, span } : { code, severity, message, span, related };
}
