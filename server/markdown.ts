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

/** A table with a left-aligned first column when `labels` says so; numeric cells begin with a wide space, because cells have no padding. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], labels: boolean): string {
  const cells = (row: readonly string[]): string => `| ${row.map((cell, i) => (cell === '' || (labels && i === 0) ? cell : `&emsp;${cell}`)).join(' | ')} |`;
  const rule = `|${header.map((_, i) => (labels && i === 0 ? ':--' : '--:')).join('|')}|`;
  return [cells(header), rule, ...rows.map(cells)].join('\n');
}
