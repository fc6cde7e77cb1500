/** Documents as they come: half-typed marks, line ends and byte order marks, lines and lists without end, nesting without measure, imports in a circle, files that vanish. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeActionRequest, DidChangeWatchedFilesNotification, FileChangeType, HoverRequest } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as protocol from '../../server/protocol';
import { LanguageServer } from './language-server';

const square = `/**
 * @differentiable
 * @at x=2
 */
export function square(x: number): number {
  return x * x;
}
`;
const deep = 10_000;
const returning = (expression: string): string => square.replace('x * x', expression);
const marked = (tags: string): string => square.replace('@differentiable\n * @at x=2', tags);

const texts: Readonly<Record<string, string>> = {
  'nothing': '',
  'a mark alone': '/** @differentiable */',
  'a mark in a text': "const s = '@differentiable';",
  'a comment without an end': '/** @differentiable\n * @at x=2\nexport function f(x: number): number { return x; }',
  'a point without a value': marked('@differentiable\n * @at x='),
  'a point without anything': marked('@differentiable\n * @at'),
  'a point with a name alone': marked('@differentiable\n * @at here:'),
  'a point with an open list': marked('@differentiable\n * @at x=[1, 2,'),
  'a point with an open comment': marked('@differentiable\n * @at x=/*'),
  'a point twice': marked('@differentiable\n * @at a: x=1\n * @at a: x=2, x=3'),
  '`wrt` without names': marked('@differentiable wrt'),
  '`wrt` with a comma': marked('@differentiable wrt x,'),
  'two marks': marked('@differentiable\n * @differentiable wrt x'),
  'a text that never ends': returning('`${x'),
  'a stray surrogate and a zero': returning('x * x; // \ud800 \0 \u2028'),
  'old line ends': square.replaceAll('\n', '\r'),
  'a long line': returning(`x * x /* ${'long '.repeat(200_000)} */`),
  'a long sum': returning(`x${' + x'.repeat(deep)}`),
  'many parentheses': returning(`${'('.repeat(deep)}x${')'.repeat(deep)}`),
  'many conditions': square.replace('return x * x;', `${'if (x > 0) '.repeat(deep)}return x;\n  return 0;`),
  'many open braces': returning('{'.repeat(deep)),
  'a nested point': marked(`@differentiable\n * @at x=${'('.repeat(deep)}1${')'.repeat(deep)}`),
  'a large point': square.replace('x=2', `x=[${new Array(100_000).fill('1').join(', ')}]`).replace('x: number', 'x: number[]').replace('x * x', 'x[0]! * x.length'),
  'the same name twice': square + square.replace('x * x', 'x + x'),
  'an import of itself': `import { square as again } from './self';\n${returning('again(x)')}`,
};

describe('documents as they come', function () {
  this.timeout(120_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start({ evaluation: { budget: 200 } });
  });

  after(async () => {
    assert.deepEqual(server.complaints, []);
    assert.equal(await server.stop(), 0);
  });

  /** Everything an editor asks about a document; places are inside it. */
  async function askEverything(uri: string, text: string): Promise<void> {
    const document = TextDocument.create(uri, 'typescript', 0, text);
    const end = document.positionAt(text.length);
    const isInside = ({ line, character }: { line: number; character: number }): boolean => line < end.line || (line === end.line && character <= end.character);
    for (const { range, message } of await server.diagnostics(uri)) assert.ok(isInside(range.start) && isInside(range.end) && message !== '', JSON.stringify(range));
    for (const { range, command } of await server.lenses(uri)) assert.ok(isInside(range.start) && isInside(range.end) && command !== undefined, JSON.stringify(range));
    for (const offset of [0, text.indexOf('@at') + 1, text.indexOf('square') + 1, text.length >> 1, text.length]) {
      const position = document.positionAt(offset);
      await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
      await server.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: { start: position, end: position }, context: { diagnostics: [] } });
    }
    await server.connection.sendRequest(protocol.functionsOf, { uri });
    await server.connection.sendRequest(protocol.insertDerivative, { uri, name: 'square', kind: 'gradient', useAlternative: false });
  }

  for (const [name, text] of Object.entries(texts)) {
    it(name, async () => {
      const uri = `file:///hostile/${name === 'an import of itself' ? 'self' : encodeURIComponent(name)}.ts`;
      await server.open(uri, text);
      await askEverything(uri, text);
      await server.close(uri);
    });
  }

  it('line ends of Windows and a byte order mark change no value', async () => {
    for (const text of [square.replaceAll('\n', '\r\n'), `\ufeff${square}`]) {
      const uri = 'file:///hostile/windows.ts';
      await server.open(uri, text);
      await askEverything(uri, text);
      assert.equal((await server.lenses(uri))[0]?.command?.title, '∇ square(x=2) = 4 · ∂x 4');
      await server.close(uri);
    }
  });

  it('imports in a circle', async () => {
    const uris = ['file:///hostile/one.ts', 'file:///hostile/two.ts'] as const;
    const one = `import { two } from './two';\nexport const K = 3;\n${returning('K * two(x)')}`;
    const two = `import { K } from './one';\n${square.replace('square', 'two').replace('x * x', 'K * x')}`;
    await server.open(uris[0], one);
    await server.open(uris[1], two);
    await askEverything(uris[0], one);
    assert.equal((await server.lenses(uris[0]))[0]?.command?.title, '∇ square(x=2) = 18 · ∂x 9');
    await server.close(uris[1]);
    await askEverything(uris[0], one);
    await server.close(uris[0]);
  });

  it('a file that vanishes, and one that comes back', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nabla-hostile-'));
    try {
      const helper = path.join(folder, 'helper.ts');
      const uri = pathToFileURL(path.join(folder, 'main.ts')).href;
      const text = `import { twice } from './helper';\n${returning('twice(x)')}`;
      const changed = async (type: FileChangeType, title: string): Promise<void> => {
        await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: pathToFileURL(helper).href, type }] });
        await askEverything(uri, text);
        assert.equal((await server.lenses(uri))[0]?.command?.title, title);
      };
      // Outside the workspace's folders files are read only with trust.
      await server.connection.sendNotification(protocol.trustGranted);
      writeFileSync(helper, 'export const twice = (x: number): number => 2 * x;\n');
      await server.open(uri, text);
      await changed(FileChangeType.Created, '∇ square(x=2) = 4 · ∂x 2');
      rmSync(helper);
      await changed(FileChangeType.Deleted, '∇ 1 problem');
      writeFileSync(helper, 'export const twice = (x: number): number => 3 * x;\n');
      await changed(FileChangeType.Created, '∇ square(x=2) = 6 · ∂x 3');
      rmSync(folder, { recursive: true });
      await askEverything(uri, text);
      await server.close(uri);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
