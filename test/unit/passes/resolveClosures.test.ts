/** Functions in variables: resolved where they are assigned once, and declined, not guessed, where they are not. */
import assert from 'node:assert/strict';
import { toValueForm, UnknownFunctionValue } from '../../../core/ad/valueForm';
import { createWorkspace, markedFunctions } from '../../../core/frontend';
import { memoryHost } from '../frontend/memoryHost';

function valueForm(body: string): void {
  const source = `/** @differentiable */\nexport function f(x: number): number {\n${body}\n}\n`;
  const [fn] = markedFunctions(createWorkspace(memoryHost({ '/f.ts': source })).projectFor('/f.ts'), '/f.ts');
  assert.ok(fn?.lowered, fn?.diagnostics.map(({ message }) => message).join('\n'));
  toValueForm(fn.lowered.module, fn.name, () => new Set());
}

describe('resolveClosures', () => {
  it('knows a function that is assigned once', () => {
    assert.doesNotThrow(() => { valueForm('let g = (t: number) => t * x; return g(2);'); });
  });

  for (const [what, body] of [
    ['to what was made meanwhile', 'let g = (t: number) => t; if (x > 1) { const k = x * x; g = t => t * k; } return g(x);'],
    ['in a loop', 'let g = (t: number) => t; for (let i = 0; i < 3; i++) { const h = g; g = t => h(t) * 2; } return g(x);'],
    ['in another function', 'let g = (t: number) => t; const change = (): void => { g = t => t * 2; }; change(); return g(x);'],
    ['and captured', 'let g = (t: number) => t; const call = (): number => g(x); g = t => t * 2; return call();'],
  ] as const) {
    it(`declines a function that is assigned again, ${what}`, () => {
      assert.throws(() => { valueForm(body); }, UnknownFunctionValue);
    });
  }
});
