/** Requests that make no sense, that nobody waits for, and that come too late; fast typing; functions that do not end. */
import assert from 'node:assert/strict';
import { CancellationTokenSource, CodeActionRequest, CodeLensRequest, CodeLensResolveRequest, DocumentDiagnosticRequest, HoverRequest } from 'vscode-languageserver-protocol/node';
import * as protocol from '../../server/protocol';
import { LanguageServer } from './language-server';

const simple = `/**
 * @differentiable
 * @at x=2
 */
export function square(x: number): number {
  return x * x;
}
`;
const endless = `/**
 * @differentiable
 * @at x=2
 */
export function spin(x: number): number {
  let turns = x > 0 ? 1 : 2;
  while (true) turns = -turns;
}
${simple}`;

describe('robustness', function () {
  this.timeout(30_000);
  let server: LanguageServer;
  let files = 0;
  const fresh = (): string => `file:///project/robust${String(files++)}.ts`;

  beforeEach(async () => {
    server = await LanguageServer.start({ evaluation: { budget: 1000 } });
  });

  /** Every test ends with an orderly server that complained of nothing. */
  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.deepEqual(server.complaints, []);
  });

  const titles = async (uri: string): Promise<string[]> => (await server.lenses(uri)).map(({ command }) => command?.title ?? '');

  it('answers about another function while one does not end', async () => {
    const uri = fresh();
    await server.open(uri, endless);
    await titles(uri);
    const slow = server.connection.sendRequest(protocol.runLonger, { uri, name: 'spin' });
    let ended = false;
    void slow.then(() => {
      ended = true;
    });
    const times: number[] = [];
    for (let k = 0; k < 5; k++) {
      const started = Date.now();
      assert.match((await server.hover(uri, endless, 'square(x')) ?? '', /\| &emsp;4 \| &emsp;4 \|/);
      times.push(Date.now() - started);
    }
    assert.equal(ended, false, 'the slow one still runs');
    assert.ok(Math.max(...times) < 500, `hovers took ${times.join(', ')} ms`);
    await slow;
    assert.equal((await titles(uri))[0], '∇ spin(x=2): stopped after 5000 ms');
  });

  it('drops an evaluation when its document changes or closes', async () => {
    const uri = fresh();
    await server.open(uri, endless);
    await titles(uri);
    const started = Date.now();
    const slow = server.connection.sendRequest(protocol.runLonger, { uri, name: 'spin' });
    await server.replace(uri, 2, simple);
    await slow;
    const again = server.connection.sendRequest(protocol.valuesOf, { uri, name: 'square' });
    await server.close(uri);
    await again;
    assert.ok(Date.now() - started < 3000, 'nothing ran to the end of its budget');
    assert.deepEqual(await titles(uri), []);
  });

  it('survives a document that closes while everything about it is asked for', async () => {
    const uri = fresh();
    await server.open(uri, endless);
    const textDocument = { uri };
    const position = { line: 4, character: 18 };
    const answers = Promise.all([
      server.connection.sendRequest(CodeLensRequest.type, { textDocument }),
      server.connection.sendRequest(HoverRequest.type, { textDocument, position }),
      server.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }),
      server.connection.sendRequest(protocol.insertDerivative, { uri, name: 'square', kind: 'gradient', useAlternative: false }),
      server.connection.sendRequest(protocol.tryPoint, { uri, name: 'square', text: 'x=3' }),
    ]);
    await server.close(uri);
    await answers;
  });

  it('follows fifty quick edits to the last text', async () => {
    const uri = fresh();
    await server.open(uri, simple);
    const pending: Promise<unknown>[] = [];
    for (let version = 2; version <= 51; version++) {
      const text = simple.replace('x * x', `x * ${String(version)}`);
      await server.replace(uri, version, text);
      pending.push(titles(uri), server.diagnostics(uri), server.hover(uri, text, 'square(x'));
    }
    await Promise.all(pending);
    assert.equal((await titles(uri))[0], '∇ square(x=2) = 102 · ∂x 51');
  });

  it('does not grow with the number of edits', async () => {
    const uri = fresh();
    await server.open(uri, simple);
    let version = 1;
    const edit = async (times: number): Promise<number> => {
      for (let k = 0; k < times; k++) {
        const text = simple.replace('x * x', `x * ${String(++version)}`);
        await server.replace(uri, version, text);
        await titles(uri);
        await server.diagnostics(uri);
      }
      return server.residentMegabytes();
    };
    await edit(60);
    const before = await edit(1);
    const after = await edit(120);
    assert.ok(after < before + 60, `${before.toFixed(0)} MB, ${after.toFixed(0)} MB after 120 edits`);
  });

  it('answers a cancelled request with an error, and goes on', async () => {
    const uri = fresh();
    await server.open(uri, endless);
    await titles(uri);
    const cancellation = new CancellationTokenSource();
    const answer = server.connection.sendRequest(protocol.insertDerivative, { uri, name: 'spin', kind: 'gradient', useAlternative: false }, cancellation.token);
    cancellation.cancel();
    await answer.catch((error: unknown) => {
      assert.ok(error instanceof Error);
    });
    assert.equal((await titles(uri)).includes('Insert Gradient'), true);
  });

  it('takes requests without sense for what they are', async () => {
    const uri = fresh();
    await server.open(uri, simple);
    const nowhere = { line: 1e6, character: 1e6 };
    assert.equal(await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: nowhere }), null);
    assert.deepEqual(await server.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: { start: nowhere, end: nowhere }, context: { diagnostics: [] } }), []);
    assert.deepEqual(await titles('untitled:Untitled-1'), []);
    const lens = { range: { start: nowhere, end: nowhere }, data: { strange: true } };
    assert.deepEqual(await server.connection.sendRequest(CodeLensResolveRequest.type, lens), lens);
    for (const params of [undefined, null, 7, 'x', {}, { uri: 3, name: [] }, { uri, name: 'square', kind: 'nonsense', text: 4 }]) {
      for (const request of [protocol.functionsOf, protocol.pointsOf, protocol.tryPoint, protocol.insertDerivative, protocol.writePoint, protocol.markFunction, protocol.valuesOf, protocol.runLonger, protocol.gradientName, protocol.hoverSelection]) {
        // An answer or an error with a message; never the server's end.
        await server.connection.sendRequest(request, params).catch((error: unknown) => {
          assert.ok(error instanceof Error && error.message !== '', `${request} ${JSON.stringify(params)}`);
          assert.doesNotMatch(error.message, /\n\s+at /);
        });
      }
      await server.connection.sendNotification(protocol.activePoints, params);
    }
    assert.equal((await titles(uri))[0], '∇ square(x=2) = 4 · ∂x 4');
  });

  it('keeps the lens in its place while a marked function is being typed', async () => {
    const uri = fresh();
    await server.open(uri, simple);
    const good = '∇ square(x=2) = 4 · ∂x 4';
    assert.equal((await titles(uri))[0], good);
    const broken = [
      simple.replace('x * x;', 'x * ;'),
      simple.replace('x * x;', 'x * (x'),
      simple.replace('return x * x;', 'return'),
      simple.replace('return x * x;', 'if (x'),
      simple.replace('return x * x;\n}', 'return x * x;'),
      simple.replace('return x * x;', 'for (let i = 0; i <'),
      simple.replace('(x: number): number {', '(x: number): {'),
      simple.replace('(x: number)', '(x: '),
      simple.replace('(x: number): number {', '(x: number): number'),
      `${simple}\nconst after = (`,
      `const before = ;\n${simple}`,
    ];
    let version = 1;
    for (const text of broken) {
      await server.replace(uri, ++version, text);
      const lenses = await server.lenses(uri);
      const [first] = lenses;
      assert.ok(first?.command, `no lens for\n${text}`);
      assert.equal(first.range.start.line, text.split('\n').findIndex((line) => line.includes('function square')), text);
      assert.ok([good, `${good} (before edit)`, '∇ 1 problem', '∇ 2 problems'].includes(first.command.title), `${first.command.title} for\n${text}`);
      if (text.includes('x * ;') || text.includes('x * (x')) assert.equal(first.command.title, `${good} (before edit)`);
    }
    await server.replace(uri, ++version, simple);
    assert.equal((await titles(uri))[0], good);
  });
});
