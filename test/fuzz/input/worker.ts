/** A process that examines the batches it is sent, one after the other, and answers with figures and the size of its heap. */
import { examineBatch, type Batch } from './batch';
import type { Tally } from './tally';

export interface Answer { readonly tally: Tally; readonly heapMegabytes: number }

process.on('message', (batch: Batch) => {
  const tally = examineBatch(batch);
  global.gc?.();
  const answer: Answer = { tally, heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20 };
  process.send?.(answer);
});
