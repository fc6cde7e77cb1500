/** Sliders and plots in a browser: the point follows the hand, the pictures follow the point, gaps are named, pictures are saved. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { violations } from './accessibility';
import type { ViewPage } from './page';
import { pictures, shownText } from './shown';
import { closeView, openView } from './view';

describe('inputs and plots', function () {
  this.timeout(60_000);
  let text = '', view: ViewPage;

  async function open(name: string): Promise<ViewPage> {
    view = await openView(text, name);
    await view.page.locator('.node').first().waitFor();
    return view;
  }
  const button = (name: string): ReturnType<ViewPage['page']['getByRole']> => view.page.getByRole('button', { name, exact: true });
  const slider = (name: string): ReturnType<ViewPage['page']['getByRole']> => view.page.getByRole('slider', { name, exact: true });
  const heading = (title: string): Promise<void> => view.page.locator('h1', { hasText: title }).waitFor();
  const sentences = (list: string): Promise<string[]> => view.page.getByRole('list', { name: list }).getByRole('listitem').allTextContents();

  before(async () => { text = await shownText(); });
  afterEach(() => closeView(view));

  it('moves the point by a slider, by keys and by a number, and back', async () => {
    const { page } = await open('book');
    await button('Inputs').click();
    await slider('x1').fill('3.5');
    await heading('∇ book(x1=3.5, x2=5)');
    assert.equal(await page.getByRole('spinbutton', { name: 'x1, number' }).inputValue(), '3.5');
    await slider('x2').focus();
    await page.keyboard.press('ArrowRight');
    await heading('∇ book(x1=3.5, x2=5.1)');
    const number = page.getByRole('spinbutton', { name: 'x2, number' });
    await number.fill('-0.25');
    await view.send({ kind: 'busy' });
    await number.press('Enter');
    await heading('∇ book(x1=3.5, x2=-0.25)');
    assert.equal(await button('Write as @at').isEnabled(), true);
    await button('Write as @at').click();
    await button('Reset').click();
    await heading('∇ book(x1=2, x2=5)');
    assert.equal(await slider('x1').inputValue(), '2');
    assert.ok(view.heard.some(({ kind }) => kind === 'write-point'));
    assert.equal(await button('Write as @at').isEnabled(), false);
  });

  it('moves one number of an array and leaves the text of all else', async () => {
    await open('calls');
    await button('Inputs').click();
    await slider('w[2]').fill('2.5');
    await heading('∇ calls(w=[0.5, -1, 2.5], b=1)');
    await slider('b').fill('0.5');
    await heading('∇ calls(w=[0.5, -1, 2.5], b=0.5)');
  });

  it('plots a function and its derivative with the tangent at the point, which follows the slider', async () => {
    const { page } = await open('book');
    await button('Inputs').click();
    await button('Plot').click();
    await page.locator('.curve').first().waitFor();
    const summary = await sentences('Summary');
    assert.equal(summary[0], 'At x1 = 2, book is 11.65 and ∂book/∂x1 is 5.5.');
    assert.deepEqual(await sentences('Gaps'), ['At x1 = 0: the value is -∞.']);
    const before = await page.locator('path.tangent-line').first().getAttribute('d');
    await slider('x1').fill('1');
    await page.getByRole('listitem').filter({ hasText: 'At x1 = 1, book' }).waitFor();
    assert.notEqual(await page.locator('path.tangent-line').first().getAttribute('d'), before);
    assert.equal(await page.locator('.plot table tbody tr').count(), 17);
  });

  it('draws contour lines and gradients over two inputs', async () => {
    const { page } = await open('book');
    await button('Plot').click();
    await page.getByLabel('Second input').selectOption('x2');
    await page.locator('.contour').first().waitFor();
    assert.ok(await page.locator('.contour text').count() >= 5);
    assert.equal(await page.locator('path.gradient').count(), 64);
    assert.equal((await sentences('Summary'))[0], 'At x1 = 2, x2 = 5, book is 11.65, its derivatives are 5.5 along x1 and 1.716 along x2.');
    assert.deepEqual(await sentences('Gaps'), ['At 33 places with x1 = 0 and x2 from 0 to 10: the value is -∞.']);
  });

  it('draws ways down from the point, told apart by marks, with where they led', async () => {
    const { page } = await open('valley');
    await button('Plot').click();
    assert.equal(await button('Ways Down').count(), 0);
    await page.getByLabel('Second input').selectOption('y');
    await button('Ways Down').click();
    await page.locator('.way').first().waitFor();
    assert.equal(await button('Ways Down').getAttribute('aria-pressed'), 'true');
    const legend = await page.locator('.legend li').allTextContents();
    const labels = legend.filter((label) => / steps?, valley = /.test(label));
    assert.deepEqual(labels.map((label) => label.split(':')[0]), ['gradient descent', "Newton's method", 'L-BFGS']);
    for (const [i, label] of labels.entries()) assert.equal(await page.locator(`.picture .stop.of-${String(i)}`).count(), Number(/: (\d+) step/.exec(label)?.[1]) + 1);
    const forms = new Set(await Promise.all([0, 1, 2].map((i) => page.locator(`.picture .stop.of-${String(i)}`).first().getAttribute('d'))));
    assert.equal(forms.size, 3);
    assert.ok((await sentences('Summary')).some((sentence) => sentence.startsWith("Newton's method took ")));
    await page.reload();
    await page.locator('.way').first().waitFor();
    await button('Ways Down').click();
    await page.locator('.contour').first().waitFor();
    await page.waitForFunction(() => document.querySelector('.way') === null);
  });

  it('shows Jacobian and Hessian, empty where no path leads', async () => {
    const { page } = await open('neighbours');
    await button('Plot').click();
    await page.getByLabel('Plot of').selectOption('Jacobian');
    await page.locator('.cell').first().waitFor();
    assert.deepEqual(await page.locator('.cell text').allTextContents(), ['-2', '3', '1', '-4', '-0.5', '2']);
    assert.deepEqual(await sentences('Summary'), ['6 of 12 entries are left empty: no path of the computation at this point leads there.', 'The largest in size is ∂neighbours[1]/∂x[2] = -4.']);
    await page.getByLabel('Plot of').selectOption('Hessian');
    await page.locator('h2', { hasText: 'Hessian of neighbours[0], 4 × 4' }).waitFor();
    assert.deepEqual(await page.locator('.cell text').allTextContents(), ['-1', '-1', '2']);
    assert.deepEqual(await violations(page), []);
    await button('Save as SVG…').click();
    const [row] = await page.locator('.plot tbody tr').first().locator('th, td').allTextContents();
    assert.equal(row, 'x[0]');
  });

  it('says what a kink decides, and leaves the derivative out there', async () => {
    const { page } = await open('kinked');
    await button('Plot').click();
    await page.locator('.curve').first().waitFor();
    assert.match((await sentences('Gaps')).join('\n'), /^At x = 0: /);
  });

  it('saves graph and plot as SVG and PNG', async () => {
    const { page } = await open('book');
    await button('Save as SVG…').click();
    await button('Plot').click();
    await page.locator('.curve').first().waitFor();
    await button('Save as SVG…').click();
    await button('Save as PNG…').click();
    for (let i = 0; i < 50 && view.heard.filter(({ kind }) => kind === 'save').length < 3; i++) await page.waitForTimeout(50);
    const saved = view.heard.flatMap((message) => (message.kind === 'save' ? [message] : []));
    assert.deepEqual(saved.map(({ name, encoding }) => [name, encoding]), [['book-graph.svg', 'text'], ['book-plot.svg', 'text'], ['book-plot.png', 'base64']]);
    const [graph, plot, png] = saved.map(({ content }) => content);
    for (const svg of [graph, plot]) {
      assert.match(svg ?? '', /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.match(svg ?? '', /<rect width="100%" height="100%" fill="rgb\(31, 31, 31\)"/);
      assert.doesNotMatch(svg ?? '', /class=|var\(--/);
    }
    const bytes = Buffer.from(png ?? '', 'base64');
    assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1440, 1160]);
    await writeFile(path.join(pictures, 'saved-plot.png'), bytes);
    await writeFile(path.join(pictures, 'saved-graph.svg'), graph ?? '');
  });

  it('is on the plot again after a reload', async () => {
    const { page } = await open('book');
    await button('Plot').click();
    await page.getByLabel('Second input').selectOption('x2');
    await button('Inputs').click();
    await slider('x1').waitFor();
    await page.reload();
    await page.locator('.contour').first().waitFor();
    await slider('x1').waitFor();
  });
});
