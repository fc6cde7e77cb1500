/** Views of functions, each a page of its own in the one browser of the run. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { Editor, uri } from './editor';
import { startBrowser, ViewPage } from './page';
import type { ThemeName } from './themes';

let browser: Promise<Browser> | undefined;

after('the browser', async () => { await (await browser)?.close(); });

/** A view that is turned to a function, and has an editor that answers it. */
export async function openView(text: string, name: string, theme: ThemeName = 'dark'): Promise<ViewPage> {
  const editor = new Editor(text, name);
  browser ??= startBrowser();
  const view = await ViewPage.open(await browser, theme, async (message, asking) => {
    // As in the editor, a newer question drops the answer to an older one.
    const isNewest = (): boolean => asking.heard.findLast(({ kind }) => kind === message.kind) === message;
    for (const answer of await editor.answers(message)) if (message.kind === 'move' || isNewest()) await asking.send(answer);
  });
  await view.send({ kind: 'target', target: { uri, name } });
  return view;
}

export async function closeView(view: ViewPage): Promise<void> {
  await view.close();
  assert.deepEqual(view.complaints, [], 'the browser has nothing to complain about');
}
