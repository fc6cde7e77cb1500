/** Every view in every theme: no rule of accessibility is broken, and there is a picture of it in `out/pictures` to look at. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { violations } from './accessibility';
import type { ViewPage } from './page';
import { pictures, shownText } from './shown';
import type { ThemeName } from './themes';
import { closeView, openView } from './view';

interface Scene {
  readonly name: string;
  /** Function of the fixture. */
  readonly of: string;
  /** From the graph, once it is there, to what the picture is of. */
  arrange(view: ViewPage): Promise<void>;
}

const click = (view: ViewPage, name: string): Promise<void> => view.page.getByRole('button', { name, exact: true }).click();
const appears = (view: ViewPage, selector: string): Promise<void> => view.page.locator(selector).first().waitFor();

async function sweep(view: ViewPage, name: string, steps: number): Promise<void> {
  await click(view, name);
  for (let i = 0; i < steps; i++) await click(view, 'Step');
}

async function open(view: ViewPage, name: string, selector: string): Promise<void> {
  await click(view, name);
  await appears(view, selector);
}

const scenes: readonly Scene[] = [
  { name: 'graph', of: 'book', arrange: async (view) => { await view.page.locator('[data-id="n4"]').click(); } },
  { name: 'graph-folded', of: 'calls', arrange: async () => undefined },
  {
    name: 'graph-unfolded', of: 'calls', arrange: async (view) => {
      await view.page.locator('.node.group', { hasText: 'loop' }).dblclick();
      await view.page.locator('.node.group', { hasText: 'iteration 1' }).dblclick();
      await view.page.locator('.frame', { hasText: 'iteration 1' }).waitFor();
      await sweep(view, 'Reverse mode', 2);
      await view.page.locator('.node').first().click();
    },
  },
  { name: 'sweep-values', of: 'book', arrange: (view) => sweep(view, 'Evaluate', 3) },
  { name: 'sweep-tangents', of: 'book', arrange: (view) => sweep(view, 'Forward mode', 3) },
  {
    name: 'sweep-adjoints', of: 'book', arrange: async (view) => {
      await sweep(view, 'Reverse mode', 7);
      await view.page.locator('[data-id="n2"]').click();
    },
  },
  {
    name: 'tables', of: 'book', arrange: async (view) => {
      await sweep(view, 'Reverse mode', 7);
      await open(view, 'Tables', 'td math');
    },
  },
  {
    name: 'tables-folded', of: 'calls', arrange: async (view) => {
      await sweep(view, 'Forward mode', 2);
      await open(view, 'Tables', 'td math');
    },
  },
  {
    name: 'code', of: 'calls', arrange: async (view) => {
      await open(view, 'Code', '.code-line');
      await sweep(view, 'Reverse mode', 2);
      await view.page.locator('.code-line', { hasText: 'db +=' }).first().click();
    },
  },
  {
    name: 'code-sum', of: 'book', arrange: async (view) => {
      await open(view, 'Code', '.code-line');
      await sweep(view, 'Reverse mode', 3);
    },
  },
  {
    name: 'curve', of: 'book', arrange: async (view) => {
      await click(view, 'Inputs');
      await open(view, 'Plot', '.curve');
      await view.page.getByRole('slider', { name: 'x1', exact: true }).fill('1.2');
      await view.page.locator('h1', { hasText: '∇ book(x1=1.2, x2=5)' }).waitFor();
    },
  },
  {
    name: 'curve-kink', of: 'kinked', arrange: async (view) => {
      await open(view, 'Plot', '.curve');
    },
  },
  {
    name: 'field', of: 'book', arrange: async (view) => {
      await click(view, 'Plot');
      await view.page.getByLabel('Second input').selectOption('x2');
      await appears(view, '.contour');
    },
  },
  {
    name: 'descent', of: 'valley', arrange: async (view) => {
      await click(view, 'Plot');
      await view.page.getByLabel('Second input').selectOption('y');
      await open(view, 'Ways Down', '.way');
    },
  },
  {
    name: 'jacobian', of: 'neighbours', arrange: async (view) => {
      await click(view, 'Plot');
      await view.page.getByLabel('Plot of').selectOption('Jacobian');
      await appears(view, '.cell');
    },
  },
  {
    name: 'hessian', of: 'valley', arrange: async (view) => {
      await click(view, 'Plot');
      await view.page.getByLabel('Plot of').selectOption('Hessian');
      await appears(view, '.cell');
    },
  },
  {
    name: 'inputs', of: 'calls', arrange: async (view) => {
      await click(view, 'Inputs');
      await view.page.getByRole('slider', { name: 'w[2]', exact: true }).fill('2.5');
      await view.page.locator('h1', { hasText: '2.5]' }).waitFor();
    },
  },
  { name: 'insight', of: 'troubled', arrange: (view) => open(view, 'Insight', '.insight section') },
  { name: 'comparison', of: 'logistic', arrange: (view) => open(view, 'Why Automatic', '.comparison section') },
  {
    name: 'swell', of: 'logistic', arrange: async (view) => {
      await open(view, 'Why Automatic', '.comparison section');
      await view.page.getByRole('region', { name: 'Size of the symbolic derivative of logistic', exact: true }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'no-point', of: 'book', arrange: async (view) => {
      await view.send({ kind: 'answer', answer: { kind: 'nothing', reason: 'add-point', message: 'book has no point to be evaluated at' } });
      await appears(view, '.notice');
    },
  },
  {
    name: 'problem', of: 'book', arrange: async (view) => {
      await view.send({ kind: 'answer', answer: { kind: 'nothing', reason: 'problem', message: 'book has 2 problems: see the Problems panel' } });
      await appears(view, '.notice');
    },
  },
];

describe('pictures of the views', function () {
  this.timeout(60_000);
  let text = '';
  const views: ViewPage[] = [];

  before(async () => { text = await shownText(); });
  afterEach(async () => { for (const view of views.splice(0)) await closeView(view); });

  for (const theme of ['dark', 'light', 'high-contrast'] as const satisfies readonly ThemeName[]) {
    for (const scene of scenes) {
      it(`has ${scene.name} in the ${theme} theme, and it breaks no rule of accessibility`, async () => {
        const view = await openView(text, scene.of, theme);
        views.push(view);
        await appears(view, '.node');
        await scene.arrange(view);
        await view.page.screenshot({ path: path.join(pictures, `view-${scene.name}-${theme}.png`) });
        for (const table of await view.page.getByText('Numbers as a table').all()) await table.click();
        assert.deepEqual(await violations(view.page), []);
      });
    }
  }
});
