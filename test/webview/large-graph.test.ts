/** The graph view with more boxes than fit its pane: it draws what is in sight, and all else is reached and saved as if it were there. */
import assert from 'node:assert/strict';
import { standing } from '../../client/webview/standing';
import type { GraphModel, ViewNode, ViewNumber } from '../../server/view-protocol';
import { uri } from './editor';
import type { ViewPage } from './page';
import { graphOfSize, shownText } from './shown';
import { closeView, openView } from './view';

describe('a large graph', () => {
  let text = '', model: GraphModel, last: ViewNode;

  before(async () => {
    text = await shownText();
    model = await graphOfSize(text, 'long', 300);
    const node = model.nodes.at(-1);
    assert.ok(node !== undefined && model.nodes.length >= 300 && model.frames.length > 100);
    last = node;
  });

  describe('in the view', function () {
    this.timeout(60_000);
    let view: ViewPage;

    beforeEach(async () => {
      view = await openView(text, 'long', 'dark');
      await view.page.locator('.node').first().waitFor();
      await view.send({ kind: 'answer', answer: { kind: 'graph', graph: model } });
      await view.page.locator('.frame').first().waitFor();
    });
    afterEach(() => closeView(view));

    const drawn = (): Promise<(string | null)[]> => view.page.locator('.node').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id')));
    /** Waits until a box stands in the pane as a whole. */
    const seen = async (selector: string): Promise<void> => {
      await view.page.waitForFunction((wanted) => {
        const box = document.querySelector(`${wanted} .box`)?.getBoundingClientRect(), pane = document.querySelector('.graph')?.getBoundingClientRect();
        return box !== undefined && pane !== undefined && box.left >= pane.left && box.right <= pane.right && box.top >= pane.top && box.bottom <= pane.bottom;
      }, selector);
    };
    const focused = (): Promise<string | null> => view.page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null);

    it('draws what is in sight, wherever it is scrolled to', async () => {
      const first = await drawn();
      assert.ok(first.length > 3 && first.length < 60, String(first.length));
      await view.page.locator('.graph').evaluate((pane) => { pane.scrollLeft = pane.scrollWidth / 2; });
      await view.page.waitForFunction((before) => [...document.querySelectorAll('.node')].filter((node) => !before.includes(node.getAttribute('data-id'))).length > 3, first);
      const middle = await drawn();
      assert.ok(middle.length < 60, String(middle.length));
      // Tab leads to the first as ever.
      assert.deepEqual(middle.filter((id) => first.includes(id)), [model.nodes[0]?.id]);
      const count = await view.page.locator('.edge').count();
      assert.ok(count > 3 && count < 120, String(count));
    });

    it('reaches nodes out of sight with the keyboard', async () => {
      await view.page.locator('.node').first().focus();
      await view.page.keyboard.press('End');
      await seen(`.node.selected[data-id="${last.id}"]`);
      assert.equal(await focused(), last.id);
      await view.page.keyboard.press('ArrowLeft');
      const before = model.edges.filter(({ to }) => model.nodes[to] === last).map(({ from }) => model.nodes[from]?.id);
      await view.page.waitForFunction((id) => document.activeElement?.getAttribute('data-id') !== id, last.id);
      assert.ok(before.includes((await focused()) ?? ''));
      await view.page.keyboard.press('Home');
      await seen(`.node.selected[data-id="${model.nodes[0]?.id ?? ''}"]`);
      assert.equal(await focused(), model.nodes[0]?.id);
    });

    it('shows what the cursor is in, without taking the focus', async () => {
      const node = model.nodes.findLast(({ operation, source }) => operation.startsWith('sin') && source !== null);
      assert.ok(node !== undefined && node.source !== null);
      await view.send({ kind: 'cursor', uri, position: node.source.start });
      await seen('.node.selected');
      assert.ok(!(await drawn()).includes(model.nodes[1]?.id ?? ''), 'the pane was scrolled');
      assert.equal(await focused(), null);
    });

    it('follows the steps of a sweep', async () => {
      const slider = view.page.getByLabel('Step of the sweep');
      for (const step of [model.forward.length - 2, Math.floor(model.forward.length / 2), 1]) {
        await slider.fill(String(step));
        await view.page.locator('.count', { hasText: `${String(step + 1)} of` }).waitFor();
        await seen(`.node.at-work[data-id="${model.nodes[model.forward[step]?.item ?? -1]?.id ?? ''}"]`);
        assert.equal(await view.page.locator('.node.at-work').count(), 1);
      }
    });

    it('saves all of it', async () => {
      await view.page.getByRole('button', { name: 'Save as SVG…' }).click();
      for (let i = 0; i < 500 && !view.heard.some(({ kind }) => kind === 'save'); i++) await view.page.waitForTimeout(20);
      const saved = view.heard.find((message) => message.kind === 'save');
      assert.ok(saved?.kind === 'save');
      const count = (pattern: RegExp): number => [...saved.content.matchAll(pattern)].length;
      // Two for a node, one for a frame, one behind all.
      assert.equal(count(/<rect /g), 2 * model.nodes.length + model.frames.length + 1);
      assert.equal(count(/marker-end=/g), model.edges.length);
      assert.equal(await view.page.locator('svg.picture').count(), 1);
    });
  });

  describe('laid out', () => {
    const number = (text: string): ViewNumber => ({ short: text, full: text });
    const withValue = (node: ViewNode, text: string): GraphModel => ({ ...model, nodes: model.nodes.map((each) => (each === node ? { ...each, value: number(text) } : { ...each })) });

    it('leads to the right, and no box lies on another', () => {
      const { nodes, edges, frames } = standing(model, null).layout;
      for (const points of edges) assert.ok((points[0]?.x ?? Infinity) < (points.at(-1)?.x ?? -Infinity));
      for (const [i, a] of nodes.entries()) assert.ok(!nodes.some((b, k) => i < k && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
      model.nodes.forEach(({ parent }, i) => {
        const box = nodes[i], frame = frames[model.frames.findIndex(({ id }) => id === parent)];
        assert.ok(box !== undefined && (frame === undefined || (box.x > frame.x && box.y > frame.y && box.x + box.width < frame.x + frame.width && box.y + box.height < frame.y + frame.height)));
      });
    });

    it('stands while numbers change', () => {
      const before = standing(model, null), after = standing(withValue(last, last.value?.short.replaceAll(/\d/g, '7') ?? ''), before);
      assert.equal(after.layout, before.layout);
    });

    it('makes room for a number that needs it, and keeps it', () => {
      const before = standing(model, null), node = model.nodes.findLast(({ operation }) => operation.startsWith('sin')) ?? last, at = model.nodes.indexOf(node);
      const wide = standing(withValue(node, '1.23456789012345e+100'), before), after = standing(model, wide);
      assert.ok((wide.layout.nodes[at]?.width ?? 0) > (before.layout.nodes[at]?.width ?? Infinity));
      assert.equal(after.layout, wide.layout);
    });

    it('is made again when something else is shown', () => {
      const before = standing(model, null), fewer = { ...model, edges: model.edges.slice(1) };
      assert.notEqual(standing(fewer, before).layout, before.layout);
    });
  });
});
