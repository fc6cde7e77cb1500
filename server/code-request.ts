/** The request of the view's code: the derivative of a function as Nabla writes it, with what each line computes. */
import type { CancellationToken } from 'vscode-languageserver';
import type { DerivativeKind } from '../core/generate/derive';
import { sourcesAround } from './evaluated-function';
import { codeModel } from './features/code';
import type { Session } from './session';
import type { CodeAnswer, CodeMode, CodeParams } from './view-protocol';

export async function codeAnswer(session: Session, params: CodeParams, token: CancellationToken): Promise<CodeAnswer> {
  const found = await session.find(params);
  if (found === undefined) return { kind: 'nothing', reason: 'gone', message: `${params.name} is not a marked function of this file` };
  const { fn, path } = found, kind = kindFor(params.mode, fn.resultType?.kind === 'num');
  const { generated } = await session.analyses.of(path);
  const there = generated.find(({ from, kind: its, state }) => from === fn.name && its === kind && state === 'fresh');
  if (params.onlyInFile && there === undefined) return { kind: 'absent' };
  const current = session.current(found);
  const run = await session.analyses.generated(path, fn, { kind, wrt: there?.existing.header.wrt ?? null, wanted: () => !token.isCancellationRequested && current() });
  switch (run.kind) {
    case 'dropped': return { kind: 'dropped' };
    case 'stopped': return { kind: 'nothing', reason: 'stopped', message: 'the code was not generated and checked in time' };
    case 'done': {
      if (run.value.ok) return { kind: 'code', code: codeModel({ fn, mode: params.mode, generated: run.value.generated, sources: sourcesAround(session, found) }) };
      return { kind: 'nothing', reason: 'problem', message: (run.value.diagnostics[0]?.message ?? 'no code can be generated').replaceAll('`', '') };
    }
  }
}

/** Of a function with several results there is no gradient. */
function kindFor(mode: CodeMode, isNumber: boolean): DerivativeKind {
  if (mode === 'forward') return 'jvp';
  return isNumber ? 'gradient' : 'vjp';
}
