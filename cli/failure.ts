/** How a command ends without a result: a diagnostic for stderr (exit 1), or a usage message (exit 2). */
import type { Span } from '../core/ir/origin';
import { wordingOf, type Diagnostic, type MessageName, type MessageParameters, type RelatedInformation } from '../core/messages';

export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly span: Span | null;
  readonly severity: Diagnostic['severity'];
  /** Other places that belong to it: a callee's line, the call that leads there. */
  readonly related: readonly RelatedInformation[];
}

export class Failure extends Error {
  constructor(readonly complaints: readonly Complaint[]) { super(complaints[0]?.message ?? ''); }
}

export class BadUsage extends Error {}

export const toComplaints = (diagnostics: readonly Diagnostic[]): Complaint[] =>
  diagnostics.map(({ code, message, span, severity, related = [] }) => ({ code, message, span, severity, related }));

export function complaint<N extends MessageName>(name: N, parameters: MessageParameters<N>, span: Span | null = null): Complaint {
  return { ...wordingOf(name, parameters), span, related: [] };
}

export function fail<N extends MessageName>(name: N, parameters: MessageParameters<N>, span: Span | null = null): never {
  throw new Failure([complaint(name, parameters, span)]);
}
