/** What a person sees and does in a window with the packaged extension, in Restricted Mode: read off the screen. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { createProfile, type Profile } from '../launcher/profile';
import { pointAt } from '../launcher/pointer';
import { openWindow, type OpenWindow } from '../launcher/window';
import { repositoryRoot } from '../repository';

describe('a window, seen', function () {
  this.timeout(120_000);
  const pictures = path.join(repositoryRoot, 'out', 'pictures');
  let profile: Profile;
  let window: OpenWindow;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    profile = await createProfile({ workspace: path.join(repositoryRoot, 'test/editor/workspace') });
    window = await openWindow({
      profile,
      vsix: path.join(repositoryRoot, 'nabla.vsix'),
      trusted: false,
      file: path.join(profile.workspace, 'product.ts'),
    });
  });

  after(async () => {
    await window.close();
    await profile.remove();
  });

  /** The lens whose text holds `text`; VS Code writes its spaces as no-break spaces. */
  const lens = (text: string | RegExp): Locator => window.page.locator('.codelens-decoration a', { hasText: text }).first();
  const picture = async (name: string): Promise<void> => {
    // Hovers and boxes fade in.
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  };

  const openFile = async (name: string): Promise<void> => {
    await window.page.keyboard.press('Control+P');
    await window.page.locator('.quick-input-widget:visible').waitFor();
    await window.page.keyboard.type(name);
    // Files opened lately are listed before the name has been typed; Enter takes the one in focus.
    await window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).first().waitFor();
    await window.page.keyboard.press('Enter');
  };

  /** Waits until these lines and no others bear the view's marks with such a border: solid in the source, dotted in generated code. */
  const marked = async (border: 'solid' | 'dotted', expected: readonly string[]): Promise<void> => {
    const found = (): Promise<string[]> => window.page.evaluate((style) => {
      const lines = Array.from(document.querySelectorAll('.view-line'), (line) => ({ line, top: line.getBoundingClientRect().top }));
      return Array.from(document.querySelectorAll('.view-overlays .cdr[class*="ced-"]'))
        .filter((mark) => getComputedStyle(mark).borderTopStyle === style)
        .map((mark) => (lines.find(({ top }) => Math.abs(top - mark.getBoundingClientRect().top) < 3)?.line.textContent ?? '').replaceAll('\u00a0', ' ').trim());
    }, border);
    for (let i = 0; i < 100 && JSON.stringify(await found()) !== JSON.stringify(expected); i++) await window.page.waitForTimeout(100);
    assert.deepEqual(await found(), expected);
  };

  it('shows value and gradient above the function', async () => {
    await lens('11.65').waitFor({ timeout: 60_000 });
    const text = (await lens('11.65').innerText()).replaceAll('\u00a0', ' ');
    assert.equal(text, '∇ f(x1=2, x2=5) = 11.65 · ∂x1 5.5 · ∂x2 1.716');
    await picture('lenses');
  });

  it('opens the hover on a click on the value', async () => {
    await lens('11.65').click();
    const hover = window.page.locator('.monaco-hover:visible', { hasText: '11.652071' }).first();
    await hover.waitFor({ timeout: 20_000 });
    assert.match(await hover.innerText(), /1\.7163378/);
    await picture('hover-function');
    await window.page.keyboard.press('Escape');
  });

  it('shows value, partials and adjoint of the operator under the pointer', async () => {
    await pointAt(window.page, 'x1 * x2 -', 3);
    const hover = window.page.locator('.monaco-hover:visible', { hasText: 'how f changes with this value' }).first();
    await hover.waitFor({ timeout: 20_000 });
    assert.match((await hover.innerText()).replaceAll(/\s+/g, ' '), /10 5 2 1/);
    await picture('hover-operator');
    await window.page.keyboard.press('Escape');
  });

  it('takes a first point from the box, with its values while typing', async () => {
    await lens('Add a Point').click();
    const box = window.page.locator('.quick-input-widget:visible');
    await box.waitFor();
    await window.page.keyboard.type('x=three');
    await box.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await window.page.keyboard.press('Enter');
    assert.ok(await box.isVisible(), 'a text that is no point is not accepted');
    assert.doesNotMatch(await box.innerText(), /`/, 'a list shows no Markdown');
    await picture('picker-invalid');
    await window.page.keyboard.press('Control+A');
    await window.page.keyboard.type('x=3');
    const use = box.locator('.quick-input-list .monaco-list-row', { hasText: 'Use x=3' }).first();
    await use.waitFor();
    assert.match(await use.innerText(), /square = 9, ∂x = 6/);
    await picture('picker');
    await window.page.keyboard.press('Enter');
    await lens(/square.*= 9/).waitFor({ timeout: 20_000 });
    const text = (await lens(/square/).innerText()).replaceAll('\u00a0', ' ');
    assert.equal(text, '∇ square(x=3) = 9 · ∂x 6');
    await picture('active-point');
  });

  it('inserts the gradient from the lens, and takes it back with one undo', async () => {
    await window.page.keyboard.press('Escape');
    await lens('Insert Gradient').click();
    const name = window.page.locator('.view-line', { hasText: 'function fGrad(' });
    await name.waitFor({ timeout: 20_000 });
    await lens('Go to Gradient').waitFor({ timeout: 20_000 });
    await picture('inserted');
    await window.page.locator('.view-line', { hasText: 'Math.log(x1)' }).first().click();
    await window.page.keyboard.press('Control+Z');
    await name.waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('opens the graph beside the editor, steps its reverse sweep, and follows the text', async () => {
    await lens('Show Graph').click();
    const view = window.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await view.locator('h1', { hasText: '∇ f(x1=2, x2=5) = 11.65' }).waitFor({ timeout: 30_000 });
    assert.equal(await view.locator('.node').count(), 7);
    await view.getByRole('button', { name: 'Reverse mode' }).click();
    const line = view.locator('output.line .spoken'), step = view.getByRole('button', { name: 'Step', exact: true });
    const lines: string[] = [];
    while (await step.isEnabled()) {
      await step.click();
      lines.push((await line.innerText()).replaceAll(/\s+/g, ' '));
    }
    assert.deepEqual(lines.map((text) => text.split(' = ').at(-1)), ['1', '-1', '1', '1', '-0.2837', '5', '1.7163', '5.5', '5.5', '1.7163']);
    await picture('graph');
    await window.page.locator('.view-line', { hasText: 'Math.log(x1)' }).first().click();
    await window.page.keyboard.press('End');
    await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.type(' + x1');
    await view.locator('h1', { hasText: '= 13.65' }).waitFor({ timeout: 20_000 });
    assert.equal(await view.locator('.node').count(), 8);
    for (let i = 0; i < 5; i++) await window.page.keyboard.press('Backspace');
    await view.locator('h1', { hasText: '= 11.65' }).waitFor({ timeout: 20_000 });
    await view.locator('.node', { hasText: 'sin v0' }).click();
    await view.getByRole('button', { name: 'Go to source' }).click();
    await window.page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ }).waitFor({ timeout: 20_000 });
    await picture('graph-source');
    await window.page.locator('.tab', { hasText: 'Graph of f' }).click({ button: 'middle' });
    await window.page.locator('.tab', { hasText: 'Graph of f' }).waitFor({ state: 'detached' });
    await window.page.locator('.view-line', { hasText: 'Math.log(x1)' }).first().click();
  });

  it('leads from a line of generated code to the graph and the source, and from a step to its line', async () => {
    await lens('Insert Gradient').click();
    await window.page.locator('.view-line', { hasText: 'const dX2 =' }).waitFor({ timeout: 20_000 });
    await lens('Show Graph').click();
    const view = window.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await view.locator('h1', { hasText: '∇ f(x1=2, x2=5) = 11.65' }).waitFor({ timeout: 30_000 });
    await window.page.locator('.view-line', { hasText: 'const dX2 =' }).click();
    await view.locator('.node.selected', { hasText: 'v-1 × v0' }).waitFor({ timeout: 20_000 });
    await marked('solid', ['return Math.log(x1) + x1 * x2 - Math.sin(x2);']);
    await picture('graph-code-cursor');
    await view.getByRole('button', { name: 'Reverse mode' }).click();
    const step = view.getByRole('button', { name: 'Step', exact: true });
    for (let i = 0; i < 5; i++) await step.click();
    await marked('dotted', ['const dX2 = x1 - Math.cos(x2);']);
    await step.click();
    await marked('dotted', ['const dX1 = x2 + 1 / x1;']);
    await picture('graph-code-step');
    await window.page.locator('.tab', { hasText: 'Graph of f' }).click({ button: 'middle' });
    await window.page.locator('.tab', { hasText: 'Graph of f' }).waitFor({ state: 'detached' });
    await marked('dotted', []);
    await window.page.locator('.view-line', { hasText: 'Math.log(x1)' }).first().click();
    await window.page.keyboard.press('Control+Z');
    await window.page.locator('.view-line', { hasText: 'const dX2 =' }).waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('shows behind each line how much the result hangs on it, and takes that away again', async () => {
    const toggle = async (): Promise<void> => {
      await window.page.keyboard.press('F1');
      await window.page.locator('.quick-input-widget:visible').waitFor();
      await window.page.keyboard.type('Show Sensitivity in Source');
      await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Nabla: Show Sensitivity in Source' }).first().waitFor();
      await window.page.keyboard.press('Enter');
    };
    await toggle();
    // The text is the content of a pseudo-element.
    const shown = (): Promise<string[]> => window.page.evaluate(() => Array.from(document.querySelectorAll('.view-line span[class*="ced-"]'), (element) => getComputedStyle(element, '::after').content).filter((text) => /[▮▯]/.test(text)));
    const waitFor = async (expected: readonly string[]): Promise<void> => {
      for (let i = 0; i < 100 && JSON.stringify(await shown()) !== JSON.stringify(expected); i++) await window.page.waitForTimeout(100);
      assert.deepEqual(await shown(), expected);
    };
    await waitFor(['"▮▮▮▮▮ 170 %"', '"▮▮▮▮▮ 100 %"']);
    await picture('sensitivity');
    await window.page.keyboard.press('End');
    await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.type(' + x1');
    await waitFor(['"▮▮▮▮▮ 160 %"', '"▮▮▮▮▮ 100 %"']);
    for (let i = 0; i < 5; i++) await window.page.keyboard.press('Backspace');
    await openFile('loop.ts');
    await window.page.locator('.view-line', { hasText: '3.9' }).first().click();
    await window.page.waitForTimeout(1500);
    await picture('sensitivity-loop');
    await toggle();
    await waitFor([]);
    await window.page.locator('.tab', { hasText: 'product.ts' }).click();
    await window.page.locator('.view-line', { hasText: 'Math.log(x1)' }).first().click();
  });

  it('colours the tag in the comment', async () => {
    const tag = window.page.locator('.view-line span span', { hasText: /^(@differentiable|differentiable)$/ }).first();
    const plain = window.page.locator('.view-line span span', { hasText: 'text book' }).first();
    const colour = (element: Element): string => getComputedStyle(element).color;
    assert.notEqual(await tag.evaluate(colour), await plain.evaluate(colour));
  });

  it('shows the iterations of a loop in a hover that fits, and warns of growth', async () => {
    await openFile('loop.ts');
    await lens('logistic').waitFor({ timeout: 20_000 });
    await pointAt(window.page, 'x = 3.9', 2);
    const hover = window.page.locator('.monaco-hover:visible', { hasText: '1000 iterations' }).first();
    await hover.waitFor({ timeout: 20_000 });
    assert.match((await hover.innerText()).replaceAll(/\s+/g, ' '), /^x after x = 3\.9 \* x \* \(1 - x\) at x0=0\.2 · 1000 iterations .*grew beyond 1e12 from i = \d+ on/);
    await picture('hover-loop');
    await window.page.keyboard.press('Escape');
  });

  it('leads from a code in the Problems panel to its page, and from there to the others', async () => {
    await openFile('problems.ts');
    await window.page.keyboard.press('Control+Shift+M');
    const panel = window.page.locator('.markers-panel');
    await panel.locator('.monaco-list-row', { hasText: 'N1104' }).first().waitFor({ timeout: 20_000 });
    await picture('problems');
    await panel.locator('.monaco-list-row a', { hasText: 'N1052' }).first().click({ modifiers: ['Control'] });
    const page = window.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await page.locator('h1', { hasText: 'N1052' }).waitFor({ timeout: 20_000 });
    assert.match(await page.locator('body').innerText(), /return x \+ Math\.random\(\);/);
    await picture('diagnostic-page');
    await page.locator('a', { hasText: 'All diagnostics' }).click();
    await page.locator('h1', { hasText: 'Diagnostics' }).waitFor({ timeout: 20_000 });
  });
});
