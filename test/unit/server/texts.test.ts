/** Text that ends up in Markdown or in the user's file: escaping, edits of only what differs. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { differingLines } from '../../../server/features/derivative-edit';
import { commandLink, escapeMarkdown, inlineCode, table } from '../../../server/markdown';

describe('markdown', () => {
  it('lets nothing of the source become a link, an image, an icon or HTML', () => {
    const hostile = '[x](command:evil) ![i](http://a) <img> $(zap) `code` | *b*\n# h';
    const escaped = escapeMarkdown(hostile);
    assert.doesNotMatch(escaped, /(?<!\\)[[\]()<>$`|*!#]/);
    assert.ok(!escaped.includes('\n'));
  });

  it('keeps backquotes inside inline code', () => {
    assert.equal(inlineCode('`a`'), '`` `a` ``');
    assert.equal(inlineCode('a\n  + b'), '`a + b`');
    assert.equal(inlineCode('a | b'), '`a \\| b`');
  });

  it('encodes the arguments of commands', () => {
    assert.equal(commandLink('Go', 'nabla.x', 'file:///a b.ts', 'f'), '[Go](command:nabla.x?%5B%22file%3A%2F%2F%2Fa%20b.ts%22%2C%22f%22%5D)');
  });

  it('sets numbers apart in tables', () => {
    assert.equal(table(['', 'f'], [['x=1', '2']], 'left'), '|  | &emsp;f |\n|:--|--:|\n| x=1 | &emsp;2 |');
  });
});

describe('edits of differing lines', () => {
  it('touch only the lines that differ', () => {
    const text = 'a\nb\nc\nd\n';
    assert.deepEqual(differingLines(text, { start: 0, end: text.length, text: 'a\nX\nc\nd\n' }), [{ start: 2, end: 4, text: 'X\n' }]);
    assert.deepEqual(differingLines(text, { start: 0, end: text.length, text: 'X\nb\nc\n' }), [{ start: 0, end: 2, text: 'X\n' }, { start: 6, end: 8, text: '' }]);
    assert.deepEqual(differingLines(text, { start: 0, end: text.length, text }), []);
  });

  it('have the same result as the whole replacement', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', 'ab'), { maxLength: 6 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(lines, lines, lines, lines, (head, before, after, tail) => {
        const file = head + before + tail;
        const change = { start: head.length, end: head.length + before.length, text: after };
        const edited = differingLines(file, change).reverse().reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), file);
        assert.equal(edited, head + after + tail);
      }),
    );
  });
});
