/** Generated code under the stricter flags of the file's own configuration. */
import assert from 'node:assert/strict';
import { finish } from '../../../core/evaluate';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { generate } from '../../../core/generate/generate';
import { memoryHost } from '../frontend/memoryHost';

const flags = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, target: 'esnext', module: 'esnext', lib: ['esnext'], types: [] };
const source = `/** @differentiable
 * @at m=[[1, 2], [3]], w=[2, 3] */
export function f(m: number[][], w: number[], o: { k?: number } = {}): number {
  void o;
  const row = [m[0]![0]!, w[1]!];
  for (let i = 0; i < m.length; i++) { const r = m[i]!.slice(); r[0]! += w[i]!; row[0] = row[0]! * r[0]!; }
  return (row[0] ?? 0) + row[1]!;
}
`;

describe('generated code under stricter flags', () => {
  const generated = (unchecked: boolean): string => {
    const files = { '/p/tsconfig.json': JSON.stringify({ compilerOptions: { ...flags, noUncheckedIndexedAccess: unchecked } }), '/p/a.ts': source };
    const workspace = createWorkspace(memoryHost(files));
    const project = workspace.projectFor('/p/a.ts');
    const [fn] = markedFunctions(project, '/p/a.ts');
    assert.ok(fn !== undefined);
    const limits = { operations: 1e6, memory: 2 ** 27, depth: 2000 };
    const result = finish(generate({ project, rereading: workspace.draftFor('/p/a.ts'), fn, kind: 'gradient', wrt: null, limits, useAlternative: true }));
    assert.ok(result.ok, result.ok ? '' : result.diagnostics.map(({ message }) => message).join('\n'));
    return result.generated.text;
  };

  it('asserts elements that are read where their types say that they may be missing, and nowhere else', () => {
    const text = generated(true);
    assert.match(text, /\w\]! \+= /);
    assert.doesNotMatch(text.replace(/\]!/g, ''), /\w\](?= [-+*/] )/);
    assert.equal(text.replaceAll(']!', ']').replace(/body \w+/, ''), generated(false).replaceAll(']!', ']').replace(/body \w+/, ''));
    assert.doesNotMatch(generated(false), /\]!/);
  });
});
