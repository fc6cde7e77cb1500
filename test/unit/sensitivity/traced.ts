/** Traces of functions of a text at their first points, and lines as people count them. */
import assert from 'node:assert/strict';
import { finish, targetOf, trace, type Datum, type Target, type Trace } from '../../../core/evaluate';
import { createWorkspace, functionNamed } from '../../../core/frontend';
import { positionAt } from '../../../core/format';
import { pointArguments } from '../../../core/generate/generate';
import { linesOf, type LineAt, type Lines } from '../../../core/sensitivity';
import { memoryHost } from '../frontend/memoryHost';

const file = '/source.ts';

export interface Traced { readonly text: string; readonly target: Target; readonly args: readonly Datum[]; readonly trace: Trace; readonly lines: Lines; readonly lineAt: LineAt }

/** `code`: one marked function, whose name is given, and what it calls. */
export function traced(code: string, name = 'f'): Traced {
  const text = code.replace(/^\n/, '');
  const project = createWorkspace(memoryHost({ [file]: text })).projectFor(file);
  const fn = functionNamed(project, file, name);
  assert.ok(fn?.lowered, fn?.diagnostics.map(({ message }) => message).join('\n') ?? name);
  const target = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt), args = pointArguments(fn)[0] ?? [];
  const result = finish(trace(target.module, target.root, args, { wrt: target.wrt }));
  assert.ok(result.ok);
  const lineAt: LineAt = (span) => (span.file === file ? positionAt(text, span.start).line : null);
  return { text, target, args, trace: result.trace, lines: linesOf(result.trace, lineAt), lineAt };
}

/** A line of the source without its indentation. */
export const sourceLine = ({ text }: Traced, line: number): string => (text.split('\n')[line - 1] ?? '').trim();
