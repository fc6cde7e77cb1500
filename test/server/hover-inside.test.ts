/** Hovers inside a marked function, word for word: loops, calls, arrays, what was not executed and what matters to nothing. */
import assert from 'node:assert/strict';
import { HoverRequest, type Hover, type MarkupContent } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { activePoints, hoverSelection } from '../../server/protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/inside.ts';
const text = `/**
 * @differentiable
 * @at x0=0.2
 */
export function logistic(x0: number): number {
  let x = x0;
  for (let i = 0; i < 100; i++) {
    x = 4 * x * (1 - x);
  }
  return x;
}

/**
 * @differentiable
 * @at w=[1, 2, 3], x=2
 */
export function poly(w: number[], x: number): number {
  let s = 0;
  const kept = new Float64Array(3);
  for (let j = 0; j < w.length; j++) {
    kept[j] = w[j] * x;
    s += kept[j];
  }
  if (x > 5) s = s * 7;
  const two = 1 + 1;
  return s * two;
}

/**
 * @differentiable wrt x
 * @at x=2, n=4
 */
export function power(x: number, n: number): number {
  if (n === 0) return 1;
  return x * power(x, n - 1);
}

/** @differentiable */
export function pointless(q: number): number {
  return q * q;
}

/**
 * @differentiable
 * @at y=3
 */
export function grows(y: number): number {
  let z = y;
  for (let k = 0; k < 20; k++) z = z * 10;
  return z;
}
`;

describe('hover inside', function () {
  this.timeout(20_000);
  let server: LanguageServer;
  const document = TextDocument.create(uri, 'typescript', 0, text);
  const footnote = '*∂f/∂·: how f changes with this value*';

  before(async () => {
    server = await LanguageServer.start({ evaluation: { budget: 5000 } });
    await server.open(uri, text);
    // The budget arrives by a request of the server's own.
    await server.lenses(uri);
  });

  const at = (mark: string, skip = 0): Promise<string | null> => server.hover(uri, text, mark, skip);

  it('shows the first two iterations, the last one, the range, and growth beyond what digits can hold', async () => {
    const lines = (await at('x = 4 * x', 2))?.split('\n') ?? [];
    assert.equal(lines[0], '`x` after `x = 4 * x * (1 - x)` at `x0=0.2` · 100 iterations');
    assert.deepEqual(lines.slice(2, 6), [
      '| i | &emsp;value | &emsp;∂/∂x0 | &emsp;∂f/∂· |',
      '|--:|--:|--:|--:|',
      '| 0 | &emsp;0.64 | &emsp;2.4 | ' + (lines[4]?.split('| ')[4] ?? ''),
      '| 1 | &emsp;0.9216 | &emsp;-2.688 | ' + (lines[5]?.split('| ')[4] ?? ''),
    ]);
    assert.equal(lines[6]?.replaceAll(' ', ''), '|…||||');
    assert.match(lines[7] ?? '', /^\| 99 \| &emsp;0\.\d+ \| &emsp;-?\d\.\d+e\+\d+ \| &emsp;1 \|$/);
    assert.match(lines[8] ?? '', /^\| range \| &emsp;\S+ … 0\.\d+ \| &emsp;-\S+ … \S+ \| &emsp;\S+ … \S+ \|$/);
    assert.match(lines[10] ?? '', /^\$\(warning\) ∂\/∂x0 grew beyond 1e12 from i = [34]\d on: the result depends on rounding\.$/);
    assert.equal(lines[12], footnote);
  });

  it('does not take a large derivative of a large value for a loss of digits', async () => {
    assert.doesNotMatch((await at('z = z * 10', 2)) ?? '', /grew/);
  });

  it('says which call it shows where the function was called several times', async () => {
    assert.equal(await at('x * power', 2), `\`x * power(x, n - 1)\` at \`x=2, n=4\` · in call 1 of 4\n\n| value | &emsp;∂/∂x | &emsp;∂f/∂· |\n|--:|--:|--:|\n| 16 | &emsp;32 | &emsp;1 |\n\n${footnote}`);
  });

  it('says that a branch was not executed', async () => {
    assert.equal(await at('s * 7', 2), '`s * 7` · not executed at `w=[1, 2, 3], x=2`');
  });

  it('says of a value that it depends on no parameter', async () => {
    assert.equal(await at('1 + 1', 2), '`1 + 1` at `w=[1, 2, 3], x=2`\n\n2 · *does not depend on w, x*');
  });

  it('says true or false of a comparison', async () => {
    assert.equal(await at('x > 5', 2), '`x > 5` at `w=[1, 2, 3], x=2`\n\nfalse');
    assert.equal(await at('j < w.length', 2), '`j < w.length` at `w=[1, 2, 3], x=2` · 4 iterations\n\ntrue 3 of 4 times');
  });

  it('shows an element with its values, and what its array contributes', async () => {
    const hover = (await at('w[j] * x', 1)) ?? '';
    assert.match(hover, /^`w\[j\]` at `w=\[1, 2, 3\], x=2` · 3 iterations\n/);
    assert.match(hover, /\| 0 \| &emsp;1 \| &emsp;4 \|\n\| 1 \| &emsp;2 \| &emsp;4 \|\n\| 2 \| &emsp;3 \| &emsp;4 \|\n\n`w`: ∥∂f\/∂w∥ 6\.928, max \[0\] 4\n/);
    assert.doesNotMatch((await at('w[j] * x', 5)) ?? '', /∂f\/∂w/, 'a product is no element');
  });

  it('shows an array, a parameter and one made inside', async () => {
    assert.equal(await at('w[j] * x', 0), '`w` at `w=[1, 2, 3], x=2`\n\n[3 values] · ∥∂f/∂w∥ 6.928, max [0] 4');
    assert.match((await at('kept[j];', 0)) ?? '', /^`kept` at .* · the last of 3 times\n\n\[2, 4, 6\] · ∥∂f\/∂·∥ 3\.464, max \[0\] 2$/);
  });

  it('shows what a declaration starts with, and what is returned', async () => {
    assert.match((await at('let x = x0', 4)) ?? '', /^`x` after `x = x0` at `x0=0.2`\n\n\| value .*\n.*\n\| 0\.2 \| &emsp;1 \|/);
    assert.match((await at('return s * two', 2)) ?? '', /\| 24 \| &emsp;1 \|/);
  });

  it('offers to add a point where there is none', async () => {
    assert.match((await at('q * q', 2)) ?? '', /^`q \* q` · \[Add a Point…\]\(command:nabla\.differentiateAtPoint\?[^)]*\)$/);
  });

  it('has the range of the expression, and says nothing at once outside marked functions', async () => {
    const ask = (mark: string, skip: number): Promise<Hover | null> =>
      server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: document.positionAt(text.indexOf(mark) + skip) });
    const range = (await ask('4 * x * (1', 6))?.range;
    assert.ok(range);
    assert.equal(document.getText(range), '4 * x * (1 - x)');
    assert.equal(await ask('}\n\n/**', 2), null);
  });

  it('is about the selection around the pointer', async () => {
    const ask = async (selected: string, skip: number): Promise<string> => {
      const start = text.indexOf(selected);
      const selection = { start: document.positionAt(start), end: document.positionAt(start + selected.length) };
      const hover = await server.connection.sendRequest<Hover | null>(hoverSelection, { uri, position: document.positionAt(start + skip), selection });
      assert.ok(hover);
      return document.getText(hover.range) + (hover.contents as MarkupContent).value;
    };
    assert.match(await ask('x * power(x, n - 1)', 4), /^x \* power\(x, n - 1\)`x \* power\(x, n - 1\)` at .*/);
    assert.match(await ask(' power(x, n - 1)', 13), /^power\(x, n - 1\)`power\(x, n - 1\)` at .*\n\n.*\n.*\n\| 8 \|/);
  });

  it('names the point that was picked', async () => {
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'pointless', text: 'q=3' }] });
    assert.match((await at('q * q', 2)) ?? '', /^`q \* q` at `q=3`\n\n.*\n.*\n\| 9 \| &emsp;6 \| &emsp;1 \|/);
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
  });
});
