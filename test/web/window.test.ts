/** What a person sees in the web extension host: the graph view, drawn from what a server in a worker says. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../launcher/chromium';
import { repositoryRoot } from '../repository';
import { openWebHost, type OpenHost } from './open';

describe('a window of the web host, seen', function () {
  this.timeout(120_000);
  const pictures = path.join(repositoryRoot, 'out', 'pictures');
  let host: OpenHost, browser: Browser, page: Page, view: FrameLocator;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    host = await openWebHost({});
    browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumFlags] });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(host.address);
    view = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  });

  after(async () => {
    await browser.close();
    await host.close();
  });

  it('opens the graph from the lens, and steps the reverse sweep', async () => {
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'product.ts' }).dblclick({ timeout: 60_000 });
    await page.locator('.codelens-decoration a', { hasText: '11.65' }).first().waitFor({ timeout: 60_000 });
    await page.locator('.codelens-decoration a', { hasText: 'Show Graph' }).first().click();
    await view.locator('h1', { hasText: '∇ f(x1=2, x2=5) = 11.65' }).waitFor({ timeout: 30_000 });
    assert.equal(await view.locator('.node').count(), 7);
    await view.getByRole('button', { name: 'Reverse mode' }).click();
    const step = view.getByRole('button', { name: 'Step', exact: true });
    while (await step.isEnabled()) await step.click();
    assert.match(await view.locator('output.line .spoken').innerText(), /= 1\.7163$/);
    assert.ok(await view.locator('output.line math').count() > 0, 'the policy of the page lets the mathematics be typeset');
  });

  it('compares with symbolic differentiation, by a library that the worker loads', async () => {
    await view.getByRole('button', { name: 'Why Automatic' }).click();
    const swell = view.getByRole('region', { name: 'Size of the symbolic derivative of f', exact: true });
    await swell.waitFor({ timeout: 30_000 });
    const sentences = await swell.innerText();
    await page.screenshot({ path: path.join(pictures, 'web-comparison.png') });
    assert.match(sentences, /differentiated by the computer algebra system math\.js/);
    assert.match(await swell.locator('tbody tr').first().innerText(), /^\d+\s+\d+\s+\d+$/);
  });
});
