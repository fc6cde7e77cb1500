/** Which operations of the source each line of generated code computes, as a page to be read. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import assert from 'node:assert/strict';
import type { Line } from '../../../core/backend';
import { finish } from '../../../core/evaluate';
import { createWorkspace, functionNamed } from '../../../core/frontend';
import { generate, type Generated } from '../../../core/generate/generate';
import type { DerivativeKind } from '../../../core/generate/derive';
import { repositoryRoot } from '../../repository';
import { memoryHost } from '../frontend/memoryHost';
import { assertGolden } from '../golden';

const folder = path.join(repositoryRoot, 'test/fixtures/lines');
const file = '/lines.ts';
const limits = { operations: 1e6, memory: 2 ** 28, depth: 2000 };

describe('lines of generated code', () => {
  const source = readFileSync(path.join(folder, 'lines.ts'), 'utf8');
  const project = createWorkspace(memoryHost({ [file]: source })).projectFor(file);
  const generated = (name: string, kind: DerivativeKind): Generated => {
    const fn = functionNamed(project, file, name);
    assert.ok(fn !== null, name);
    const made = finish(generate({ project, fn, kind, wrt: null, limits, useAlternative: false }));
    assert.ok(made.ok, made.ok ? '' : made.diagnostics.map(({ message }) => message).join('\n'));
    return made.generated;
  };
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  /** `adjoint: x1 * x2 (6)`: what is computed, in the words of the source. */
  function described({ role, origins, fields }: Line): string[] {
    const spans = origins.flatMap(({ role: own, span }) => {
      if (span === null) return [];
      const [first = ''] = source.slice(span.start, span.end).split('\n');
      return [`${own === role ? '' : `${own} `}${first} (${String(lineOf(span.start))})`];
    });
    const said = [...spans, ...fields.map(field => `gives ${field}`)];
    return role === null ? [] : [`  ${role}${said.length === 0 ? '' : `: ${said.join(' | ')}`}`];
  }
  const page = ({ lines }: Generated): string => lines.filter(({ text }) => text.trim() !== '').map(line => [line.text, ...described(line).map(text => `${' '.repeat(60)}${text}`)].join('\n')).join('\n');

  it('say what they compute', () => {
    const wanted: readonly (readonly [string, DerivativeKind])[] = [['book', 'gradient'], ['book', 'jvp'], ['firstBig', 'gradient'], ['power', 'gradient'], ['logistic', 'gradient'], ['plain', 'gradient'], ['broken', 'gradient'], ['logistic', 'jvp']];
    assertGolden(path.join(folder, 'lines.expect.txt'), `${wanted.map(([name, kind]) => page(generated(name, kind))).join('\n\n')}\n`);
  });

  it('are the text', () => {
    for (const name of ['book', 'power', 'plain', 'broken']) {
      const { text, lines } = generated(name, 'gradient');
      assert.equal(`${lines.map(line => line.text).join('\n')}\n`, text);
    }
  });
});
