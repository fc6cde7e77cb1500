/** The graph view in a browser: the picture, the sweeps, the tables, the keyboard, what it says to the editor, and what others hear of it. */
import assert from 'node:assert/strict';
import { uri } from './editor';
import type { ViewPage } from './page';
import { shownText } from './shown';
import { closeView, openView } from './view';

describe('the graph view', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  /** A view of a function, once its picture is there. */
  async function open(name: string): Promise<ViewPage> {
    view = await openView(text, name);
    await view.page.locator('.node').first().waitFor();
    return view;
  }
  const line = (): Promise<string> => view.page.locator('output.line .spoken').innerText();
  const button = (name: string): ReturnType<ViewPage['page']['getByRole']> => view.page.getByRole('button', { name, exact: true });

  before(async () => { text = await shownText(); });
  afterEach(() => closeView(view));

  it('draws every node with its numbers and every edge with its partial', async () => {
    const { page } = await open('book');
    assert.equal(await page.locator('.node').count(), 7);
    assert.equal(await page.locator('h1').innerText(), '∇ book(x1=2, x2=5) = 11.65');
    assert.deepEqual(await page.locator('.edge .partial').allTextContents(), ['0.5', '5', '2', '1', '1', '0.2837', '1', '-1']);
    assert.match((await page.locator('[data-id="n4"] g, [data-id="n4"]').first().textContent()) ?? '', /v2[\s\S]*v-1 × v0[\s\S]*10[\s\S]*5[\s\S]*1/);
  });

  it('steps through the reverse sweep of the paper', async () => {
    await open('book');
    await button('Reverse mode').click();
    const lines = [await line()];
    while (await button('Step').isEnabled()) {
      await button('Step').click();
      lines.push(await line());
    }
    assert.deepEqual(lines.map((one) => one.replaceAll(/\s+/g, ' ').normalize('NFC')), [
      'v̄5 = ȳ = 1',
      'v̄4 = v̄5 ∂v5/∂v4 = 1 × 1 = 1', 'v̄3 = v̄5 ∂v5/∂v3 = 1 × (-1) = -1',
      'v̄1 = v̄4 ∂v4/∂v1 = 1 × 1 = 1', 'v̄2 = v̄4 ∂v4/∂v2 = 1 × 1 = 1',
      'v̄0 = v̄3 ∂v3/∂v0 = -1 × 0.2837 = -0.2837',
      'v̄-1 = v̄2 ∂v2/∂v-1 = 1 × 5 = 5', 'v̄0 = v̄0 + v̄2 ∂v2/∂v0 = -0.2837 + 1 × 2 = 1.7163',
      'v̄-1 = v̄-1 + v̄1 ∂v1/∂v-1 = 5 + 1 × 0.5 = 5.5',
      'x̄1 = v̄-1 = 5.5', 'x̄2 = v̄0 = 1.7163',
    ].map((one) => one.normalize('NFC')));
    assert.equal(await view.page.locator('.node.at-work').count(), 1);
    assert.ok(view.heard.some((message) => message.kind === 'show' && message.source !== null), 'the source shows the step');
  });

  it('plays a sweep to its end, and again from its beginning', async () => {
    const { page } = await open('logistic');
    await button('Play').click();
    await button('Pause').waitFor();
    await page.locator('.count', { hasText: /^(\d+) of \1$/ }).waitFor({ timeout: 20_000 });
    await button('Play').click();
    await page.locator('.count', { hasText: '1 of' }).waitFor();
  });

  it('unfolds a loop, an iteration, and folds them again', async () => {
    const { page } = await open('logistic');
    await page.locator('.node.group').dblclick();
    await page.locator('.frame .title', { hasText: 'loop · line 14' }).waitFor();
    await page.locator('.node', { hasText: 'iteration 1' }).focus();
    await page.locator('.node', { hasText: 'iteration 1' }).click();
    await page.keyboard.press('Enter');
    await page.locator('.node', { hasText: 'v4 × v5' }).waitFor();
    assert.deepEqual(await page.locator('.frame .title').allTextContents(), ['▾ loop · line 14', '▾ iteration 1']);
    await page.locator('.frame .title', { hasText: 'loop' }).click();
    await page.locator('.frame').first().waitFor({ state: 'detached' });
    assert.equal(await page.locator('.node').count(), 2);
  });

  it('can be walked through with the keyboard alone', async () => {
    const { page } = await open('book');
    for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? '')) === ''; i++) await page.keyboard.press('Tab');
    const at = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null);
    const walked = [await at()];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'Home']) {
      await page.keyboard.press(key);
      walked.push(await at());
    }
    assert.deepEqual(walked, ['n1', 'n3', 'n5', 'n7', 'n5', 'n7', 'n1']);
    assert.match(await page.locator('.details h2').innerText(), /^v-1.*x1/s);
  });

  it('selects what the cursor is in, and leads to the source of what is selected', async () => {
    const { page } = await open('book');
    const character = '  return Math.log(x1) + x1 * x2'.length - 2;
    await view.send({ kind: 'cursor', uri, position: { line: 5, character } });
    await page.locator('.node.selected', { hasText: 'v2' }).waitFor();
    await button('Go to source').click();
    const shown = view.heard.findLast((message) => message.kind === 'show');
    assert.ok(shown?.kind === 'show' && shown.take && shown.source !== null);
    assert.deepEqual([shown.source.start.line, text.split('\n')[5]?.slice(shown.source.start.character, shown.source.end.character)], [5, 'x1 * x2']);
  });

  it('shows the tables and saves them as Markdown, CSV and LaTeX', async () => {
    const { page } = await open('book');
    await button('Tables').click();
    assert.equal(await page.locator('tbody tr').count(), 8 + 11);
    for (const format of ['Markdown', 'CSV', 'LaTeX']) await button(`Save as ${format}…`).click();
    const saved = view.heard.flatMap((message) => (message.kind === 'save' ? [message] : []));
    assert.deepEqual(saved.map(({ name }) => name), ['book-trace.md', 'book-trace.csv', 'book-trace.tex']);
    const [md = '', csv = '', tex = ''] = saved.map((message) => message.content);
    assert.match(md, /\| v1 \| ln v-1 \| 0\.6931 \| v̇1 \| v̇-1 × 0\.5 \| 0\.5 \|/);
    assert.match(csv, /^v̄0,v̄0 \+ v̄2 ∂v2\/∂v0,-0\.2837 \+ 1 × 2,1\.7163\r$/m);
    assert.match(tex, /\$\\bar\{v\}_\{0\}\$ & \$\\bar\{v\}_\{0\} \+ \\bar\{v\}_\{2\} \\frac\{\\partial v_\{2\}\}\{\\partial v_\{0\}\}\$ & \$-0\.2837 \+ 1 \\times 2\$ & \$1\.7163\$/);
  });

  it('typesets the step, the cells in sight and the rules of the selected node', async () => {
    const { page } = await open('book');
    await button('Reverse mode').click();
    for (let i = 0; i < 5; i++) await button('Step').click();
    await page.locator('output.line math mfrac').waitFor();
    await page.locator('[data-id="n2"]').click();
    const rules = page.getByRole('list', { name: 'Rules' }).getByRole('listitem').locator('.spoken');
    assert.deepEqual((await rules.allTextContents()).map((rule) => rule.normalize('NFC')), [
      'v0 = x2 = 5', 'v̇0 = ẋ2 = 0', 'v̄0 = v̄3 ∂v3/∂v0 = -1 × 0.2837 = -0.2837', 'v̄0 = v̄0 + v̄2 ∂v2/∂v0 = -0.2837 + 1 × 2 = 1.7163',
    ].map((rule) => rule.normalize('NFC')));
    assert.equal(await page.locator('.rules math').count(), 4);
    await button('Tables').click();
    await page.locator('tr.current math mfrac').first().waitFor();
    assert.equal(await page.locator('td mfrac').count(), 8);
  });

  it('shows tangents for another input', async () => {
    const { page } = await open('book');
    await page.getByLabel('Derivative with respect to').selectOption('x2');
    await page.locator('[data-id="n4"] .tangent', { hasText: 'v̇ 2' }).waitFor();
  });

  it('is where it was after a reload', async () => {
    const { page } = await open('logistic');
    await page.locator('.node.group').dblclick();
    await page.locator('.frame .title').waitFor();
    await page.reload();
    await page.locator('.frame .title', { hasText: 'loop · line 14' }).waitFor();
  });

  it('says why there is nothing to show', async () => {
    const { page } = await open('book');
    await view.send({ kind: 'answer', answer: { kind: 'nothing', reason: 'add-point', message: 'book has no point to be evaluated at' } });
    await page.locator('.notice', { hasText: 'book has no point to be evaluated at.' }).waitFor();
    await button('Add a Point…').click();
    assert.ok(view.heard.some(({ kind }) => kind === 'add-point'));
  });
});
