/** The view's comparison with other ways to the derivatives, in a browser: charts, tables, sentences, and what it asks for. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { ViewPage } from './page';
import { pictures, shownText } from './shown';
import { closeView, openView } from './view';

describe('why automatic, in the graph view', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  async function open(name: string): Promise<ViewPage> {
    view = await openView(text, name);
    await view.page.getByRole('button', { name: 'Why Automatic' }).click();
    await view.page.locator('.comparison section').first().waitFor();
    return view;
  }
  const section = (title: string): ReturnType<ViewPage['page']['getByRole']> => view.page.getByRole('region', { name: title, exact: true });

  before(async () => { text = await shownText(); });
  afterEach(() => closeView(view));

  it('draws the errors of differences over the step, and automatic differentiation below them', async () => {
    const { page } = await open('book');
    const errors = section('Error of difference quotients of ∂book/∂x1');
    assert.ok(await errors.locator('path.mark.of-0').count() > 50);
    for (const curve of ['of-0', 'of-1', 'of-2']) assert.ok((await errors.locator(`.picture path.trial.${curve}`).getAttribute('d') ?? '').length > 100);
    const ticks = await errors.locator('.picture .tick.below').allTextContents();
    assert.deepEqual([ticks[0], ticks.at(-1)], ['1e-16', '1']);
    assert.equal(await errors.locator('.picture path.level').count(), 1);
    assert.deepEqual((await errors.getByRole('listitem').allTextContents()).map((label) => label.split(':')[0]), ['forward difference', 'central difference', 'Richardson extrapolation', 'automatic differentiation']);
    await errors.getByText('Numbers as a table').click();
    assert.equal(await errors.locator('tbody tr').count(), 17);
    await page.getByLabel('Derivative with respect to').selectOption('x2');
    await section('Error of difference quotients of ∂book/∂x2').waitFor();
  });

  it('has the cost of each way as a table', async () => {
    await open('calls');
    const rows = await section('Cost of the gradient of calls').locator('tbody th').allTextContents();
    assert.deepEqual(rows, ['the function alone', 'by hand', 'forward differences', 'central differences', 'symbolic, by math.js', 'automatic, forward mode', 'automatic, reverse mode']);
    await closeView(view);
    await open('logistic');
    assert.equal(await section('Cost of the gradient of logistic').locator('tbody th').nth(1).innerText(), 'by hand, logisticSlope');
  });

  it('draws how a symbolic derivative grows, and says where there is none', async () => {
    await open('logistic');
    const swell = section('Size of the symbolic derivative of logistic');
    assert.equal(await swell.locator('.picture path.mark.of-0').count(), 3);
    assert.match(await swell.innerText(), /The generated code has \d+ operations, whatever the number of iterations\./);
    await closeView(view);
    await open('calls');
    assert.equal(await section('Size of the symbolic derivative of calls').locator('p').innerText(), 'calls is no formula for a computer algebra system: it works on arrays or objects.');
  });

  it('saves each chart as SVG and PNG, with its title and what its marks mean', async () => {
    const { page } = await open('logistic');
    for (const [title, format] of [['Error of difference quotients of ∂logistic/∂x', 'SVG'], ['Size of the symbolic derivative of logistic', 'PNG']] as const) {
      await page.getByRole('button', { name: `Save as ${format}…, ${title}` }).click();
    }
    for (let i = 0; i < 50 && view.heard.filter(({ kind }) => kind === 'save').length < 2; i++) await page.waitForTimeout(50);
    const saved = view.heard.flatMap((message) => (message.kind === 'save' ? [message] : []));
    assert.deepEqual(saved.map(({ name, encoding }) => [name, encoding]), [['logistic-errors.svg', 'text'], ['logistic-symbolic-size.png', 'base64']]);
    const [svg, png] = saved.map(({ content }) => content);
    for (const text of ['Error of difference quotients of ∂logistic/∂x', 'forward difference: (f(x+h) - f(x)) / h', 'automatic differentiation']) assert.ok(svg?.includes(`>${text}</text>`), text);
    assert.doesNotMatch(svg ?? '', /class=|var\(--/);
    const bytes = Buffer.from(png ?? '', 'base64');
    assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
    await writeFile(path.join(pictures, 'saved-symbolic-size.png'), bytes);
    await writeFile(path.join(pictures, 'saved-errors.svg'), svg ?? '');
  });

  it('waits until a dragged input stands still', async () => {
    const { page } = await open('book');
    await page.getByRole('button', { name: 'Inputs' }).click();
    const slider = page.getByRole('slider', { name: 'x1', exact: true });
    for (const x of ['2.4', '2.8', '3.2', '3.6']) await slider.fill(x);
    await page.locator('h1', { hasText: 'x1=3.6' }).waitFor();
    assert.equal(await page.locator('.comparison').getAttribute('aria-busy'), 'true');
    await page.locator('.comparison[aria-busy="false"]').waitFor();
    assert.equal(view.heard.filter(({ kind }) => kind === 'ask-comparison').length, 2);
  });

  it('is on the comparison again after a reload', async () => {
    const { page } = await open('book');
    await page.reload();
    await page.locator('.comparison section').first().waitFor();
  });
});
