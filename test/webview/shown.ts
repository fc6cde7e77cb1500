/** Views of the functions of test/fixtures/graph/shown.ts. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { repositoryRoot } from '../repository';
import { Editor, uri } from './editor';
import { ViewPage } from './page';
import type { ThemeName } from './themes';

export const pictures = path.join(repositoryRoot, 'out', 'pictures');

/** The functions' text; the folder for pictures is there afterwards. */
export async function shownText(): Promise<string> {
  await mkdir(pictures, { recursive: true });
  return readFile(path.join(repositoryRoot, 'test/fixtures/graph/shown.ts'), 'utf8');
}

/** A view that is turned to a function, and has an editor that answers it. */
export async function openView(text: string, name: string, theme: ThemeName): Promise<ViewPage> {
  const editor = new Editor(text, name);
  const view = await ViewPage.open(theme, async (message, asking) => { for (const answer of await editor.answers(message)) await asking.send(answer); });
  await view.send({ kind: 'target', target: { uri, name } });
  return view;
}

export async function closeView(view: ViewPage): Promise<void> {
  await view.close();
  assert.deepEqual(view.complaints, [], 'the browser has nothing to complain about');
}
