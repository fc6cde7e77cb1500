/** Texts that nest without measure end in a diagnostic at their mark; their neighbours are read as ever. */
import assert from 'node:assert/strict';
import { createWorkspace, functionNamed, markedFunctions, misplacedMarks } from '../../../core/frontend';
import { memoryHost } from './memoryHost';

const deep = 10_000;
const mark = '/**\n * @differentiable\n * @at x=2\n */\n';
const body = (text: string): string => `${mark}export function f(x: number): number {\n  ${text}\n}\n`;
const nested = (open: string, inner: string, close: string): string => open.repeat(deep) + inner + close.repeat(deep);

const texts: Readonly<Record<string, string>> = {
  'parentheses': body(`return ${nested('(', 'x', ')')};`),
  'calls': body(`return ${nested('Math.sin(', 'x', ')')};`),
  'arrays': body(`const a = ${nested('[', 'x', ']')};\n  return x;`),
  'signs': body(`return ${nested('- ', 'x', '')};`),
  'a sum': body(`return x${' + x'.repeat(deep)};`),
  'conditions': body(`${nested('if (x > 0) ', 'return x;', '')}\n  return 0;`),
  'choices': body(`return ${nested('x > 0 ? x : ', '1', '')};`),
  'loops': body(`${nested('for (;;) ', 'x;', '')}\n  return x;`),
  'functions': body(`const g = ${nested('() => ', 'x', '')};\n  return x;`),
  'types': `type T = ${nested('{ a: ', 'number', ' }')};\n${mark}export function f(x: T): number { return 1; }\n`,
  'a constant': `const K = ${nested('[', '1', ']')};\n${body('return x * K.length;')}`,
};

describe('deep nesting', function () {
  this.timeout(60_000);

  const project = createWorkspace(memoryHost({
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/deep/${name}.ts`, text])), '/deep/neighbour.ts': body('return x * x;'),
  })).projectFor('/deep/neighbour.ts');
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      const file = `/deep/${name}.ts`;
      assert.deepEqual(markedFunctions(project, file), []);
      assert.deepEqual(misplacedMarks(project, file).map(({ code, span }) => [code, text.slice(span.start, span.end)]), [['N1033', '@differentiable']]);
      assert.notEqual(functionNamed(project, '/deep/neighbour.ts', 'f')?.lowered ?? null, null);
    });
  }

  it('a file that imports one', () => {
    const project = createWorkspace(memoryHost({ '/deep/a.ts': texts['parentheses'] ?? '', '/deep/b.ts': `import { f } from './a';\n${body('return f(x);').replace('function f', 'function g')}` })).projectFor('/deep/b.ts');
    const [fn] = markedFunctions(project, '/deep/b.ts');
    assert.equal(fn?.lowered, null);
    assert.ok((fn?.diagnostics.length ?? 0) > 0);
  });

  it('a file that becomes readable', () => {
    const host = memoryHost({ '/deep/a.ts': texts['conditions'] ?? '' });
    const project = createWorkspace(host).projectFor('/deep/a.ts');
    assert.equal(misplacedMarks(project, '/deep/a.ts').length, 1);
    host.write('/deep/a.ts', body('return x * x;'));
    assert.deepEqual(misplacedMarks(project, '/deep/a.ts'), []);
    assert.notEqual(markedFunctions(project, '/deep/a.ts')[0]?.lowered ?? null, null);
  });

  it('a point', () => {
    const text = body('return x;').replace('x=2', `x=${nested('(', '1', ')')}`);
    const [fn] = markedFunctions(createWorkspace(memoryHost({ '/deep/a.ts': text })).projectFor('/deep/a.ts'), '/deep/a.ts');
    assert.deepEqual(fn?.points.map(point => point.lowered), [null]);
    assert.deepEqual(fn.diagnostics.map(({ code }) => code), ['N1033']);
  });

  it('functions that call each other in a long row', () => {
    const row = Array.from({ length: deep }, (_, i) => `function g${String(i)}(x: number): number { return ${i === 0 ? 'x' : `g${String(i - 1)}(x)`}; }`).join('\n');
    const text = `${row}\n${body(`return g${String(deep - 1)}(x);`)}`;
    const [fn] = markedFunctions(createWorkspace(memoryHost({ '/deep/a.ts': text })).projectFor('/deep/a.ts'), '/deep/a.ts');
    assert.deepEqual(fn?.diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)]), [['N1033', 'f']]);
  });
});
