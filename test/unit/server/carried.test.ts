/** What is shown while the present text is not evaluated yet: the earlier diagnostics, at their places in it. */
import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../core/messages';
import { mergeRepeated } from '../../../core/messages';
import { carried } from '../../../server/features/carried-diagnostics';

const path = '/f.ts';
const before = 'const a = abs(x); const b = sqrt(y);';
const at = (text: string, part: string, file = path): Diagnostic['span'] => ({ file, start: text.indexOf(part), end: text.indexOf(part) + part.length });
const diagnostic = (part: string, related: Diagnostic['related'] = []): Diagnostic => ({ code: 'N2001', severity: 'information', message: part, span: at(before, part), ...(related.length === 0 ? {} : { related }) });
const found = [diagnostic('abs(x)'), diagnostic('sqrt(y)', [{ span: at(before, 'abs(x)'), message: 'too' }, { span: at(before, 'const', '/other.ts'), message: 'elsewhere' }])];

/** The texts that the diagnostics stand on. */
const places = (after: string): readonly string[] => carried(found, path, before, after).map(({ span }) => after.slice(span.start, span.end));

describe('carried diagnostics', () => {
  it('stay where they are in an unchanged text', () => { assert.deepEqual(carried(found, path, before, before), found); });
  it('move with what stands before them', () => { assert.deepEqual(places(`// more\n${before}`), ['abs(x)', 'sqrt(y)']); });
  it('stay where something is added after them', () => { assert.deepEqual(places(`${before} const c = 1;`), ['abs(x)', 'sqrt(y)']); });
  it('go where their own place is edited, alone', () => {
    const after = before.replace('abs(x)', 'abs(x + 1)');
    assert.deepEqual(places(after), ['sqrt(y)']);
    assert.deepEqual(carried(found, path, before, after)[0]?.related, [{ span: at(before, 'const', '/other.ts'), message: 'elsewhere' }]);
  });
  it('move back where something is deleted', () => { assert.deepEqual(places(before.replace(' const b', '')), ['abs(x)', 'sqrt(y)']); });
});

describe('repeated diagnostics', () => {
  it('are one, with the places of all', () => {
    const here = { span: at(before, 'const'), message: 'called from here' };
    const there = { span: at(before, 'b ='), message: 'called from here' };
    assert.deepEqual(mergeRepeated([diagnostic('abs(x)', [here]), diagnostic('sqrt(y)'), diagnostic('abs(x)', [there]), diagnostic('abs(x)', [here])]), [diagnostic('abs(x)', [here, there]), diagnostic('sqrt(y)')]);
  });
});
