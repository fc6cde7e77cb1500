/** One fuzzing run: programs from a seed, each put before every oracle, and the first failure shrunk. */
import fc from 'fast-check';
import { Choices } from './choices';
import { generate } from './generate';
import { lower, oracles } from './oracles';
import type { FuzzCase } from './program';

export interface FuzzOutcome { readonly runs: number; readonly seed: number; readonly failure: string | null }

/** What is wrong with a program, with the oracle's name and the point; null when nothing is. */
export function examine(program: FuzzCase): string | null {
  const lowered = lower(program);
  if (typeof lowered === 'string') return lowered;
  for (const args of program.points) {
    for (const oracle of oracles) {
      const wrong = oracle.check(lowered, args);
      if (wrong !== null) return `${oracle.name}: ${wrong}\nat ${program.params.map((name, i) => `${name}=${printed(args[i])}`).join(', ')}`;
    }
  }
  return null;
}

const printed = (arg: unknown): string => (ArrayBuffer.isView(arg) || Array.isArray(arg) ? `[${Array.from(arg as ArrayLike<number>).join(', ')}]` : String(arg));

/** `found` hears of each failing program, the first one and those that shrinking tries. */
export function fuzz(runs: number, seed: number, found: (failure: string) => void = () => undefined): FuzzOutcome {
  const stream = fc.array(fc.nat(65535), { minLength: 60, maxLength: 600, size: 'max' });
  const property = fc.property(stream, numbers => {
    const program = generate(new Choices(numbers));
    const wrong = examine(program);
    if (wrong === null) return;
    const failure = `${wrong}\n\n${program.source}`;
    found(failure);
    throw new Error(failure);
  });
  const details = fc.check(property, { seed, numRuns: runs });
  const error: unknown = details.errorInstance;
  return { runs: details.numRuns, seed, failure: details.failed ? (error instanceof Error ? error.message : String(error)) : null };
}
