/**
 * The smallest text found in the time given that still makes the same finding: the function alone, if that will do; then lines, then
 * tokens are left out, more and more finely.
 */
import ts from 'typescript';
import { examineBatch, type Batch, type BatchFile } from './batch';
import type { Finding } from './examine';

export function shrunk(batch: Batch, file: BatchFile, finding: Finding, milliseconds: number): string {
  const until = performance.now() + milliseconds;
  const fails = (text: string): boolean => examineBatch(batch, [{ ...file, text, typed: new Set() }]).findings.some(({ what }) => what === finding.what);
  const alone = file.text.slice(finding.start, finding.end);
  const start = finding.name !== '' && fails(alone) ? alone : file.text;
  if (start === file.text && !fails(start)) return `only together with other files:\n${alone}`;
  const lines = minimal(start.split(/(?<=\n)/), fails, until);
  return minimal(tokens(lines.join('')), fails, until).join('');
}

/** Leaves out ever smaller stretches as long as it still fails. */
function minimal(parts: readonly string[], fails: (text: string) => boolean, until: number): readonly string[] {
  let kept = parts;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length;) {
      if (performance.now() > until) return kept;
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (fails(fewer.join(''))) kept = fewer;
      else from += size;
    }
  }
  return kept;
}

/** With what stands between them. */
function tokens(text: string): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, text);
  const found: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) found.push(scanner.getTokenText());
  return found;
}
