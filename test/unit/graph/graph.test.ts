/** Graphs of traces: folded and unfolded, their edges, and the sweeps over them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { finish, targetOf, trace, type Trace } from '../../../core/evaluate';
import { createWorkspace, functionNamed } from '../../../core/frontend';
import { reverseTable, forwardTable, positionAt } from '../../../core/format';
import { pointArguments } from '../../../core/generate/generate';
import { graphOf, mostItems, type Graph } from '../../../core/graph';
import { repositoryRoot } from '../../repository';
import { memoryHost } from '../frontend/memoryHost';
import { assertGolden } from '../golden';
import { graphText } from './text';

const file = '/shown.ts';
const text = readFileSync(path.join(repositoryRoot, 'test/fixtures/graph/shown.ts'), 'utf8');
const project = createWorkspace(memoryHost({ [file]: text })).projectFor(file);

function traced(name: string, args?: readonly number[]): Trace {
  const fn = functionNamed(project, file, name);
  assert.ok(fn?.lowered, name);
  const { module, root, wrt } = targetOf(fn.lowered.module, fn.lowered.root, fn.wrt);
  const result = finish(trace(module, root, args ?? pointArguments(fn)[0] ?? [], { wrt }));
  assert.ok(result.ok);
  return result.trace;
}

const graph = (of: Trace, unfolded: readonly string[] = []): Graph =>
  graphOf(of, { unfolded: new Set(unfolded), input: 0, output: 0, lineOf: ({ start }) => positionAt(text, start).line });

/** Everything unfolded that can be, a level at a time. */
function wholly(of: Trace): Graph {
  const unfolded = new Set<string>();
  for (;;) {
    const shown = graph(of, [...unfolded]);
    const folded = shown.nodes.filter(({ isGroup, id }) => isGroup && !unfolded.has(id.slice(1)));
    if (folded.length === 0) return shown;
    for (const { id } of folded) unfolded.add(id.slice(1));
  }
}

describe('computational graphs', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['book', []], ['logistic', []], ['logistic', ['0', '0/i1']], ['calls', []], ['calls', ['w', '0', '0/i0', '0/i0/0', '1']],
    ['long', ['0']], ['long', ['0', '0/100-149', '0/100-149/120-129', '0/i123', '0/i123/0']],
  ];
  it('look as they always did', () => {
    const shown = cases.map(([name, unfolded]) => `## ${name}${unfolded.length === 0 ? '' : `, ${unfolded.join(', ')} unfolded`}\n\n\`\`\`\n${graphText(graph(traced(name), unfolded))}\n\`\`\`\n`);
    assertGolden(path.join(repositoryRoot, 'test/fixtures/graph/shown.expect.md'), shown.join('\n'));
  });

  it('have the rows of the papers\' tables where nothing is folded', () => {
    const of = traced('book');
    const cells = (table: string): string[][] => table.split('\n').slice(1).map(line => line.split(/\s*\|\s*|\s+(?==)/).map(cell => cell.trim()).filter(cell => cell !== ''));
    const rows = (steps: Graph['forward'] | Graph['reverse']): string[][] => steps.map(step => step.cells.map(cell => cell.trim()).filter(cell => cell !== ''));
    assert.deepEqual(rows(graph(of).forward), cells(forwardTable(of, 0)));
    assert.deepEqual(rows(graph(of).reverse), cells(reverseTable(of, 0)));
  });

  it('end their reverse sweep at the same adjoints however they are folded', () => {
    const of = traced('long');
    const last = (unfolded: readonly string[]): readonly string[] => graph(of, unfolded).reverse.at(-1)?.cells ?? [];
    assert.equal(last([]).length, 4);
    for (const [, unfolded] of cases.filter(([name]) => name === 'long')) assert.deepEqual(last(unfolded), last([]));
  });

  it('put every node of the trace into one place', () => {
    const of = traced('long');
    const { nodes } = wholly(of);
    assert.deepEqual(nodes.map(({ id }) => id), Array.from({ length: of.tape.count }, (_, i) => `n${String(i + 1)}`));
  });

  it('of a million operations open folded, and refuse to show more than can be looked at', () => {
    const of = traced('long', [1, 250_000]);
    assert.ok(of.tape.count > 1_000_000);
    const folded = graph(of);
    assert.deepEqual(folded.nodes.map(({ label }) => label), ['v0', 'loop · line 37']);
    const wide = wholly(traced('long', [1, 5000]));
    assert.ok(wide.nodes.length <= mostItems && wide.refused.length > 0, `${String(wide.nodes.length)} nodes`);
  });
});
