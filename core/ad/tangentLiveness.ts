/**
 * Structural zeros in memory, in forward mode: whose elements and fields need a flag beside their tangents.
 *
 * A number that depends on no input has a structural zero for its tangent, which must not meet an infinite partial (design A4). Where
 * such a number is kept in memory together with others, whether what is read has a tangent is known when the derivative runs, so flags
 * stand beside such memory. There are none
 *
 *   - unless what is read flows to something with a pole (`matters`),
 *   - where new zeros are overwritten by a loop over the whole array before anything else is done with it (`isOverwritten`),
 *   - in memory that is passed to functions that stay functions, in typed arrays parts of which have other names (`subarray`), and
 *   - in arrays that are replaced by new ones under a condition or in a loop, as tapes are: keeping account would cost too much.
 *
 * Which memory needs them (`need`) is found out by trial sweeps: more flags make more tangents conditional.
 */
import type { Op, Region, Value } from '../ir/op';
import { holdsReals, isReference } from '../ir/type';
import { operands, regions, results, visitOps } from '../ir/walk';
import { reachedFrom, type Block } from '../passes/memory';
import { Activity } from './activity';
import type { Analysis } from './analysis';
import { literalIn } from './literal';
import { alwaysGoesOn } from './prepare';
import { mayHavePole } from './singular';

/** References to the memory that needs flags; they outlive the analysis they were found by. */
export class TangentLiveness {
  private readonly needed = new Set<Value>();
  private known = 0;

  need(ref: Value): void { this.needed.add(ref); }

  /** Whether more has become needed since it was last asked. */
  hasGrown(): boolean {
    const before = this.known;
    this.known = this.needed.size;
    return this.known > before;
  }

  /** Whether flags stand beside the memory of a reference: what needs them, what leads there, and what that leads to. */
  flagged(analysis: Analysis): (ref: Value) => boolean {
    if (this.needed.size === 0) return () => false;
    const { memory, func } = analysis;
    const found = new Set<Block>(), barred = withoutFlags(analysis);
    const groups = references(func.body, func.params.map(param => param.value)).map(ref => blocksOf(ref, analysis));
    for (const ref of this.needed) {
      const together = new Set([memory.block(ref)]);
      for (let size = -1; size < together.size;) {
        size = together.size;
        for (const group of groups) if (group.some(block => together.has(block))) for (const block of group) together.add(block);
      }
      if (![...together].some(block => barred.has(block))) for (const block of together) found.add(block);
    }
    return ref => isReference(ref.type) && holdsReals(ref.type) && found.has(memory.block(ref));
  }
}

/** Memory that is passed to functions that stay functions, typed arrays parts of which have other names, and what is replaced by a new array, as a tape is. */
function withoutFlags(analysis: Analysis): ReadonlySet<Block> {
  const barred = new Set<Block>();
  visitOps(analysis.func.body, op => {
    const refs = op.kind === 'call' ? [...op.args, op.result] : op.kind === 'view' ? [op.ref] : op.kind === 'yield' ? op.values.filter(value => analysis.definitions.opOf(value)?.kind === 'alloc') : [];
    for (const ref of refs) if (isReference(ref.type)) for (const block of blocksOf(ref, analysis)) barred.add(block);
  });
  return barred;
}

const blocksOf = (ref: Value, { memory }: Analysis): readonly Block[] => [...reachedFrom(memory.block(ref), ref.type)].map(({ block }) => block);

function references(body: Region, params: readonly Value[]): readonly Value[] {
  const found = new Set(params.filter(param => isReference(param.type)));
  const visit = (region: Region): void => {
    for (const value of region.params) if (isReference(value.type)) found.add(value);
    for (const op of region.ops) {
      for (const value of results(op)) if (isReference(value.type)) found.add(value);
      for (const inner of regions(op)) visit(inner);
    }
  };
  visit(body);
  return [...found];
}

/** What one analysis says of structural zeros. */
export class StructuralZeros {
  /** What flows to a number with a pole. */
  private readonly exposed: Activity;

  constructor(private readonly analysis: Analysis, inputs: readonly Value[]) {
    const sinks = new Set<Value>();
    visitOps(analysis.func.body, op => {
      if (op.kind === 'prim' && analysis.activity.isActive(op.result) && mayHavePole(op, analysis)) for (const arg of op.args) sinks.add(arg);
    });
    this.exposed = new Activity(analysis.func, analysis.memory, inputs, [...sinks], analysis.flows);
  }

  /** A structural zero for the tangent of this number matters. */
  mattersIn(value: Value): boolean { return this.exposed.isActive(value); }

  /** A structural zero kept in this place of the memory of `ref` matters. */
  matters(ref: Value, place: string): boolean { return this.exposed.isActivePlace(this.analysis.memory.placeOf(ref, place)); }

  /** Whether the first that is done with a new array is to write each of its elements. */
  isOverwritten(ref: Value): boolean {
    const { definitions, memory } = this.analysis;
    const definition = definitions.of(ref), region = definitions.regionOf(ref);
    if (definition.kind !== 'operation') return false;
    const touches = (op: Op): boolean => op.kind !== 'len' && (operands(op).some(value => isReference(value.type) && memory.block(value) === memory.block(ref)) || regions(op).some(inner => inner.ops.some(touches)));
    const first = region.ops.slice(definition.position + 1).find(touches);
    if (first?.kind !== 'loop' || first.counter === null || first.test !== null || !alwaysGoesOn(first)) return false;
    const { counter, body } = first, made = definitions.opOf(ref), end = definitions.opOf(counter.to);
    const isLength = made?.kind === 'alloc' && (counter.to === made.length || (end?.kind === 'len' && end.ref === ref) || (literalIn(this.analysis, made.length) ?? NaN) === literalIn(this.analysis, counter.to));
    if (!isLength || counter.step !== 1 || counter.compare !== 'lt' || literalIn(this.analysis, counter.from) !== 0) return false;
    const writes = body.ops.find(touches);
    return writes?.kind === 'store' && writes.ref === ref && writes.index === body.params[0];
  }
}
