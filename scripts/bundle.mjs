// Bundles what users run into dist/: the extension and the language server (each for Node and for the web), the graph view, the command
// line, one minified `typescript.js` that all of them load, and TypeScript's library declarations as one JSON file.
// `--dev` keeps names and writes source maps, for F5.
import { build, transform } from 'esbuild';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const dev = process.argv.includes('--dev');
const compiler = path.dirname(createRequire(import.meta.url).resolve('typescript'));

/** In Node the shared bundle lies next to the file that requires it. */
const typescriptBesideBundle = {
  name: 'typescript-beside-bundle',
  setup(plugin) {
    plugin.onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.js', external: true }));
  },
};

/** A worker's own address may be a blob's, so the entry names the bundle's address before anything needs the compiler. */
const typescriptByAddress = {
  name: 'typescript-by-address',
  setup(plugin) {
    plugin.onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'by-address' }));
    plugin.onLoad({ filter: /./, namespace: 'by-address' }, () => ({
      contents: 'importScripts(globalThis.nablaTypescriptUrl); module.exports = globalThis.ts;',
      loader: 'js',
    }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: dist,
};
const node = { ...common, format: 'cjs', platform: 'node', external: ['vscode'], plugins: [typescriptBesideBundle] };
const web = { ...common, platform: 'browser', external: ['vscode'], plugins: [typescriptByAddress] };

/** The compiler is loaded when the first mark is analysed: nothing a server loads at its start may import it. */
function assertLazyCompiler({ inputs }, entry) {
  const importedBy = new Map([[entry, null]]);
  for (const file of importedBy.keys()) {
    for (const { path: imported, kind } of inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import' || importedBy.has(imported)) continue;
      importedBy.set(imported, file);
      if (!/(^|:|\/)typescript(\.js)?$/.test(imported)) continue;
      const chain = [];
      for (let at = imported; at !== null; at = importedBy.get(at)) chain.unshift(at);
      throw new Error(`the compiler would be loaded at once: ${chain.join(' → ')}`);
    }
  }
}

const lazily = (entry) => ({ metafile }) => { assertLazyCompiler(metafile, entry); };

async function minifiedCompiler() {
  // Transformed, not bundled: the file stays a script that sets `module.exports` under `require` and the global `ts` under `importScripts`.
  const { code } = await transform(await readFile(path.join(compiler, 'typescript.js'), 'utf8'), {
    minify: true,
    target: 'es2022',
    legalComments: 'none',
  });
  return code;
}

async function libraryDeclarations() {
  const names = (await readdir(compiler)).filter((name) => /^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(compiler, name), 'utf8')));
  return JSON.stringify(Object.fromEntries(names.map((name, index) => [name, texts[index]])));
}

await mkdir(dist, { recursive: true });
await Promise.all([
  build({ ...node, entryPoints: { cli: 'cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } }),
  build({ ...node, metafile: true, entryPoints: { client: 'client/node/main.ts', server: 'server/node/main.ts' } }).then(lazily('server/node/main.ts')),
  build({ ...web, format: 'cjs', entryPoints: { 'client.web': 'client/browser/main.ts' } }),
  build({ ...web, metafile: true, format: 'iife', entryPoints: { 'server.web': 'server/browser/main.ts' } }).then(lazily('server/browser/main.ts')),
  build({ ...common, format: 'iife', platform: 'browser', jsx: 'automatic', jsxImportSource: 'preact', entryPoints: { webview: 'client/webview/main.tsx' } }),
  build({ ...common, entryPoints: { webview: 'client/webview/style.css' } }),
  minifiedCompiler().then((text) => writeFile(path.join(dist, 'typescript.js'), text)),
  libraryDeclarations().then((text) => writeFile(path.join(dist, 'typescript-libs.json'), text)),
]);
