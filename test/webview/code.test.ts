/** The generated code in the view: its lines follow the sweeps and the selection, lead to nodes and to the source, and are marked in the file where they stand there. */
import assert from 'node:assert/strict';
import type { FromView } from '../../client/webview/protocol';
import { Editor, uri } from './editor';
import type { ViewPage } from './page';
import { shownText } from './shown';
import { closeView, openView } from './view';

describe('generated code in the graph view', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  async function open(name: string, of = text): Promise<ViewPage> {
    view = await openView(of, name);
    await view.page.locator('.node').first().waitFor();
    return view;
  }
  async function openCode(name: string, of = text): Promise<ViewPage> {
    await open(name, of);
    await button('Code').click();
    await view.page.locator('.code-line').first().waitFor();
    return view;
  }
  const button = (name: string): ReturnType<ViewPage['page']['getByRole']> => view.page.getByRole('button', { name, exact: true });
  const lines = async (which: string): Promise<string[]> => (await view.page.locator(`.code-line${which} pre`).allInnerTexts()).map((line) => line.trim());
  const showing = (): Extract<FromView, { kind: 'show' }> | undefined => view.heard.findLast((message) => message.kind === 'show');
  /** Once the editor was asked to mark these lines of a text. */
  async function marked(of: string, what: 'source' | 'code', expected: readonly string[]): Promise<void> {
    const found = (): string[] => {
      const message = showing(), places = what === 'code' ? message?.code ?? [] : [message?.source ?? null];
      return places.flatMap((place) => (place === null ? [] : [of.split('\n')[place.start.line]?.trim() ?? '']));
    };
    for (let i = 0; i < 100 && JSON.stringify(found()) !== JSON.stringify(expected); i++) await view.page.waitForTimeout(20);
    assert.deepEqual(found(), expected);
  }

  before(async () => { text = await shownText(); });
  afterEach(() => closeView(view));

  it('marks the line of each step of the reverse sweep', async () => {
    await openCode('book');
    await button('Reverse mode').click();
    const seen: string[] = [];
    while (await button('Step').isEnabled()) {
      await button('Step').click();
      const beyond = await lines('.beyond');
      seen.push(`${(await view.page.locator('output.line .spoken').innerText()).split(/\s/)[0]?.normalize('NFC') ?? ''}: ${(await lines('.current')).join(' | ')}${beyond.length === 0 ? '' : `▷ ${beyond.join(' | ')}`}`);
    }
    assert.deepEqual(seen, [
      'v̄4: const dX2 = x1 - Math.cos(x2);', 'v̄3: const dX2 = x1 - Math.cos(x2);', 'v̄1: ▷ const dX1 = x2 + 1 / x1;', 'v̄2: ▷ const dX2 = x1 - Math.cos(x2); | const dX1 = x2 + 1 / x1;', 'v̄0: const dX2 = x1 - Math.cos(x2);',
      'v̄-1: const dX1 = x2 + 1 / x1;', 'v̄0: const dX2 = x1 - Math.cos(x2);',
      'v̄-1: const dX1 = x2 + 1 / x1;', 'x̄1: const dX1 = x2 + 1 / x1;', 'x̄2: const dX2 = x1 - Math.cos(x2);',
    ].map((one) => one.normalize('NFC')));
  });

  it('says that a step through a sum passes on what it is given, and marks the lines that use it, in the file too', async () => {
    const inserted = new Editor(text, 'book').withGradient();
    await openCode('book', inserted);
    await button('Reverse mode').click();
    for (let i = 0; i < 3; i++) await button('Step').click();
    assert.match(await view.page.locator('.code-view p').innerText(), /This step needs no line of its own: what it passes on is used where ▷ stands\.$/);
    assert.deepEqual(await lines('.beyond'), ['const dX1 = x2 + 1 / x1;']);
    await marked(inserted, 'code', ['const dX1 = x2 + 1 / x1;']);
  });

  it('shows the code with tangents for forward mode, and the line of the value while it is evaluated', async () => {
    await openCode('logistic');
    await button('Step').click();
    assert.deepEqual(await lines('.current'), ['x = 4 * x * (1 - x);']);
    await button('Forward mode').click();
    await view.page.getByRole('listbox', { name: 'Lines of logisticJvp' }).waitFor();
    await button('Step').click();
    assert.deepEqual(await lines('.current'), ['xDot = 4 * difference * xDot - product * xDot;']);
  });

  it('leads from a line to the node and to the source, also with the keyboard', async () => {
    const { page } = await openCode('book');
    await page.locator('.code-line', { hasText: 'const dX1' }).click();
    await page.locator('.details h2', { hasText: 'v1' }).waitFor();
    await marked(text, 'source', ['return Math.log(x1) + x1 * x2 - Math.sin(x2);']);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowUp');
    await page.locator('.code-line.at', { hasText: 'const dX2' }).waitFor();
    await page.locator('.details h2', { hasText: 'v2' }).waitFor();
    await page.keyboard.press('Enter');
    for (let i = 0; i < 100 && showing()?.take !== true; i++) await page.waitForTimeout(20);
    assert.deepEqual([showing()?.take, showing()?.source?.start.line], [true, 5]);
  });

  it('marks the lines in the file, of a step, of a node, and of what the cursor is in', async () => {
    const inserted = new Editor(text, 'book').withGradient();
    const { page } = await open('book', inserted);
    await page.locator('[data-id="n4"]').click();
    await page.locator('.details h2', { hasText: 'v2' }).waitFor();
    await marked(inserted, 'code', ['const value = Math.log(x1) + x1 * x2 - Math.sin(x2);', 'const dX2 = x1 - Math.cos(x2);', 'const dX1 = x2 + 1 / x1;']);
    await button('Reverse mode').click();
    for (let i = 0; i < 6; i++) await button('Step').click();
    await marked(inserted, 'code', ['const dX1 = x2 + 1 / x1;']);
    const line = inserted.split('\n').findIndex((each) => each.includes('const dX2'));
    await view.send({ kind: 'cursor', uri, position: { line, character: 8 } });
    await page.locator('.node.selected', { hasText: 'v2' }).waitFor();
    await marked(inserted, 'source', ['return Math.log(x1) + x1 * x2 - Math.sin(x2);']);
  });
});
