/** The documentation of the diagnostics, written from the catalogue of messages: one page a code, and a table of all. */
import { catalogue } from '../../../core/messages';
import type { CatalogueEntry } from '../../../core/messages/diagnostic';

export interface Page { readonly file: string; readonly text: string }

/** Ranges of codes and what they are about, in the order of the table. */
const groups: readonly (readonly [RegExp, string])[] = [
  [/^N10[0-4]/, 'What the language lacks'],
  [/^N105/, 'What reaches outside the function'],
  [/^N11/, 'Marks and points'],
  [/^N20/, 'What decided a number at a point'],
  [/^N21/, 'Runs without a result'],
  [/^N3/, 'Generated code'],
  [/^N4/, 'The check of generated code'],
  [/^N0/, 'The command line'],
];

const entries = Object.entries(catalogue as unknown as Readonly<Record<string, CatalogueEntry<unknown>>>)
  .map(([name, entry]) => ({ title: titleOf(name), entry }))
  .sort((a, b) => (a.entry.code < b.entry.code ? -1 : 1));

/** Pages of `docs/diagnostics`, the table first. */
export function diagnosticPages(): readonly Page[] {
  return [{ file: 'README.md', text: table() }, ...entries.map(({ title, entry }) => ({ file: `${entry.code}.md`, text: page(title, entry) }))];
}

/** Codes that belong to no group of the table. */
export const ungrouped = (): readonly string[] => entries.map(({ entry }) => entry.code).filter((code) => !groups.some(([range]) => range.test(code)));

function table(): string {
  const sections = groups.map(([range, title]) => {
    const rows = entries.filter(({ entry }) => range.test(entry.code)).map(({ entry }) => `| [${entry.code}](${entry.code}.md) | ${entry.severity} | ${inCell(messageOf(entry))} |`);
    return `## ${title}\n\n| code | severity | message |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Diagnostics\n\nEvery message of Nabla has a code. These pages are written from [\`core/messages\`](../../core/messages) by \`npm run docs\`.\n\n${sections.join('\n')}`;
}

function page(title: string, entry: CatalogueEntry<unknown>): string {
  const { code, severity, explanation, example, fixed, fix } = entry;
  const parts = [`# ${code}: ${title}`, `*${severity}:* ${messageOf(entry)}`, explanation];
  if (example !== '') parts.push(`## Example\n\n${fenced(example)}`);
  parts.push('## What to do', fix);
  if (fixed !== undefined) parts.push(fenced(fixed));
  return `${[...parts, '[All diagnostics](README.md)'].join('\n\n')}\n`;
}

/** The text with the names of its parameters in place of their values. */
function messageOf({ text }: CatalogueEntry<unknown>): string {
  return text(new Proxy({}, { get: (_, parameter) => `‹${String(parameter)}›` }));
}

/** `unknownMember` → `unknown member`. */
function titleOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A file, after the command that is about it where there is one. */
function fenced(example: string): string {
  const [, command, file = ''] = /^\/\/ (nabla .*)\n?([^]*)$/.exec(example) ?? [];
  const source = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``;
  if (command === undefined) return source(example);
  return [`\`\`\`sh\n${command.replace(/\{.*?\}/g, "'$&'")}\n\`\`\``, ...(file === '' ? [] : [source(file)])].join('\n\n');
}

const inCell = (text: string): string => text.replaceAll('|', '\\|');
