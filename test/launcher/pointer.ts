/** Moves the mouse over a piece of source text, as a reader would. */
import type { Page } from 'playwright-core';

/** Over the character `skip` characters into `text`, in the first visible line that holds it. */
export async function pointAt(page: Page, text: string, skip = 0): Promise<void> {
  // VS Code writes spaces as no-break spaces; its own text matching treats them alike.
  const line = page.locator('.view-line', { hasText: text }).first();
  const inner = line.locator(':scope > span');
  const written = (await inner.innerText()).replaceAll('\u00a0', ' ');
  const box = await inner.boundingBox();
  const column = written.indexOf(text);
  if (box === null || column < 0) throw new Error(`${text} is not on the screen`);
  // The font is fixed-width, so the column gives the place.
  const x = box.x + (box.width / written.length) * (column + skip + 0.5);
  await page.mouse.move(x, box.y + box.height / 2, { steps: 4 });
}
