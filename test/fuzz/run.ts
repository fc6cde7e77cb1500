/** One fuzzing run: programs from a seed in batches, each put before every oracle, and the first failure shrunk. */
import fc from 'fast-check';
import { Choices } from './choices';
import { examineAll, Tally } from './examine';
import { generate } from './generate';
import type { Finding, FuzzCase } from './program';

export interface FuzzOutcome { readonly seed: number; readonly tally: Tally; readonly failures: readonly string[] }

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
  /** Gradients of one program in this many are differentiated once more. */
  readonly deepEvery?: number;
  /** Stop after this many failures. */
  readonly failures?: number;
  /** Milliseconds to look for a simpler program that fails in the same way. */
  readonly shrinking?: number;
  /** Hears of what happens. */
  readonly log?: (text: string) => void;
}

const stream = fc.array(fc.nat(65535), { minLength: 60, maxLength: 600, size: 'max' });
const batchSize = 40;

const show = (finding: Finding, program: FuzzCase): string => `${finding.oracle}\n${finding.detail}\n\n${program.source}`;

/** What is wrong with a program; null: nothing. */
export const examine = (program: FuzzCase): Finding | null => examineAll([program], () => true, new Tally())[0] ?? null;

export function fuzz(options: FuzzOptions): FuzzOutcome {
  const { runs, seed, deepEvery = 3, failures: most = 1, shrinking = 60_000, log = () => undefined } = options;
  const tally = new Tally();
  const failures: string[] = [];
  for (let done = 0, batch = 0; done < runs && failures.length < most; done += batchSize, batch++) {
    const streams = fc.sample(stream, { seed: seed + batch * 7919, numRuns: Math.min(batchSize, runs - done) });
    const programs = streams.map((numbers, i) => generate(new Choices(numbers), String(i)));
    const findings = examineAll(programs, i => (done + i) % deepEvery === 0, tally);
    for (const [i, finding] of findings.entries()) {
      const [numbers, program] = [streams[i], programs[i]];
      if (finding === null || numbers === undefined || program === undefined || failures.length >= most) continue;
      log(`program ${String(done + i)}: ${show(finding, program)}`);
      failures.push(shrunk(numbers, finding, shrinking) ?? show(finding, program));
    }
    if (batch % 25 === 24) log(`${String(done + programs.length)} programs`);
  }
  return { seed, tally, failures };
}

/** The simplest program found in the time given that fails before the same oracle. */
function shrunk(numbers: number[], { oracle }: Finding, time: number): string | null {
  let simplest: string | null = null;
  const property = fc.property(stream, candidate => {
    const program = generate(new Choices(candidate), '');
    const finding = examine(program);
    if (finding === null || finding.oracle !== oracle) return;
    simplest = show(finding, program);
    throw new Error(finding.oracle);
  });
  fc.check(property, { examples: [[numbers]], numRuns: 1, interruptAfterTimeLimit: time });
  return simplest;
}
