/** The demo's window: VS Code on the examples with the packaged extension, to look at or to take a picture of. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { repositoryRoot } from '../repository';
import { installExtension } from './install';
import type { Locator } from 'playwright-core';
import { pageAddress } from './page-address';
import { createProfile, type Profile } from './profile';
import { pointAt } from './pointer';
import { freePort, startServer } from './server';
import { findVsCode } from './vscode';
import { openWindow } from './window';

const vsix = path.join(repositoryRoot, 'nabla.vsix');

/** The example shown first, and what the picture's hover is about: the product in it. */
const shownFile = 'seeds/book.ts';
const hovered = { text: 'x1 * x2 -', skip: 3 };

export interface DemoOptions {
  /** Absolute path of the picture to take; without one the window stays open until it is closed or Ctrl+C is pressed. */
  readonly screenshot: string | undefined;
}

export async function openDemo({ screenshot }: DemoOptions): Promise<void> {
  const workspace = path.join(repositoryRoot, 'examples');
  if (!existsSync(path.join(workspace, shownFile))) throw new Error(`There is no ${path.join(workspace, shownFile)} to show.`);
  // The picture must not depend on what was edited meanwhile, and a visitor's edits belong into the folder that was opened.
  const taking = screenshot !== undefined;
  // Below the line a hover leaves the lenses in sight.
  const settings = taking ? { 'editor.hover.above': false, 'editor.minimap.enabled': false } : {};
  const profile = await createProfile({ workspace, copy: taking, settings });
  try {
    if (screenshot === undefined) await openUntilClosed(profile);
    else await takePicture(profile, screenshot);
  } finally {
    await profile.remove();
  }
}

/** The example with its lenses and its gradient, and the hover of one product in it. */
async function takePicture(profile: Profile, file: string): Promise<void> {
  const window = await openWindow({ profile, vsix, trusted: true, file: path.join(profile.workspace, shownFile) });
  try {
    const { page } = window;
    const lens = (text: string): Locator => page.locator('.codelens-decoration a', { hasText: text }).first();
    await lens('11.65').waitFor({ timeout: 60_000 });
    await lens('Insert Gradient').click();
    await lens('Go to Gradient').waitFor({ timeout: 20_000 });
    await pointAt(page, hovered.text, hovered.skip);
    await page.locator('.monaco-hover:visible', { hasText: 'how f changes' }).first().waitFor({ timeout: 20_000 });
    // The hover fades in.
    await page.waitForTimeout(400);
    await page.screenshot({ path: file });
    process.stdout.write(`${file}\n`);
  } finally {
    await window.close();
  }
}

async function openUntilClosed(profile: Profile): Promise<void> {
  const code = await findVsCode();
  await installExtension(code, profile, vsix);
  const file = path.join(profile.workspace, shownFile);
  if (code.kind === 'desktop') {
    const flags = [`--user-data-dir=${profile.data}`, `--extensions-dir=${profile.extensions}`, '--disable-workspace-trust', '--skip-welcome'];
    const child = spawn(code.executable, [profile.workspace, '--goto', file, ...flags], { stdio: 'ignore' });
    await once(child, 'exit');
    return;
  }
  const server = await startServer(code, { data: profile.data, extensions: profile.extensions, trusted: true, port: await freePort() });
  process.stdout.write(`\nVS Code with Nabla: ${pageAddress(server.authority, { folder: profile.workspace, file })}\nCtrl+C ends it.\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}
