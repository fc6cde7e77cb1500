/** What every check of Nabla reports: a code of the catalogue, one line of text, and the narrowest span it is about. */
import type { Span } from '../ir/origin';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface RelatedInformation { readonly span: Span; readonly message: string }

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related?: readonly RelatedInformation[];
}

/** One entry of the catalogue; `P` are the parameters of its text. */
export interface CatalogueEntry<P> {
  readonly code: string;
  readonly severity: Severity;
  readonly text: (parameters: P) => string;
  /** Why it is so, in a few sentences of Markdown. */
  readonly explanation: string;
  /** A file that provokes it (see `./example`); empty where only a defect of Nabla or of the machine does. */
  readonly example: string;
  /** The example without the problem. */
  readonly fixed?: string;
  /** What to do, in a sentence of Markdown. */
  readonly fix: string;
}

export const entry = <P>(content: CatalogueEntry<P>): CatalogueEntry<P> => content;
