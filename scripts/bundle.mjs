// Bundles what users run into dist/: the extension and the language server (each for Node and for the web), the graph view, the command
// line, one minified `typescript.js` that all of them load, TypeScript's library declarations as one JSON file, and `mathjs.js`, which servers load
// when the comparison with symbolic derivatives is first asked for.
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

/** In Node the shared bundles lie next to the file that requires them. */
const librariesBesideBundle = {
  name: 'libraries-beside-bundle',
  setup(plugin) {
    plugin.onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.js', external: true }));
    plugin.onResolve({ filter: /^mathjs\/number$/ }, () => ({ path: 'mathjs', namespace: 'beside-bundle' }));
    plugin.onResolve({ filter: /./, namespace: 'beside-bundle' }, ({ path: file }) => ({ path: file, external: true }));
    plugin.onLoad({ filter: /./, namespace: 'beside-bundle' }, () => ({ contents: "module.exports = require('./mathjs.js');", loader: 'js' }));
  },
};

/** A worker's own address may be a blob's, so the entry names the bundles' addresses before anything needs them. */
const librariesByAddress = {
  name: 'libraries-by-address',
  setup(plugin) {
    const addresses = { typescript: ['nablaTypescriptUrl', 'ts'], 'mathjs/number': ['nablaMathjsUrl', 'nablaMathjs'] };
    plugin.onResolve({ filter: /^(typescript|mathjs\/number)$/ }, ({ path: name }) => ({ path: name, namespace: 'by-address' }));
    plugin.onLoad({ filter: /./, namespace: 'by-address' }, ({ path: name }) => ({
      contents: `importScripts(globalThis.${addresses[name][0]}); module.exports = globalThis.${addresses[name][1]};`,
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
const node = { ...common, format: 'cjs', platform: 'node', external: ['vscode'], plugins: [librariesBesideBundle] };
const web = { ...common, platform: 'browser', external: ['vscode'], plugins: [librariesByAddress] };

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

/** What the server takes of the computer algebra system, as a script in the same two ways. */
const computerAlgebra = {
  ...common,
  format: 'iife',
  platform: 'browser',
  globalName: 'nablaMathjs',
  footer: { js: "if (typeof module === 'object') module.exports = nablaMathjs;" },
  stdin: { contents: "export { create, parseDependencies, derivativeDependencies } from 'mathjs/number';", resolveDir: root },
  outdir: undefined,
  outfile: path.join(dist, 'mathjs.js'),
};

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
  build(computerAlgebra),
  minifiedCompiler().then((text) => writeFile(path.join(dist, 'typescript.js'), text)),
  libraryDeclarations().then((text) => writeFile(path.join(dist, 'typescript-libs.json'), text)),
]);
