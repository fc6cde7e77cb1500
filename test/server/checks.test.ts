/** What was checked and what a convention decided: the hover's word for the gate, the generated function's lens, the Problems panel. */
import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { activePoints, checkDerivatives, insertDerivative, staleDerivatives, type EditResult } from '../../server/protocol';
import { LanguageServer } from './language-server';

const smooth = `/**
 * @differentiable
 * @at x=2, y=5
 * @at other: x=1, y=3
 */
export function f(x: number, y: number): number {
  return Math.log(x) + x * y - Math.sin(y);
}
`;

describe('checks over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start();
  });

  const titles = async (uri: string): Promise<string[]> => (await server.lenses(uri)).map(({ command }) => command?.title ?? '');

  /** Asks until the answer holds `text`. */
  async function until(text: string, ask: () => Promise<string | null>): Promise<string> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const answer = await ask();
      if (answer?.includes(text) === true) return answer;
      assert.ok(Date.now() < deadline, `not in time: ${text}; last: ${String(answer)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('says that nothing is checked until the gate has run for this text and these points', async () => {
    const uri = 'file:///project/hover.ts';
    await server.open(uri, smooth);
    assert.match((await server.hover(uri, smooth, 'f(x: number')) ?? '', /^\*\*∇ f\*\* · reverse mode · not checked yet/);
    await until('· checked $(pass)', () => server.hover(uri, smooth, 'f(x: number'));
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x=3, y=4' }] });
    assert.match((await server.hover(uri, smooth, 'f(x: number')) ?? '', /not checked yet/, 'a new point has not been checked');
    await until('· checked $(pass)', () => server.hover(uri, smooth, 'f(x: number'));
    const changed = smooth.replace('x * y', 'x * y * y');
    await server.replace(uri, 2, changed);
    assert.match((await server.hover(uri, changed, 'f(x: number')) ?? '', /not checked yet/, 'a new text has not been checked');
    await until('· checked $(pass)', () => server.hover(uri, changed, 'f(x: number'));
  });

  it('checks before anyone hovers, once a value is shown', async () => {
    const uri = 'file:///project/early.ts';
    await server.open(uri, smooth);
    await titles(uri);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.match((await server.hover(uri, smooth, 'f(x: number')) ?? '', /· checked \$\(pass\)/);
  });

  it('says why a function without generated code is not checked, and of one that throws that it has no value', async () => {
    const uri = 'file:///project/never.ts';
    const text = "/**\n * @differentiable\n * @at x=-1\n */\nexport function g(x: number): number {\n  if (x < 0) throw new Error('negative');\n  return x * x;\n}\n";
    await server.open(uri, text);
    await until('not checked: no value at its points', () => server.hover(uri, text, 'g(x: number'));
  });

  it('says in the lens of generated code at how many points it was checked, and when it is stale', async () => {
    const uri = 'file:///project/generated.ts';
    await server.open(uri, smooth);
    const result = await server.connection.sendRequest<EditResult>(insertDerivative, { uri, name: 'f', kind: 'gradient', useAlternative: false });
    assert.ok(result.ok);
    const [change] = result.edit.changes;
    assert.ok(change);
    const text = smooth.slice(0, change.start) + change.text + smooth.slice(change.end);
    await server.replace(uri, 2, text);
    await until('Gradient of f · up to date · checked at 2 points', async () => (await titles(uri)).join('\n'));
    await server.replace(uri, 3, text.replace('x * y - Math.sin(y)', 'x * y * y'));
    const stale = await titles(uri);
    assert.ok(stale.includes('Gradient of f · stale'), stale.join('\n'));
    const problems = await server.diagnostics(uri);
    assert.deepEqual(problems.map(({ code, severity }) => [code, severity]), [['N3101', DiagnosticSeverity.Warning]]);
  });

  it('checks every function of a document on request', async () => {
    const uri = 'file:///project/request.ts';
    await server.open(uri, `${smooth}/** @differentiable */\nexport function g(x: number): number {\n  return x * x;\n}\n`);
    assert.deepEqual(await server.connection.sendRequest(checkDerivatives, { uri }), { passed: ['f'], failed: [], unchecked: ['g'] });
    assert.match((await server.hover(uri, smooth, 'f(x: number')) ?? '', /· checked \$\(pass\)/);
  });

  it('names the stale derivatives of a document', async () => {
    const uri = 'file:///project/stale.ts';
    await server.open(uri, smooth);
    let text = smooth;
    for (const [version, kind] of (['gradient', 'jvp'] as const).entries()) {
      const result = await server.connection.sendRequest<EditResult>(insertDerivative, { uri, name: 'f', kind, useAlternative: true });
      const change = result.ok ? result.edit.changes[0] : undefined;
      assert.ok(change);
      text = text.slice(0, change.start) + change.text + text.slice(change.end);
      await server.replace(uri, version + 2, text);
    }
    assert.deepEqual(await server.connection.sendRequest(staleDerivatives, { uri }), []);
    await server.replace(uri, 4, text.replace('x * y - Math.sin(y)', 'x * y * y'));
    const stale = await server.connection.sendRequest<readonly { readonly kind: string }[]>(staleDerivatives, { uri });
    assert.deepEqual(stale.map(({ kind }) => kind).sort(), ['gradient', 'jvp']);
  });

  it('informs of conventions at written points, warns of a derivative that is silently zero, and names the points', async () => {
    const uri = 'file:///project/kink.ts';
    const text = `/**
 * @differentiable
 * @at x=0, t=2
 * @at again: x=0, t=3
 * @at x=1, t=2
 */
export function f(x: number, t: number): number {
  return Math.abs(x) + Math.floor(t) * x;
}
`;
    await server.open(uri, text);
    const problems = await server.diagnostics(uri);
    const kinks = problems.filter(({ severity }) => severity === DiagnosticSeverity.Information);
    assert.deepEqual(kinks.map(({ code, range }) => [code, range.start]), [['N2001', { line: 7, character: 9 }]]);
    assert.match(String(kinks[0]?.message), /Math\.abs.* kink /);
    assert.deepEqual(kinks[0]?.relatedInformation?.map(({ message, location }) => [message, location.range.start.line]), [
      ['at x=0, t=2: left 1, right 3', 2],
      ['at again: left 2, right 4', 3],
    ]);
    const cuts = problems.filter(({ severity }) => severity === DiagnosticSeverity.Warning);
    assert.ok(cuts.length > 0);
    for (const { code } of cuts) assert.match(String(code), /^N20(06|11)$/);
    assert.equal(problems.length, kinks.length + cuts.length);
  });

  it('says nothing in the Problems panel of a point that was typed into the box', async () => {
    const uri = 'file:///project/typed.ts';
    await server.open(uri, '/**\n * @differentiable\n * @at x=1\n */\nexport function f(x: number): number {\n  return Math.abs(x);\n}\n');
    await server.connection.sendNotification(activePoints, { points: [{ uri, name: 'f', text: 'x=0' }] });
    assert.match((await titles(uri))[0] ?? '', /^∇ f\(x=0\) = 0 · ∂x 0 \$\(warning\)$/);
    assert.deepEqual(await server.diagnostics(uri), []);
  });

  it('reports a run that ends without a value at its point, with the place as related information', async () => {
    const uri = 'file:///project/outside.ts';
    await server.open(uri, '/**\n * @differentiable\n * @at w=[1, 2]\n */\nexport function f(w: number[]): number {\n  return w[0] * w[2];\n}\n');
    const [problem, ...others] = await server.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.deepEqual([problem?.code, problem?.severity, problem?.range.start.line], ['N2101', DiagnosticSeverity.Error, 2]);
    assert.deepEqual(problem?.relatedInformation?.map(({ location }) => location.range.start.line), [5]);
  });

  it('relates a convention in a file that is imported to the point that met it', async () => {
    const callee = 'file:///project/callee.ts';
    const uri = 'file:///project/caller.ts';
    await server.open(callee, 'export function size(x: number): number {\n  return Math.abs(x);\n}\n');
    await server.open(uri, "import { size } from './callee';\n/**\n * @differentiable\n * @at x=0\n */\nexport function f(x: number): number {\n  return size(x);\n}\n");
    const [problem, ...others] = await server.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.deepEqual([problem?.code, problem?.range.start.line], ['N2001', 3]);
    assert.deepEqual(problem?.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]), [[callee, 1]]);
    // The callee is not saved: what counts is its text in the editor.
    await server.replace(callee, 2, 'export function size(x: number): number {\n  return x * x;\n}\n');
    assert.deepEqual(await server.diagnostics(uri), []);
  });

  it('shows an error of the language in an imported file at the call, with the place', async () => {
    const callee = 'file:///project/noisy.ts';
    const uri = 'file:///project/quiet.ts';
    await server.open(callee, 'export function noisy(x: number): number {\n  return x * Math.random();\n}\n');
    await server.open(uri, "import { noisy } from './noisy';\n/** @differentiable */\nexport function f(x: number): number {\n  return noisy(x);\n}\n");
    const [problem] = await server.diagnostics(uri);
    assert.deepEqual([problem?.code, problem?.severity, problem?.range.start.line], ['N1052', DiagnosticSeverity.Error, 3]);
    assert.ok(problem?.relatedInformation?.some(({ location }) => location.uri === callee && location.range.start.line === 1));
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
  });
});
