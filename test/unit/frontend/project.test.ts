/** Projects by nearest configuration, and what tokens of a marked function stand for. */
import assert from 'node:assert/strict';
import { createWorkspace, functionNames, markedFunctions, mentionsMark, type MarkedFunction } from '../../../core/frontend';
import { visitOps } from '../../../core/ir/walk';
import { memoryHost } from './memoryHost';

const only = (functions: readonly MarkedFunction[]): MarkedFunction => {
  const [fn] = functions;
  assert.ok(fn !== undefined && functions.length === 1);
  return fn;
};

describe('projects', () => {
  it('see that a function, or its class, lacks its end, whatever follows', () => {
    const whole = '/** @differentiable */\nexport function f(x: number): number {\n  return x;\n}\n';
    const method = 'class A {\n  k = 1;\n  /** @differentiable */\n  f(x: number): number {\n    return x * this.k;\n  }\n';
    const texts = [
      [`${method}}\n`, false], [`${method}  /** Half typed. */\n\n    return this.k;\n  }\n}\n`, true],
      [whole, false], [`${whole}\n\nconst later = (`, false],
      [whole.replace('}\n', '\n\n    \n'), true], [whole.replace('}\n', '/* never ends\n}\n'), true], [whole.replace('return x;\n}\n', 'for (;;) { return x; }  \n\n'), true],
    ] as const;
    for (const [text, isBroken] of texts) {
      assert.equal(only(markedFunctions(createWorkspace(memoryHost({ '/w/a.ts': text })).projectFor('/w/a.ts'), '/w/a.ts')).hasSyntaxErrors, isBroken, text);
    }
  });

  it('take the options of the nearest configuration, which may extend another', () => {
    const host = memoryHost({
      '/w/base.json': '{ "compilerOptions": { "target": "es2022", "lib": ["es2022"], "strict": true } }',
      '/w/tsconfig.json': '{ "extends": "./base.json", "compilerOptions": { "baseUrl": ".", "paths": { "lib/*": ["./shared/*"] }, "module": "esnext", "moduleResolution": "bundler" } }',
      '/w/shared/k.ts': 'export const K = 3;\nexport { twice } from "./twice";\n',
      '/w/shared/twice.ts': 'export default function twice(x: number): number { return 2 * x; }\nexport { twice };\n',
      '/w/src/a.ts': 'import { K, twice } from "lib/k";\n/** @differentiable */\nexport function f(x: number): number { return K * twice(x); }\n',
      '/v/b.ts': '/** @differentiable */\nexport function g(x: number): number { return x; }\n',
    });
    const workspace = createWorkspace(host);
    const project = workspace.projectFor('/w/src/a.ts');
    assert.equal(project.configPath, '/w/tsconfig.json');
    assert.equal(workspace.projectFor('/w/src/c.ts'), project);
    assert.equal(workspace.projectFor('/v/b.ts').configPath, null);
    const fn = only(markedFunctions(project, '/w/src/a.ts'));
    assert.deepEqual(fn.diagnostics, []);
    assert.deepEqual([...fn.lowered?.module.funcs.keys() ?? []], ['f', 'twice']);
    host.write('/w/tsconfig.json', '{}');
    assert.notEqual(workspace.projectFor('/w/src/a.ts'), project);
  });

  it('cost nothing without a mark', () => {
    assert.equal(mentionsMark('export const x = 1;'), false);
    const project = createWorkspace({ ...memoryHost({ '/p/a.ts': 'export function f(x: number) { return x; }' }), libraryFile: () => assert.fail('the compiler ran') }).projectFor('/p/a.ts');
    assert.deepEqual(markedFunctions(project, '/p/a.ts'), []);
  });

  it('list functions by name', () => {
    const text = 'export function f(x: number) { return x; }\n/** @differentiable */\nconst g = (x: number): number => { const h = (y: number) => y; return h(x); };\nexport default function (x: number) { return x; }\n';
    const project = createWorkspace(memoryHost({ '/p/a.ts': text })).projectFor('/p/a.ts');
    assert.deepEqual(functionNames(project, '/p/a.ts').map(({ name, marked }) => [name, marked]), [['f', false], ['g', true], ['default', false]]);
  });
});

describe('tokens of a function', () => {
  const text = 'function sq(v: number): number { return v * v; }\n/** @differentiable */\nfunction f(x: number, n: number): number {\n  let s = x;\n  for (let i = 0; i < n; i++) s += sq(x) - Math.sin(s);\n  return s;\n}\n';
  const fn = (): MarkedFunction => {
    const project = createWorkspace(memoryHost({ '/p/a.ts': text })).projectFor('/p/a.ts');
    return only(markedFunctions(project, '/p/a.ts'));
  };

  it('stand for the operation, the read, the call, the value stored, the result', () => {
    const { lowered } = fn();
    assert.ok(lowered);
    const kinds = new Map<number, string>();
    for (const func of lowered.module.funcs.values()) visitOps(func.body, op => { kinds.set(op.origin.site, op.kind === 'prim' ? op.prim : op.kind); });
    const found = lowered.tokens.filter(({ token }) => token.start > text.indexOf('function f')).map(({ token, range, target }) =>
      `${text.slice(token.start, token.end)} in ${text.slice(range.start, range.end)}: ${target.kind === 'site' ? kinds.get(target.site) ?? '?' : `param ${target.name}`}`);
    for (const expected of [
      'x in x: param x', 's in s = x: slot', 'i in i: get', '< in i < n: lt', 'sq in sq(x): call', '- in sq(x) - Math.sin(s): sub', 'sin in Math.sin(s): sin',
      '+= in s += sq(x) - Math.sin(s): set', 'i in i++: set', 'return in return s;: return',
    ]) assert.ok(found.includes(expected), `${expected}\n${found.join('\n')}`);
  });

  it('have sites of their own', () => {
    const { lowered } = fn();
    assert.ok(lowered);
    const seen = new Set<number>();
    for (const func of lowered.module.funcs.values()) {
      visitOps(func.body, op => {
        if (op.origin.site < 0) return;
        assert.ok(!seen.has(op.origin.site));
        seen.add(op.origin.site);
      });
    }
  });
});
