// Bundles what users run into dist/: the command line, the extension and the language server.
import { build } from 'esbuild';

const common = { bundle: true, format: 'cjs', target: 'es2022', minify: true, sourcemap: false, legalComments: 'none', logLevel: 'warning' };

await build({ ...common, entryPoints: { cli: 'cli/main.ts' }, outdir: 'dist', platform: 'node', external: ['typescript'], banner: { js: '#!/usr/bin/env node' } });
