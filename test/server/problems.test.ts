/** The Problems panel over the protocol: links, places in other files, and nothing that comes and goes while typing. */
import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { LanguageServer } from './language-server';

const codes = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => String(code));

describe('problems over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start({}, { trusted: true, diagnosticPages: 'pages:/' });
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    assert.deepEqual(server.complaints, []);
  });

  it('link each code to its page', async () => {
    await server.open('file:///problems/link.ts', '/** @differentiable wrt q */\nexport function f(x: number): number {\n  return x;\n}\n');
    const [found] = await server.diagnostics('file:///problems/link.ts');
    assert.deepEqual([found?.code, found?.codeDescription], ['N1101', { href: 'pages:/N1101.md' }]);
  });

  it('show five for a function with five, each at its own place', async () => {
    const text = '/** @differentiable */\nexport function f(x: number): number {\n  console.log(x);\n  eval("x");\n  debugger;\n  const n = 10n;\n  return x * Math.random();\n}\n';
    await server.open('file:///problems/five.ts', text);
    const found = await server.diagnostics('file:///problems/five.ts');
    assert.deepEqual(found.map(({ code, range }) => [code, range.start.line]), [['N1051', 2], ['N1056', 3], ['N1001', 4], ['N1014', 5], ['N1052', 6]]);
  });

  it('say once what several callers lead to, with every call', async () => {
    const text = 'function noisy(x: number): number {\n  return x + Math.random();\n}\n/** @differentiable */\nexport function f(x: number): number {\n  return noisy(x);\n}\n/** @differentiable */\nexport function g(x: number): number {\n  return noisy(x) * x;\n}\n';
    await server.open('file:///problems/callers.ts', text);
    const found = await server.diagnostics('file:///problems/callers.ts');
    assert.deepEqual(codes(found), ['N1052']);
    assert.deepEqual(found[0]?.relatedInformation?.map(({ location, message }) => [location.range.start.line, message]), [[5, 'called from here'], [9, 'called from here']]);
  });

  it('stand at the call of a function of another file and name its place', async () => {
    await server.open('file:///problems/noisy.ts', 'export const noisy = (x: number): number => x + Math.random();\n');
    await server.open('file:///problems/caller.ts', "import { noisy } from './noisy';\n/** @differentiable */\nexport function f(x: number): number {\n  return 2 * noisy(x);\n}\n");
    const [found, ...more] = await server.diagnostics('file:///problems/caller.ts');
    assert.deepEqual(more, []);
    assert.match(typeof found?.message === 'string' ? found.message : '', /^in `noisy`: /);
    assert.deepEqual(found?.range, { start: { line: 3, character: 13 }, end: { line: 3, character: 18 } });
    assert.deepEqual(found.relatedInformation?.map(({ location }) => location), [{ uri: 'file:///problems/noisy.ts', range: { start: { line: 0, character: 48 }, end: { line: 0, character: 61 } } }]);
  });

  it('keep what was found at the points while a function is half written', async () => {
    const uri = 'file:///problems/typing.ts';
    const text = '/**\n * @differentiable\n * @at x=0\n */\nexport function f(x: number): number {\n  const y = Math.abs(x);\n  return y;\n}\n';
    await server.open(uri, text);
    assert.deepEqual(codes(await server.diagnostics(uri)), ['N2001']);
    await server.replace(uri, 2, text.replace('  return y;', '\n  const z = ;\n  return y;'));
    const half = await server.diagnostics(uri);
    assert.deepEqual(codes(half).sort(), ['N1027', 'N2001']);
    await server.replace(uri, 3, text.replace('Math.abs(x)', 'x'));
    assert.deepEqual(await server.diagnostics(uri), []);
  });
});
