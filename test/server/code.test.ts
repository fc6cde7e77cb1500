/** Generated code for the graph view over the protocol: what its lines compute, and where they stand in the file. */
import assert from 'node:assert/strict';
import { functionsOf, insertDerivative, type EditResult, type FunctionItem } from '../../server/protocol';
import { codeOfFunction, graphOfFunction, type CodeAnswer, type CodeMode, type CodeModel, type GraphAnswer } from '../../server/view-protocol';
import { LanguageServer } from './language-server';

const uri = 'file:///project/code.ts';
const text = `/**
 * @differentiable
 * @at x=2, y=5
 */
export function f(x: number, y: number): number {
  return Math.log(x) + x * y;
}

/**
 * @differentiable
 * @at x=2
 */
export function pair(x: number): number[] {
  return [x * x, Math.sin(x)];
}

/**
 * @differentiable
 * @at x=2
 */
export function broken(x: number): number {
  return x * Math.random();
}
`;

describe('generated code over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;
  let shown = text, version = 1;

  before(async () => {
    server = await LanguageServer.start();
    await server.open(uri, text);
  });
  after(() => server.stop());

  const ask = (name: string, mode: CodeMode = 'reverse', onlyInFile = false): Promise<CodeAnswer> => server.connection.sendRequest(codeOfFunction, { uri, name, mode, onlyInFile });
  async function code(name: string, mode: CodeMode = 'reverse', onlyInFile = false): Promise<CodeModel> {
    const answer = await ask(name, mode, onlyInFile);
    assert.ok(answer.kind === 'code', JSON.stringify(answer));
    return answer.code;
  }
  const change = async (to: string): Promise<void> => { await server.replace(uri, ++version, shown = to); };
  /** Each line that computes something, with the words of the source it comes from. */
  const described = ({ lines }: CodeModel): string[] => lines.flatMap(({ text: line, role, operations, parameters }) => {
    const from = operations.map(({ source }) => shown.split('\n')[source?.start.line ?? -1]?.slice(source?.start.character, source?.end.character) ?? '');
    return operations.length === 0 ? [] : [`${role ?? ''} | ${line.trim()} | ${from.join('; ')} | ${parameters.join()}`];
  });
  /** Lines of the code as they stand in the file. */
  const standing = ({ lines }: CodeModel): string[] => lines.flatMap(({ place }) => (place === null ? [] : [shown.split('\n').slice(place.start.line, place.end.line + 1).map((line) => line.trim()).join('⏎')]));

  it('says of each line what it computes', async () => {
    assert.deepEqual(described(await code('f')), [
      'primal | const value = Math.log(x) + x * y; | Math.log(x) + x * y; Math.log(x); x * y | ',
      'adjoint | const dx = y + 1 / x; | Math.log(x); x * y | x',
      'adjoint | return { value, dx, dy: x }; | x * y | y',
    ]);
    assert.equal((await code('f', 'forward')).name, 'fJvp');
    assert.equal((await code('pair')).name, 'pairVjp', 'several results have no gradient');
  });

  it('numbers operations as the graph does', async () => {
    const answer: GraphAnswer = await server.connection.sendRequest(graphOfFunction, { uri, name: 'f', unfolded: [], input: 0, output: 0 });
    assert.ok(answer.kind === 'graph');
    const primal = (await code('f')).lines.flatMap(({ operations }) => operations.filter(({ role }) => role === 'primal').map(({ site }) => site));
    assert.deepEqual(answer.graph.nodes.filter(({ kind }) => kind === 'operation').map(({ sites }) => sites.every((site) => primal.includes(site))), [true, true, true]);
    assert.deepEqual(answer.graph.nodes.filter(({ kind }) => kind === 'input').map(({ parameter }) => parameter), ['x', 'y']);
  });

  it('says where it stands in the file, also in another format, and not when it is out of date', async () => {
    assert.deepEqual(await ask('f', 'reverse', true), { kind: 'absent' });
    const result: EditResult = await server.connection.sendRequest(insertDerivative, { uri, name: 'f', kind: 'gradient', useAlternative: false });
    assert.ok(result.ok);
    const inserted = [...result.edit.changes].reverse().reduce((before, { start, end, text: put }) => before.slice(0, start) + put + before.slice(end), text);
    await change(inserted);
    assert.deepEqual(standing(await code('f', 'reverse', true)), [
      'export function fGrad(x: number, y: number): { value: number; dx: number; dy: number } {', 'const value = Math.log(x) + x * y;', 'const dx = y + 1 / x;', 'return { value, dx, dy: x };', '}',
    ]);
    await change(inserted.replace('const value = Math.log(x) + x * y;', 'const value =\n    (Math.log(x) + x * y)'));
    assert.deepEqual(standing(await code('f', 'reverse', true))[1], 'const value =⏎(Math.log(x) + x * y)');
    const functions: readonly FunctionItem[] = await server.connection.sendRequest(functionsOf, { uri });
    assert.deepEqual(functions.map(({ name, derivativeOf }) => [name, derivativeOf]), [['f', null], ['fGrad', 'f'], ['pair', null], ['broken', null]]);
    await change(inserted.replace('Math.log(x) + x * y;\n}', 'Math.log(x) - x * y;\n}'));
    assert.deepEqual(await ask('f', 'reverse', true), { kind: 'absent' });
    assert.equal((await code('f')).isInFile, false);
  });

  it('says why there is none', async () => {
    const answer = await ask('broken');
    assert.ok(answer.kind === 'nothing' && answer.reason === 'problem', JSON.stringify(answer));
    assert.match(answer.message, /random/);
    assert.deepEqual(await ask('nobody'), { kind: 'nothing', reason: 'gone', message: 'nobody is not a marked function of this file' });
  });

  it('complains about nothing', () => { assert.deepEqual(server.complaints, []); });
});
