/** How a command ends without a result: a diagnostic for stderr (exit 1), or a usage message (exit 2). */
import type { Span } from '../core/ir/origin';
import { catalogue, type Diagnostic, type MessageName, type MessageParameters } from '../core/messages';
import type { CatalogueEntry } from '../core/messages/diagnostic';

export interface Complaint { readonly code: string; readonly message: string; readonly span: Span | null; readonly severity: Diagnostic['severity'] }

export class Failure extends Error {
  constructor(readonly complaints: readonly Complaint[]) { super(complaints[0]?.message ?? ''); }
}

export class BadUsage extends Error {}

export const toComplaints = (diagnostics: readonly Diagnostic[]): Complaint[] =>
  diagnostics.map(({ code, message, span, severity }) => ({ code, message, span, severity }));

export function complaint<N extends MessageName>(name: N, parameters: MessageParameters<N>, span: Span | null = null): Complaint {
  const entry = catalogue[name] as CatalogueEntry<MessageParameters<N>>;
  return { code: entry.code, severity: entry.severity, message: entry.text(parameters), span };
}

export function fail<N extends MessageName>(name: N, parameters: MessageParameters<N>, span: Span | null = null): never {
  throw new Failure([complaint(name, parameters, span)]);
}
