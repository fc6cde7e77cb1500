/** Quick fixes over the protocol: what the editor is offered at a problem, applied as an editor applies it. */
import assert from 'node:assert/strict';
import { CodeActionRequest, CodeActionResolveRequest, TextDocumentEdit, type CodeAction, type Diagnostic } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { insertDerivative, type EditResult } from '../../server/protocol';
import { LanguageServer } from './language-server';

const square = '/** @differentiable */\nexport function f(x: number): number {\n  return x * x;\n}\n';

describe('quick fixes over the protocol', function () {
  this.timeout(20_000);
  let server: LanguageServer;
  let opened = 0;

  before(async () => {
    server = await LanguageServer.start();
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    assert.deepEqual(server.complaints, []);
  });

  async function open(text: string): Promise<string> {
    const uri = `file:///project/fixes${String(++opened)}.ts`;
    await server.open(uri, text);
    return uri;
  }

  const problem = async (uri: string, code: string): Promise<Diagnostic> => {
    const found = (await server.diagnostics(uri)).find((diagnostic) => diagnostic.code === code);
    assert.ok(found, `no ${code}`);
    return found;
  };

  async function actions(uri: string, diagnostics: readonly Diagnostic[], only: readonly string[]): Promise<CodeAction[]> {
    const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const found = await server.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context: { diagnostics: [...diagnostics], only: [...only] } });
    return (found ?? []).flatMap((action) => ('kind' in action ? [action] : []));
  }

  /** The text after the action, resolved if it has to be. */
  async function applied(uri: string, text: string, action: CodeAction): Promise<string> {
    const { edit } = action.edit === undefined ? await server.connection.sendRequest(CodeActionResolveRequest.type, action) : action;
    const [change] = edit?.documentChanges ?? [];
    assert.ok(TextDocumentEdit.is(change), 'no edit');
    const edits = change.edits.flatMap((each) => ('newText' in each ? [each] : []));
    return TextDocument.applyEdits(TextDocument.create(uri, 'typescript', 1, text), edits);
  }

  async function withGradient(text: string): Promise<string> {
    const uri = await open(text);
    const made = await server.connection.sendRequest<EditResult>(insertDerivative, { uri, name: 'f', kind: 'gradient', useAlternative: false });
    assert.ok(made.ok);
    const [change] = made.edit.changes;
    assert.ok(change);
    return text.slice(0, change.start) + change.text + text.slice(change.end);
  }

  it('mends a point, and the problem is gone', async () => {
    const text = '/**\n * @differentiable\n * @at widht=2\n */\nexport function f(width: number): number {\n  return width * width;\n}\n';
    const uri = await open(text);
    const found = await problem(uri, 'N1104');
    const [first] = await actions(uri, [found], ['quickfix']);
    assert.ok(first);
    assert.equal(first.title, "Change to 'width'");
    assert.equal(first.isPreferred, true);
    assert.deepEqual(first.diagnostics?.map(({ code }) => code), ['N1104']);
    const fixed = await applied(uri, text, first);
    assert.ok(fixed.includes('@at width=2'));
    await server.replace(uri, 2, fixed);
    assert.deepEqual(await server.diagnostics(uri), []);
  });

  it('reports a tag that is nearly the mark in a file without one, and corrects it', async () => {
    const text = square.replace('@differentiable', '@diferentiable');
    const uri = await open(text);
    const [first] = await actions(uri, [await problem(uri, 'N1116')], ['quickfix']);
    assert.ok(first);
    assert.equal(await applied(uri, text, first), square);
  });

  it('regenerates what is stale, at the problem and as the fix of the whole file', async () => {
    const stale = (await withGradient(square)).replace('return x * x;', 'return x * x * x;');
    const uri = await open(stale);
    const [atProblem] = await actions(uri, [await problem(uri, 'N3101')], ['quickfix']);
    assert.ok(atProblem);
    assert.equal(atProblem.title, 'Regenerate fGrad');
    assert.equal(atProblem.edit, undefined, 'it is made when it is chosen');
    const fixed = await applied(uri, stale, atProblem);
    assert.match(fixed, /const value = product \* x;/);
    const [all] = await actions(uri, [], ['source.fixAll.nabla']);
    assert.ok(all);
    assert.equal(await applied(uri, stale, all), fixed);
    assert.equal((await actions(uri, [], ['source.fixAll'])).length, 1);
    await server.replace(uri, 2, fixed);
    assert.deepEqual(await server.diagnostics(uri), []);
    assert.deepEqual(await actions(uri, [], ['source.fixAll.nabla']), []);
  });

  it('asks before it replaces what a hand edited, and never does so on saving', async () => {
    const edited = (await withGradient(square)).replace('dx: 2 * x', 'dx: x + x').replace('return x * x;', 'return x * x * x;');
    const uri = await open(edited.replace('return x * x * x;', 'return x * x;'));
    const [first] = await actions(uri, [await problem(uri, 'N3102')], ['quickfix']);
    assert.ok(first);
    const { edit } = await server.connection.sendRequest(CodeActionResolveRequest.type, first);
    assert.deepEqual(Object.values(edit?.changeAnnotations ?? {}), [{ label: 'fGrad was edited by hand', needsConfirmation: true }]);
    const staleToo = await open(edited);
    assert.deepEqual(await actions(staleToo, [], ['source.fixAll.nabla']), []);
  });

  it('deletes the derivative of a function that is gone', async () => {
    const text = await withGradient(square);
    const orphan = `export const one = 1;\n${text.slice(text.indexOf('\n\n/**\n * Value and gradient') + 1)}`;
    const uri = await open(orphan);
    const [first] = await actions(uri, [await problem(uri, 'N3103')], ['quickfix']);
    assert.ok(first);
    assert.equal(first.title, 'Delete fGrad');
    assert.equal(await applied(uri, orphan, first), 'export const one = 1;\n');
  });

  it('offers nothing for what others report', async () => {
    const uri = await open(square.replace('@differentiable', '@diferentiable'));
    const found = await problem(uri, 'N1116');
    assert.deepEqual(await actions(uri, [{ ...found, source: 'ts' }], ['quickfix']), []);
  });
});
