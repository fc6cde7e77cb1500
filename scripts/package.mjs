// Packs dist/ into one universal nabla.vsix; .vscodeignore lists what goes in.
import { createVSIX } from '@vscode/vsce';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
await createVSIX({
  cwd: root,
  packagePath: path.join(root, 'nabla.vsix'),
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
