/** Answers the view's questions as the server does, from functions of a text. */
import assert from 'node:assert/strict';
import { createWorkspace, functionNamed } from '../../core/frontend';
import type { FromView } from '../../client/webview/protocol';
import { evaluate } from '../../server/evaluation';
import { graphModel } from '../../server/features/graph';
import type { GraphAnswer } from '../../server/view-protocol';
import { memoryHost } from '../unit/frontend/memoryHost';

const file = '/shown.ts';
export const uri = 'file:///shown.ts';

export async function answer(text: string, name: string, { unfolded, input, output }: Extract<FromView, { kind: 'ask' }>): Promise<GraphAnswer> {
  const project = createWorkspace(memoryHost({ [file]: text })).projectFor(file);
  const fn = functionNamed(project, file, name), point = fn?.points[0];
  assert.ok(fn !== null && point !== undefined, name);
  const evaluation = await evaluate(fn, point, { budget: 10_000, wanted: () => true });
  assert.equal(evaluation.kind, 'value');
  return { kind: 'graph', graph: graphModel({ fn, point, evaluation, params: { unfolded, input, output }, digits: 4, textOf: (path) => (path === file ? text : undefined), uriOf: () => uri }) };
}
