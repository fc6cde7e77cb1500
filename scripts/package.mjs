// Packs dist/ into one universal nabla.vsix; .vscodeignore lists what goes in. `--quiet` prints nothing.
import { createVSIX } from '@vscode/vsce';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// vsce reports to the console as a terminal program does.
if (process.argv.includes('--quiet')) console.info = console.log = () => undefined;
await createVSIX({
  cwd: root,
  packagePath: path.join(root, 'nabla.vsix'),
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
