/** One run: which files and variants, in which batches. */
import { statSync } from 'node:fs';
import * as path from 'node:path';
import { packageOf, type Batch } from './batch';
import { sourceFiles } from './files';
import { variants, type VariantId } from './variants';

export interface InputOptions {
  readonly folder: string;
  /** Files of packages, spread over all by the seed. */
  readonly files: number;
  /** Bytes of the largest file. */
  readonly largest: number;
  readonly prefixes: number;
  readonly mutations: number;
  readonly seed: number;
}

const filesInBatch = 60;
const bytesInBatch = 600_000;
const variantsInBatch = 60;

export const batchesOf = (options: InputOptions): readonly Batch[] => [...packageBatches(options), ...variantBatches(variants(options.prefixes, options.mutations, options.seed))];

/** Files of one package stay together. */
function packageBatches({ folder, files, largest, seed }: InputOptions): readonly Batch[] {
  if (files === 0) return [];
  const all = sourceFiles(folder, largest);
  const step = Math.max(1, Math.floor(all.length / files));
  const chosen = all.filter((_, i) => i % step === seed % step).slice(0, files);
  const batches: { kind: 'packages'; folder: string; files: string[] }[] = [];
  let bytes = Infinity;
  let before = '';
  for (const file of chosen) {
    const last = batches.at(-1);
    const size = statSync(path.join(folder, file)).size;
    const isFull = bytes + size > bytesInBatch || (last?.files.length ?? 0) >= filesInBatch || ((last?.files.length ?? 0) >= filesInBatch / 2 && packageOf(file) !== before);
    if (last === undefined || isFull) {
      batches.push({ kind: 'packages', folder, files: [file] });
      bytes = size;
    } else {
      last.files.push(file);
      bytes += size;
    }
    before = packageOf(file);
  }
  return batches;
}

/** Variants of one file stay together. */
function variantBatches(ids: readonly VariantId[]): readonly Batch[] {
  const sorted = [...ids].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.number - b.number));
  return Array.from({ length: Math.ceil(sorted.length / variantsInBatch) }, (_, i) => ({ kind: 'variants', variants: sorted.slice(i * variantsInBatch, (i + 1) * variantsInBatch) }));
}
