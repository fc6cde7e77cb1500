/** The view's comparison with other ways to the derivatives, in a browser: charts, tables, sentences, and what it asks for. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { violations } from './accessibility';
import type { ViewPage } from './page';
import { closeView, openView, pictures, shownText } from './shown';
import type { ThemeName } from './themes';

describe('why automatic, in the graph view', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  async function open(name: string, theme: ThemeName = 'dark'): Promise<ViewPage> {
    view = await openView(text, name, theme);
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
    assert.deepEqual(rows, ['the function alone', 'forward differences', 'central differences', 'automatic, forward mode', 'automatic, reverse mode']);
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

  it('is on the comparison again after a reload', async () => {
    const { page } = await open('book');
    await page.reload();
    await page.locator('.comparison section').first().waitFor();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    it(`breaks no rule of accessibility in the ${theme} theme`, async () => {
      const { page } = await open('logistic', theme);
      await page.screenshot({ path: path.join(pictures, `view-comparison-${theme}.png`) });
      await section('Size of the symbolic derivative of logistic').scrollIntoViewIfNeeded();
      await page.screenshot({ path: path.join(pictures, `view-swell-${theme}.png`) });
      for (const table of await page.getByText('Numbers as a table').all()) await table.click();
      assert.deepEqual(await violations(page), []);
    });
  }
});
