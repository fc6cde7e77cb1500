/** Where the tests find the repository's own files (sources, fixtures, manifest), wherever they were compiled to. */
import * as path from 'node:path';

/** Absolute path of the repository's root; compiled tests lie in `out/test`. */
export const repositoryRoot = path.resolve(__dirname, '..', '..');
