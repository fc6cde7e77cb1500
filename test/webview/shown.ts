/** The functions of test/fixtures/graph/shown.ts, and graphs of them. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { GraphModel } from '../../server/view-protocol';
import { repositoryRoot } from '../repository';
import { Editor } from './editor';

export const pictures = path.join(repositoryRoot, 'out', 'pictures');

/** The functions' text; the folder for pictures is there afterwards. */
export async function shownText(): Promise<string> {
  await mkdir(pictures, { recursive: true });
  return readFile(path.join(repositoryRoot, 'test/fixtures/graph/shown.ts'), 'utf8');
}

async function graph(text: string, name: string, unfolded: readonly string[]): Promise<GraphModel> {
  const [answer] = await new Editor(text, name).answers({ kind: 'ask', unfolded, input: 0, output: 0 });
  assert.ok(answer?.kind === 'answer' && answer.answer.kind === 'graph', name);
  return answer.answer.graph;
}

/** A graph that is unfolded a level at a time until there are as many boxes as wanted, or nothing is left to unfold. */
export async function graphOfSize(text: string, name: string, wanted: number): Promise<GraphModel> {
  const unfolded: string[] = [];
  for (;;) {
    const found = await graph(text, name, unfolded);
    const groups = found.nodes.flatMap(({ id, isGroup }) => (isGroup && !found.refused.includes(id.slice(1)) ? [id.slice(1)] : []));
    if (found.nodes.length >= wanted || groups.length === 0) return found;
    unfolded.push(...groups.slice(0, Math.max(1, Math.ceil((wanted - found.nodes.length) / 10))));
  }
}
