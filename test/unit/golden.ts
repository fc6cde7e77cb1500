/** Golden texts: compared with what stands in the repository; UPDATE=1 rewrites them, NABLA_GOLDEN=0 leaves them out (runs on mutants). */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

export function assertGolden(file: string, text: string): void {
  if (process.env['NABLA_GOLDEN'] === '0') return;
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}
