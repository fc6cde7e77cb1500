/** Runs batches in a process of its own, so that one that hangs or dies is a finding and not the end; then its files are tried one by one. */
import { fork, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import type { Batch } from './batch';
import { emptyTally, together, type Tally } from './tally';
import type { Answer } from './worker';

/** Milliseconds for one batch. */
const patience = 240_000;

/** Sizes of the heap after each batch, in megabytes. */
export class Workshop {
  readonly heap: number[] = [];
  private worker: ChildProcess | null = null;

  async examine(batch: Batch): Promise<Tally> {
    const answer = await this.ask(batch);
    if (typeof answer !== 'string') {
      this.heap.push(answer.heapMegabytes);
      return answer.tally;
    }
    const parts = singles(batch);
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return { ...emptyTally, findings: [{ what: answer, detail: '', file: nameOf(only), name: '', start: 0, end: 0 }] };
    let tally = emptyTally;
    for (const part of parts) tally = together(tally, await this.examine(part));
    return tally;
  }

  stop(): void {
    this.worker?.kill();
    this.worker = null;
  }

  /** A text: how the process ended instead of answering. */
  private ask(batch: Batch): Promise<Answer | string> {
    const worker = this.worker ??= fork(path.join(__dirname, 'worker.js'), { execArgv: ['--expose-gc', '--max-old-space-size=1500'] });
    return new Promise(resolve => {
      const done = (result: Answer | string): void => {
        clearTimeout(clock);
        worker.off('message', answered);
        worker.off('exit', ended);
        resolve(result);
      };
      const answered = (answer: unknown): void => { done(answer as Answer); };
      const ended = (code: number | null): void => {
        this.worker = null;
        done(`the process ended with code ${String(code)}`);
      };
      const clock = setTimeout(() => {
        worker.kill('SIGKILL');
        this.worker = null;
        done(`hangs for more than ${String(patience / 1000)} s`);
      }, patience);
      worker.on('message', answered);
      worker.on('exit', ended);
      worker.send(batch);
    });
  }
}

function singles(batch: Batch): readonly Batch[] {
  switch (batch.kind) {
    case 'packages': return batch.files.map(file => ({ ...batch, files: [file] }));
    case 'variants': return batch.variants.map(variant => ({ ...batch, variants: [variant] }));
  }
}

const nameOf = (batch: Batch): string => (batch.kind === 'packages' ? batch.files.join() : batch.variants.map(({ file, number }) => `${file} variant ${String(number)}`).join());
