// Lint rules; the second half is the architecture: which room may import what, and which globals it may touch.
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Forbids imports in a room; `except` lets single modules through by a negated pattern. */
const imports = (...groups) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: groups }],
});
const nodeModules = { group: ['node:*', 'fs', 'path', 'os', 'child_process', 'util', 'assert'], message: 'This room runs in Node and in a web worker alike.' };
const editor = { group: ['vscode'], message: 'Only client/ imports vscode.' };
const typescriptApi = { group: ['typescript'], message: 'Only core/frontend talks to the TypeScript compiler.' };
const protocolLibraries = { group: ['vscode-*'], message: 'core and cli know nothing of LSP.' };
const rooms = (...names) => ({
  regex: `^(?:\\.\\./)+(?:${names.join('|')})(?:/|$)`,
  message: 'Arrows run one way: webview <- client -> server -> core <- cli.',
});
const hostGlobals = ['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'setImmediate', 'window', 'document', 'fetch'].map((name) => ({
  name,
  message: 'This room runs in Node and in a web worker alike.',
}));

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', '.vscode-test/**', 'node_modules/**', 'test/fixtures/**', 'bench/data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [js.configs.recommended, ...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-constant-condition': ['error', { checkLoops: false }],
      // Walking up a chain of scopes begins at `this`.
      '@typescript-eslint/no-this-alias': 'off',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    ignores: ['core/frontend/**'],
    rules: { ...imports(nodeModules, editor, protocolLibraries, typescriptApi, rooms('cli', 'server', 'client')), 'no-restricted-globals': ['error', ...hostGlobals, 'console'] },
  },
  {
    files: ['core/frontend/**/*.ts'],
    rules: { ...imports(nodeModules, editor, protocolLibraries, rooms('cli', 'server', 'client')), 'no-restricted-globals': ['error', ...hostGlobals, 'console'] },
  },
  {
    files: ['cli/**/*.ts'],
    rules: imports(editor, protocolLibraries, typescriptApi, rooms('server', 'client')),
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/node/**', 'server/browser/**'],
    rules: { ...imports(nodeModules, editor, typescriptApi, rooms('cli', 'client')), 'no-restricted-globals': ['error', ...hostGlobals, 'console'] },
  },
  {
    files: ['server/node/**/*.ts', 'server/browser/**/*.ts'],
    rules: imports(editor, typescriptApi, rooms('cli', 'client')),
  },
  {
    files: ['client/**/*.ts'],
    ignores: ['client/node/**', 'client/webview/**'],
    rules: {
      ...imports(nodeModules, typescriptApi, rooms('core', 'cli'), {
        regex: '^(?:\\.\\./)+server/(?!(?:view-)?protocol$)',
        message: 'The client shares only its protocols with the server.',
      }, {
        regex: '/webview/(?!protocol$)',
        message: 'The extension shares only webview/protocol with the view.',
      }),
      'no-restricted-globals': ['error', ...hostGlobals, 'console'],
    },
  },
  {
    files: ['client/node/**/*.ts'],
    rules: imports(typescriptApi, rooms('core', 'cli')),
  },
  {
    files: ['client/webview/**/*.{ts,tsx}'],
    rules: imports(nodeModules, editor, typescriptApi, protocolLibraries, rooms('core', 'cli'), {
      regex: '^(?:\\.\\./)+server/(?!(?:view-)?protocol$)',
      message: 'The view knows the models of the server, not the server.',
    }),
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    // Mocha's browser build has no loader of its own: the suites are required once its globals exist.
    files: ['test/web/suite/index.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
