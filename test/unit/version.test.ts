/** The version written into generated code is the version of the package. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { nablaVersion } from '../../core/version';
import { repositoryRoot } from '../repository';

describe('version', () => {
  it('is the one of package.json', () => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'));
    assert.ok(typeof manifest === 'object' && manifest !== null && 'version' in manifest);
    assert.equal(nablaVersion, manifest.version);
  });
});
