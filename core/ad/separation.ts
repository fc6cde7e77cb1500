/**
 * Which parts of a result have to be copied before it is returned: results share memory with nothing, and no part of one with another.
 *
 * A part is memory the caller can reach otherwise (a parameter, a constant), memory that an earlier part leads to as well, or memory in
 * which one array or object may be kept in two places: `{ p: r, q: r }`, `[r, r]`. What was made and then kept once is in one place.
 */
import type { Module } from '../ir/module';
import type { LoopOp, Op, Region, Value } from '../ir/op';
import { isReference } from '../ir/type';
import { putsValue, regions, visitOps } from '../ir/walk';
import { nextCarried, yielded, type Definitions } from '../passes/definitions';
import type { Analysis } from './analysis';
import { holdsReferences } from './nested';
import { PointsTo, type Site } from './pointsTo';

export class Separation {
  private readonly points: PointsTo;
  private readonly returned = new Set<Site>();
  private readonly repeated: ReadonlySet<Site>;

  constructor(analysis: Analysis, module: Module) {
    this.points = new PointsTo(analysis.func, module, analysis.memory);
    this.repeated = keptInTwoPlaces(analysis, this.points, module);
  }

  /** To be asked once for each part of the result, in their order. */
  mustCopy(part: Value): boolean {
    const reached = this.points.reached([part]);
    if ([...reached].some(site => site.from !== 'operation' || this.returned.has(site))) return true;
    if ([...this.points.within(part)].some(site => this.repeated.has(site))) return true;
    for (const site of reached) this.returned.add(site);
    return false;
  }
}

/** References that an operation keeps in memory. */
function kept(op: Op): readonly Value[] {
  const values = op.kind === 'array' ? op.elements : op.kind === 'struct' ? op.values : putsValue(op) ? [op.value] : [];
  return values.filter(value => isReference(value.type));
}

/** Sites of which one array or object may be kept in two places. */
function keptInTwoPlaces({ func, definitions }: Analysis, points: PointsTo, module: Module): ReadonlySet<Site> {
  const [once, repeated] = [new Set<Value>(), new Set<Site>()];
  const add = (sites: Iterable<Site>): void => { for (const site of sites) repeated.add(site); };
  const visit = (region: Region): void => {
    for (const op of region.ops) {
      for (const value of kept(op)) {
        const made = madeFor(value, region, definitions);
        if (made === null || op.kind === 'fill' || made.some(each => once.has(each))) add(points.of(value));
        for (const each of made ?? []) once.add(each);
      }
      if (op.kind === 'copy') add(points.within(op.ref));
      if (op.kind === 'call' && mayKeep(op.callee, module, new Set())) for (const ref of [...op.args, op.result]) add(points.within(ref));
      for (const inner of regions(op)) visit(inner);
    }
  };
  visit(func.body);
  return repeated;
}

/** The operations that may have made a value kept in a region, if whatever they made is new each time that region runs. */
function madeFor(value: Value, region: Region, definitions: Definitions): readonly Value[] | null {
  const choices = new Set([value]);
  const made: Value[] = [];
  for (const choice of choices) {
    const op = definitions.opOf(choice);
    if (op?.kind === 'alloc' || op?.kind === 'array' || op?.kind === 'struct' || op?.kind === 'copy') {
      if (!isNewIn(region, definitions.regionOf(choice), definitions)) return null;
      made.push(choice);
      continue;
    }
    const sources = chosenFrom(choice, definitions);
    if (sources === null) return null;
    for (const source of sources) choices.add(source);
  }
  return made;
}

/** Whether what is made in the region `home`, and reaches `region` without being kept, was made since `region` last ran. */
function isNewIn(region: Region, home: Region, definitions: Definitions): boolean {
  for (let at = region; !definitions.isWithin(home, at);) {
    const around = definitions.around(at);
    if (around?.op.kind !== 'if') return false;
    at = around.region;
  }
  return true;
}

/** What a branch or a loop chooses a value from; null where something else gives it. */
function chosenFrom(value: Value, definitions: Definitions): readonly Value[] | null {
  const definition = definitions.of(value);
  if (definition.kind === 'carried') return carriedFrom(definition.loop, definition.index);
  if (definition.kind !== 'operation') return null;
  const { op } = definition;
  if (op.kind === 'loop') return carriedFrom(op, op.results.indexOf(value));
  return op.kind === 'if' ? [op.then, op.else].flatMap(side => yielded(side)[op.results.indexOf(value)] ?? []) : null;
}

const carriedFrom = (loop: LoopOp, index: number): readonly Value[] => [loop.inits[index], nextCarried(loop)[index]].filter(value => value !== undefined);

/** Whether a function, or one it calls, keeps references in memory or copies what holds them. */
function mayKeep(name: string, module: Module, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const callee = module.funcs.get(name);
  let keeps = callee === undefined;
  if (callee !== undefined) visitOps(callee.body, op => { keeps ||= kept(op).length > 0 || op.kind === 'copy' && holdsReferences(op.ref.type) || op.kind === 'call' && mayKeep(op.callee, module, seen); });
  return keeps;
}
