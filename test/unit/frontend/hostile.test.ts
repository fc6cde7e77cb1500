/**
 * Text as it is while someone types: every fixture cut off at many places, and with tokens left out, doubled or exchanged. Each ends in
 * a module that verifies or in diagnostics, and nothing is thrown.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { createWorkspace, functionNamed, functionNames, markedFunctions, misplacedMarks, type Project } from '../../../core/frontend';
import { verifyModule } from '../../../core/ir/verifier';
import { repositoryRoot } from '../../repository';
import { memoryHost } from './memoryHost';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'lower');
const texts = Object.fromEntries(readdirSync(folder).filter(name => /\.(ts|js|json)$/.test(name)).map(name => [`/lower/${name}`, readFileSync(path.join(folder, name), 'utf8')]));
/** How many variants of a fixture are tried; `HOSTILE=1000` tries more. */
const variants = Number(process.env['HOSTILE'] ?? 6);

/** A small generator of its own, so that a failure can be repeated. */
function* randomIntegers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

function tokenStarts(text: string): number[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const starts: number[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) starts.push(scanner.getTokenStart());
  return starts;
}

/** Cut off, without some tokens, with one doubled, with two exchanged. */
function mutated(text: string, starts: readonly number[], next: () => number): string {
  const pick = (): { from: number; to: number } => {
    const i = next() % starts.length;
    return { from: starts[i] ?? 0, to: starts[i + 1] ?? text.length };
  };
  const { from, to } = pick();
  switch (next() % 4) {
    case 0: return text.slice(0, from);
    case 1: return text.slice(0, from) + text.slice(to);
    case 2: return text.slice(0, to) + text.slice(from);
    default: {
      const other = pick();
      const [first, second] = from < other.from ? [{ from, to }, other] : [other, { from, to }];
      return text.slice(0, first.from) + text.slice(second.from, second.to) + text.slice(first.to, second.from) + text.slice(first.from, first.to) + text.slice(second.to);
    }
  }
}

function examine(project: Project, file: string): void {
  misplacedMarks(project, file);
  const named = functionNames(project, file).map(({ name }) => functionNamed(project, file, name));
  for (const fn of [...markedFunctions(project, file), ...named]) {
    if (fn === null) continue;
    assert.ok(fn.lowered !== null || fn.diagnostics.length > 0, `${fn.name} is refused without a reason`);
    if (fn.lowered !== null) assert.deepEqual(verifyModule(fn.lowered.module).map(problem => `${problem.func}: ${problem.message}`), [], fn.name);
  }
}

describe('hostile input', function () {
  this.timeout(120_000);
  const host = memoryHost(texts);
  const project = createWorkspace(host).projectFor('/lower/arrays.ts');
  for (const [file, text] of Object.entries(texts).filter(([name]) => !name.endsWith('.json'))) {
    it(path.basename(file), () => {
      const random = randomIntegers(text.length);
      const starts = tokenStarts(text);
      for (let n = 0; n < variants; n++) {
        const variant = mutated(text, starts, () => random.next().value >>> 3);
        try {
          project.withText(file, variant, () => { examine(project, file); });
        } catch (error) {
          assert.fail(`variant ${String(n)}: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n${variant}`);
        }
      }
    });
  }
});
