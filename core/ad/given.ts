/** The memory that the arguments of a marked function lead to, place by place, and what the function does to it. */
import type { Func, Module } from '../ir/module';
import type { Value } from '../ir/op';
import type { Origin } from '../ir/origin';
import type { Type } from '../ir/type';
import { visitOps } from '../ir/walk';
import { elements, Memory } from '../passes/memory';
import { PointsTo, type Site } from './pointsTo';
import { reorderedSites } from './reordering';

export type Step = { readonly kind: 'field'; readonly name: string } | { readonly kind: 'element' };

/** A parameter, or what is found from it by fields and elements. */
export interface Given {
  readonly param: Value;
  readonly name: string;
  readonly steps: readonly Step[];
  readonly type: Type;
  /** Whether the function may write it, or change its length. */
  readonly isWritten: boolean;
  /** An operation that may change which references are kept in it. */
  readonly reordered: Origin | null;
}

/** The parameters that are references, each followed by what its fields and elements hold. */
export function givenMemory(source: Func, module: Module): readonly Given[] {
  const points = new PointsTo(source, module, new Memory(source, module, true));
  const written = new Set<Site>();
  const reordered = reorderedSites(source, module, points);
  visitOps(source.body, op => { for (const site of points.writtenBy(op)) written.add(site); });
  const visit = (param: Value, name: string, site: Site, type: Type, steps: readonly Step[]): readonly Given[] => {
    const own: Given = { param, name, steps, type, isWritten: written.has(site), reordered: reordered.get(site) ?? null };
    const inner = (held: string, of: Type, step: Step): readonly Given[] => {
      const found = site.inner.get(held);
      return found === undefined ? [] : visit(param, name, found, of, [...steps, step]);
    };
    if (type.kind === 'array') return [own, ...inner(elements, type.element, { kind: 'element' })];
    return [own, ...(type.kind === 'struct' ? type.fields.flatMap(field => inner(field.name, field.type, { kind: 'field', name: field.name })) : [])];
  };
  return source.params.flatMap(({ value, name }) => [...points.of(value)].flatMap(site => visit(value, name, site, value.type, [])));
}
