/** The one escaper for text from the source in Markdown: nothing the user wrote can become a link, an image, an icon or HTML. */

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, ' ');
}

/** Source text as inline code; in a table cell too. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return line.startsWith('`') || line.endsWith('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A link that runs one of our commands about a function. */
export function commandLink(title: string, command: string, ...args: readonly string[]): string {
  return `[${escapeMarkdown(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

/** A code that leads to its page. */
export const pageLink = (code: string): string => commandLink(code, 'nabla.showDiagnosticPage', code);

/** How the first column of a table is aligned: labels to the left, counters and numbers to the right. */
export type FirstColumn = 'left' | 'right';

/** A table; cells after the first column begin with a wide space, because cells have no padding. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], firstColumn: FirstColumn): string {
  const cells = (row: readonly string[]): string => `| ${row.map((cell, i) => (cell === '' || i === 0 ? cell : `&emsp;${cell}`)).join(' | ')} |`;
  const rule = `|${header.map((_, i) => (i === 0 && firstColumn === 'left' ? ':--' : '--:')).join('|')}|`;
  return [cells(header), rule, ...rows.map(cells)].join('\n');
}
