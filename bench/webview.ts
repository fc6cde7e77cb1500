/**
 * `npm run bench:webview`: how long the graph view takes to its first paint once the model is there, and its frames while a sweep is scrubbed, in a
 * browser, for graphs of several sizes; and how long it takes to make the picture of a million operations. After `npm run build`.
 *
 * Frames are taken twice: as the screen shows them, 60 in a second at most, and as fast as they can be made, which is what one takes.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { ToView } from '../client/webview/protocol';
import { finish, targetOf, trace } from '../core/evaluate';
import { createWorkspace, functionNamed } from '../core/frontend';
import { graphOf } from '../core/graph';
import type { GraphModel } from '../server/view-protocol';
import { repositoryRoot } from '../test/repository';
import { memoryHost } from '../test/unit/frontend/memoryHost';
import { uri } from '../test/webview/editor';
import { startBrowser, ViewPage } from '../test/webview/page';
import { graphOfSize } from '../test/webview/shown';

const percentile = (numbers: readonly number[], part: number): number => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(part * numbers.length))] ?? NaN;

/** A browser that does not wait for its screen. */
const unlimited = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

async function measure(model: GraphModel): Promise<void> {
  const shown = await scrubbed(model, []), made = await scrubbed(model, unlimited);
  const words = ({ frames }: Scrubbed): string => `p50 ${percentile(frames, 0.5).toFixed(1)} ms, p95 ${percentile(frames, 0.95).toFixed(1)} ms`;
  console.log(`${String(model.nodes.length).padStart(5)} boxes: first paint ${shown.painted.toFixed(0)} ms; frames while scrubbing: shown ${words(shown)}; made ${words(made)}`);
}

/** Milliseconds. */
interface Scrubbed { readonly painted: number; readonly frames: readonly number[] }

async function scrubbed(model: GraphModel, flags: readonly string[]): Promise<Scrubbed> {
  const browser = await startBrowser(flags), view = await ViewPage.open(browser, 'dark', () => undefined);
  await view.send({ kind: 'target', target: { uri, name: model.name } });
  const message: ToView = { kind: 'answer', answer: { kind: 'graph', graph: model } };
  const painted = await view.page.evaluate((data) => new Promise<number>((resolve) => {
    const started = performance.now();
    const look = (): void => {
      if (document.querySelector('.node') === null) requestAnimationFrame(look);
      // The next frame comes after the one with the boxes has been painted.
      else requestAnimationFrame(() => { resolve(performance.now() - started); });
    };
    window.postMessage(data, '*');
    requestAnimationFrame(look);
  }), message);
  const frames = await view.page.evaluate(() => new Promise<number[]>((resolve) => {
    const slider = document.querySelector<HTMLInputElement>('.player input[type="range"]');
    const times: number[] = [];
    let before = performance.now(), step = 0;
    const next = (): void => {
      const now = performance.now();
      times.push(now - before);
      before = now;
      if (slider === null || times.length > 200) { resolve(times.slice(2)); return; }
      step = (step + 1) % (Number(slider.max) + 1);
      slider.value = String(step);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }));
  await view.close();
  await browser.close();
  return { painted, frames };
}

function million(text: string): void {
  const file = '/shown.ts', lowered = functionNamed(createWorkspace(memoryHost({ [file]: text })).projectFor(file), file, 'long')?.lowered ?? null;
  if (lowered === null) throw new Error('long is not there');
  const { module, root, wrt } = targetOf(lowered.module, lowered.root, null);
  const result = finish(trace(module, root, [1, 250_000], { wrt }));
  if (!result.ok) throw new Error(result.fault.message);
  const started = performance.now();
  const { nodes, operations } = graphOf(result.trace, { unfolded: new Set(), input: 0, output: 0, lineOf: () => 0 });
  console.log(`${String(operations)} operations folded into ${String(nodes.length)} boxes in ${(performance.now() - started).toFixed(0)} ms`);
}

async function main(): Promise<void> {
  const text = await readFile(path.join(repositoryRoot, 'test/fixtures/graph/shown.ts'), 'utf8');
  million(text);
  await measure(await graphOfSize(text, 'book', 0));
  await measure(await graphOfSize(text, 'long', 200));
  await measure(await graphOfSize(text.replace('n=150', 'n=600'), 'long', 2000));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
