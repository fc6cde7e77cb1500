/** The bundled view in a real browser, under the policy it has in the editor; the test stands for the editor. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { viewPage } from '../../client/view-page';
import type { FromView, ToView } from '../../client/webview/protocol';
import { chromiumFlags, findChromium } from '../launcher/chromium';
import { repositoryRoot } from '../repository';
import { themes, type ThemeName } from './themes';

const html = (theme: ThemeName): string => viewPage({ styleSource: "'self'", styles: [`/theme.css?${theme}`, '/webview.css'], scripts: [`/editor.js?${theme}`, '/webview.js'], nonce: 'test' });

/** The editor's side: the theme is the body's class, messages go to the test, the state stays in the session's storage as VS Code keeps it over a reload. */
const editor = (theme: ThemeName): string => `document.body.className = 'vscode-${theme}';
window.acquireVsCodeApi = () => ({
  postMessage: (message) => { void window.nablaHeard(message); },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  setState: (state) => { sessionStorage.setItem('state', JSON.stringify(state)); },
});`;

const css = (theme: ThemeName): string => `:root {\n${Object.entries(themes[theme]).map(([name, value]) => `  --vscode-${name}: ${value};`).join('\n')}\n}`;

/** `flags`: beside those of all tests. */
export const startBrowser = async (flags: readonly string[] = []): Promise<Browser> => chromium.launch({ executablePath: await findChromium(), args: [...chromiumFlags, ...flags] });

export class ViewPage {
  /** What the view said, in order. */
  readonly heard: FromView[] = [];
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  private constructor(private readonly server: Server, readonly page: Page) {}

  static async open(browser: Browser, theme: ThemeName, hear: (message: FromView, view: ViewPage) => void | Promise<void>): Promise<ViewPage> {
    const server = createServer((request, response) => { void serve(request.url ?? '/', theme).then(({ type, body }) => response.setHeader('content-type', type).end(body)); });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const view = new ViewPage(server, page);
    page.on('console', (message) => { if (message.type() === 'error') view.complaints.push(message.text()); });
    page.on('pageerror', ({ message }) => { view.complaints.push(message); });
    await page.exposeFunction('nablaHeard', (message: FromView) => {
      view.heard.push(message);
      return Promise.resolve(hear(message, view)).catch((error: unknown) => { if (!page.isClosed()) throw error; });
    });
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    // What is said to it before it listens is lost.
    while (!view.heard.some(({ kind }) => kind === 'ready')) await page.waitForTimeout(10);
    return view;
  }

  send(message: ToView): Promise<void> {
    return this.page.evaluate((data) => { window.postMessage(data, '*'); }, message);
  }

  async close(): Promise<void> {
    await this.page.context().close();
    this.server.close();
  }
}

async function serve(url: string, theme: ThemeName): Promise<{ readonly type: string; readonly body: string }> {
  const { pathname } = new URL(url, 'http://localhost');
  const bundle = (file: string): Promise<string> => readFile(path.join(repositoryRoot, 'dist', file), 'utf8');
  switch (pathname) {
    case '/theme.css': return { type: 'text/css', body: css(theme) };
    case '/webview.css': return { type: 'text/css', body: await bundle('webview.css') };
    case '/webview.js': return { type: 'text/javascript', body: await bundle('webview.js') };
    case '/editor.js': return { type: 'text/javascript', body: editor(theme) };
    case '/': return { type: 'text/html', body: html(theme) };
    default: return { type: 'text/plain', body: '' };
  }
}
