/** The view's insight in a browser: its tables, the way to the source, and what it asks for. */
import assert from 'node:assert/strict';
import { Editor } from './editor';
import type { ViewPage } from './page';
import { shownText } from './shown';
import { closeView, openView } from './view';

describe('insight in the graph view', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  async function open(name: string): Promise<ViewPage> {
    view = await openView(text, name);
    await view.page.getByRole('button', { name: 'Insight' }).click();
    await view.page.locator('.insight section').first().waitFor();
    return view;
  }

  before(async () => { text = await shownText(); });
  afterEach(() => closeView(view));

  const rows = async (title: string): Promise<string[]> => (await view.page.getByRole('region', { name: title }).locator('tbody tr').allInnerTexts()).map((row) => row.replaceAll('\t', ' | '));
  const summary = (title: string): Promise<string> => view.page.getByRole('region', { name: title }).locator('p').innerText();

  it('says what is not finite, what is zero, how near another formula is, and where digits are lost', async () => {
    await open('troubled');
    assert.deepEqual(await rows('NaN and infinity'), ['∂x | sqrt 0 | its slope is ∞ here | Line 50']);
    assert.deepEqual(await rows('Zero derivatives'), ['∂y | cut: the last operation of the way is constant piece by piece | y → Math.floor | Line 51']);
    assert.deepEqual(await rows('Nearest kinks and branches'), ['Math.floor | 0.5 | y +0.5 | 2.5, slope 0 | 3.5, slope 0 | Line 51']);
    assert.equal(await summary('Rounding'), 'The result may be off by 0.022, 0.0089 of its size, to first order.');
    assert.match((await rows('Rounding'))[0] ?? '', /^100 % \| 0\.022 \| Math\.cos \| Line 52$/);
  });

  it('says so where all is well', async () => {
    await open('book');
    assert.equal(await summary('NaN and infinity'), 'The value and its derivatives are finite.');
    assert.equal(await summary('Zero derivatives'), 'No derivative is zero.');
    assert.equal(await summary('Nearest kinks and branches'), 'Nothing that depends on the inputs chooses between formulas here.');
  });

  it('leads to the source, and asks anew with a new picture', async () => {
    const { page } = await open('troubled');
    await page.getByRole('button', { name: /^Go to line 51: ∂y/ }).click();
    const shown = view.heard.findLast((message) => message.kind === 'show');
    assert.ok(shown?.kind === 'show' && shown.take && shown.source?.start.line === 50);
    const asked = (): number => view.heard.filter(({ kind }) => kind === 'ask-insight').length;
    const before = asked();
    for (const answer of await new Editor(text, 'troubled').answers({ kind: 'ask', unfolded: [], input: 0, output: 0 })) await view.send(answer);
    await page.waitForFunction(() => document.querySelector('main')?.className === '');
    for (let i = 0; i < 50 && asked() === before; i++) await page.waitForTimeout(20);
    assert.equal(asked(), before + 1);
  });
});
