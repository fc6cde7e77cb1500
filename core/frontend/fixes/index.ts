/** Quick fixes: for each code that has a mechanical one, the edits after which the diagnostic is gone. */
import type { Span } from '../../ir/origin';
import { catalogue, type MessageName } from '../../messages';
import type { MarkedFunction, QuickFix } from '../api';
import { lexiconOf } from '../functions';
import type { Project } from '../project';
import type { Fixer } from './fix';
import { loopOverKeys } from './loopFixes';
import { inactiveWrt, misspeltTag, unknownWrt, unreadableMark } from './markFixes';
import { duplicateEntry, duplicatePoint, missingParameter, unknownConstant, unknownParameter, unreadablePoint } from './pointFixes';
import { arrayHoles, asynchronous, inputOutput, removeDebugger, thrownValue } from './sourceFixes';

const fixers: Partial<Readonly<Record<MessageName, readonly Fixer[]>>> = {
  misspeltTag: [misspeltTag], unknownWrt: [unknownWrt], inactiveWrt: [inactiveWrt], unreadableMark: [unreadableMark],
  missingParameter: [missingParameter], unknownParameter: [unknownParameter], duplicateEntry: [duplicateEntry], duplicatePoint: [duplicatePoint],
  unreadablePoint: [unreadablePoint], unknownConstant: [unknownConstant],
  arrayHoles: [arrayHoles], thrownValue: [thrownValue], asynchronous: [asynchronous], inputOutput: [inputOutput],
  unsupportedSyntax: [removeDebugger, loopOverKeys],
};

const byCode = new Map(Object.entries(fixers).map(([name, list]) => [catalogue[name as MessageName].code, list]));

/** Codes that may have a fix. */
export const fixableCodes: ReadonlySet<string> = new Set(byCode.keys());

/** The fixes of the diagnostic with this code at this span of its file, whose marked functions are `functions`. */
export function quickFixes(project: Project, functions: readonly MarkedFunction[], code: string, span: Span): readonly QuickFix[] {
  const list = byCode.get(code) ?? [];
  const program = project.program(span.file);
  const source = program.getSourceFile(span.file);
  if (list.length === 0 || source === undefined) return [];
  const marked = functions.find(({ commentSpan }) => commentSpan.start <= span.start && span.end <= commentSpan.end) ?? null;
  return list.flatMap(fixer => fixer({ source, lexicon: lexiconOf(project, program, source), span, marked }));
}
