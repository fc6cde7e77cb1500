/** What a person sees and does in a window with the packaged extension, in Restricted Mode: read off the screen. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { createProfile, type Profile } from '../launcher/profile';
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

  it('shows the lenses of the opened file', async () => {
    const lens = window.page.locator('.codelens-decoration a', { hasText: '∇' });
    await lens.nth(1).waitFor({ timeout: 60_000 });
    const texts = await lens.allInnerTexts();
    assert.equal(texts.length, 2);
    assert.ok(texts[0]?.startsWith('∇ f(x1=2, x2=5)'), texts.join('\n'));
    await window.page.screenshot({ path: path.join(pictures, 'lenses.png') });
  });

  it('colours the tag in the comment', async () => {
    const tag = window.page.locator('.view-line span span', { hasText: /^(@differentiable|differentiable)$/ }).first();
    const plain = window.page.locator('.view-line span span', { hasText: 'text book' }).first();
    const colour = (element: Element): string => getComputedStyle(element).color;
    assert.notEqual(await tag.evaluate(colour), await plain.evaluate(colour));
  });
});
