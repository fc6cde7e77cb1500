/** One VS Code window under Playwright: what a person sees and does, with the packaged extension installed. */
import { _electron, chromium, type Page } from 'playwright-core';
import { chromiumFlags } from './chromium';
import { installExtension } from './install';
import { pageAddress } from './page-address';
import type { Profile } from './profile';
import { startServer } from './server';
import { findVsCode } from './vscode';

export interface WindowOptions {
  readonly profile: Profile;
  readonly vsix: string;
  readonly trusted: boolean;
  /** A file of the profile's workspace, absolute, opened at start. */
  readonly file?: string;
}

export interface OpenWindow {
  readonly page: Page;
  close(): Promise<void>;
}

const size = { width: 1400, height: 900 };

export async function openWindow(options: WindowOptions): Promise<OpenWindow> {
  const { profile } = options;
  const code = await findVsCode();
  await installExtension(code, profile, options.vsix);
  if (code.kind === 'desktop') {
    const application = await _electron.launch({
      executablePath: code.executable,
      args: [
        profile.workspace,
        ...(options.file === undefined ? [] : ['--goto', options.file]),
        ...[`--user-data-dir=${profile.data}`, `--extensions-dir=${profile.extensions}`],
        ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome', '--skip-release-notes'],
        ...(options.trusted ? ['--disable-workspace-trust'] : []),
      ],
    });
    const page = await application.firstWindow();
    await page.setViewportSize(size);
    return { page, close: () => application.close() };
  }
  const server = await startServer(code, { data: profile.data, extensions: profile.extensions, trusted: options.trusted });
  const browser = await chromium.launch({ executablePath: code.chromium, args: [...chromiumFlags] });
  const page = await browser.newPage({ viewport: size });
  await page.goto(
    pageAddress(server.authority, { folder: profile.workspace, ...(options.file === undefined ? {} : { file: options.file }) }),
  );
  return {
    page,
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
