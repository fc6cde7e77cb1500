/** The server's life over stdio: it starts, follows open documents as they are edited, and ends when told. */
import assert from 'node:assert/strict';
import { LanguageServer } from './language-server';

const uri = 'file:///project/f.ts';
const text = `/**
 * @differentiable
 * @at x=2
 */
export function square(x: number): number {
  return x * x;
}
`;

describe('language server over stdio', function () {
  // The first analysis loads the compiler and its library declarations.
  this.timeout(20_000);
  let server: LanguageServer;

  beforeEach(async () => {
    server = await LanguageServer.start();
  });

  it('says who it is', () => {
    assert.equal(server.initialized.serverInfo?.name, 'Nabla');
  });

  it('has a lens on the name of a marked function', async () => {
    await server.open(uri, text);
    const lenses = await server.lenses(uri);
    assert.ok(lenses.length > 0);
    for (const { range } of lenses) assert.deepEqual(range, { start: { line: 4, character: 16 }, end: { line: 4, character: 22 } });
  });

  it('follows edits that are not saved', async () => {
    await server.open(uri, text);
    await server.replace(uri, 2, `\n\n${text}`);
    const [lens] = await server.lenses(uri);
    assert.equal(lens?.range.start.line, 6);
    await server.replace(uri, 3, text.replace('@differentiable', ''));
    assert.deepEqual(await server.lenses(uri), []);
  });

  it('knows nothing of a document that was not opened', async () => {
    assert.deepEqual(await server.lenses('file:///project/other.ts'), []);
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
  });
});

describe('language server with lenses turned off', function () {
  this.timeout(20_000);

  it('has none', async () => {
    const server = await LanguageServer.start({ codeLens: { enabled: false } });
    await server.open(uri, text);
    // The setting arrives by a request of the server's own, which this answer may overtake.
    let lenses = await server.lenses(uri);
    for (let attempt = 0; lenses.length > 0 && attempt < 50; attempt++) lenses = await server.lenses(uri);
    assert.deepEqual(lenses, []);
    assert.equal(await server.stop(), 0);
  });
});
