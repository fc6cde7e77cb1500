/** Generated code to be looked at beside the graph: its lines with the operations they compute, and their places in source and file. */
import { adjointName } from '../../core/ad/names';
import type { MarkedFunction } from '../../core/frontend/api';
import type { Generated } from '../../core/generate/generate';
import type { CodeMode, CodeModel } from '../view-protocol';
import { placesIn, type Sources } from './places';

export interface CodeQuestion {
  readonly fn: MarkedFunction;
  readonly mode: CodeMode;
  readonly generated: Pick<Generated, 'name' | 'lines' | 'places'>;
  readonly sources: Sources;
}

export function codeModel({ fn, mode, generated: { name, lines, places }, sources }: CodeQuestion): CodeModel {
  const placeOf = placesIn(sources);
  const params = fn.lowered?.module.funcs.get(fn.lowered.root)?.params.map((param) => param.name) ?? [];
  return {
    name, mode, isInFile: places !== null,
    lines: lines.map(({ text, role, origins, fields }, i) => {
      const place = places?.[i] ?? null;
      return {
        text, role,
        operations: origins.map(({ site, role: own, span }) => ({ site, role: own, source: placeOf(span) })),
        parameters: mode === 'forward' ? [] : params.filter((param) => fields.includes(adjointName(param))),
        place: place === null ? null : placeOf({ file: fn.file, ...place }),
      };
    }),
  };
}
