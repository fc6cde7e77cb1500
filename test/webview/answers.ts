/** Answers the view's questions as the server does, from functions of a text. */
import assert from 'node:assert/strict';
import { finish } from '../../core/evaluate';
import { createWorkspace, functionNamed } from '../../core/frontend';
import type { MarkedFunction, Point } from '../../core/frontend/api';
import type { FromView } from '../../client/webview/protocol';
import { evaluate, type Evaluation } from '../../server/evaluation';
import { graphModel } from '../../server/features/graph';
import { boundaryTask, insightSections } from '../../server/features/insight';
import type { Sources } from '../../server/features/places';
import type { GraphAnswer, InsightAnswer } from '../../server/view-protocol';
import { memoryHost } from '../unit/frontend/memoryHost';

const file = '/shown.ts';
export const uri = 'file:///shown.ts';

export async function answer(text: string, name: string, { unfolded, input, output }: Extract<FromView, { kind: 'ask' }>): Promise<GraphAnswer> {
  return { kind: 'graph', graph: graphModel({ ...(await evaluated(text, name)), ...sourcesOf(text), params: { unfolded, input, output }, digits: 4 }) };
}

export async function insight(text: string, name: string, output: number): Promise<InsightAnswer> {
  const { evaluation } = await evaluated(text, name);
  return { kind: 'insight', sections: insightSections({ evaluation, sources: sourcesOf(text), boundaries: finish(boundaryTask(evaluation, output)), output, digits: 4 }) };
}

const sourcesOf = (text: string): Sources => ({ textOf: (path) => (path === file ? text : undefined), uriOf: () => uri });

async function evaluated(text: string, name: string): Promise<{ readonly fn: MarkedFunction; readonly point: Point; readonly evaluation: Extract<Evaluation, { kind: 'value' }> }> {
  const project = createWorkspace(memoryHost({ [file]: text })).projectFor(file);
  const fn = functionNamed(project, file, name), point = fn?.points[0];
  assert.ok(fn !== null && point !== undefined, name);
  const evaluation = await evaluate(fn, point, { budget: 10_000, wanted: () => true });
  assert.ok(evaluation.kind === 'value');
  return { fn, point, evaluation };
}
