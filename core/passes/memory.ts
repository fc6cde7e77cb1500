/**
 * Which references may name the same memory (unification-based, Steensgaard 1996: flow-insensitive, one pass, near-linear).
 *
 * A `Block` stands for all memory that some set of references may name. Its `places` are what can be read and written in it:
 * `[]` for the elements of an array, a name for each field of a record. References held in a place lead to one further block.
 */
import type { Func, Module } from '../ir/module';
import type { Op, Region, Value } from '../ir/op';
import { isReference, type Type } from '../ir/type';
import { regions, visitOps } from '../ir/walk';
import { mutuallyRecursive } from './callGraph';
import { carriedParams, nextCarried, yielded } from './definitions';

/** The elements of an array, all together. */
export const elements = '[]';

export interface Place { readonly block: Block; readonly name: string }

export class Block {
  private parent: Block | null = null;
  private readonly inner = new Map<string, Block>();
  private readonly places = new Map<string, Place>();
  /** Some reference to it is carried, chosen between, or kept in memory: its shadow must follow the same way. */
  private wanders = false;
  private parameters: readonly number[] = [];
  private constant = false;

  find(): Block {
    let root: Block = this;
    while (root.parent !== null) root = root.parent;
    return root;
  }

  place(name: string): Place {
    const root = this.find();
    let place = root.places.get(name);
    if (place === undefined) {
      place = { block: root, name };
      root.places.set(name, place);
    }
    return place;
  }

  /** The block that references held in a place lead to. */
  within(name: string): Block {
    const root = this.find();
    let block = root.inner.get(name);
    if (block === undefined) {
      block = new Block();
      root.inner.set(name, block);
    }
    return block.find();
  }

  /** The blocks that references held in its places lead to. */
  links(): Iterable<readonly [name: string, block: Block]> { return this.find().inner; }

  /** Parameters of the function that lead to this memory. */
  get parameterIndices(): readonly number[] { return this.find().parameters; }
  get isConstant(): boolean { return this.find().constant; }
  get isWandering(): boolean { return this.find().wanders; }
  markParameter(index: number): void { const root = this.find(); root.parameters = [...root.parameters, index]; }
  markConstant(): void { this.find().constant = true; }
  markWandering(): void { this.find().wanders = true; }

  unify(other: Block): void {
    const a = this.find();
    const b = other.find();
    if (a === b) return;
    b.parent = a;
    a.wanders ||= b.wanders;
    a.constant ||= b.constant;
    a.parameters = [...a.parameters, ...b.parameters];
    for (const [name, inner] of b.inner) {
      // Where blocks lead back to themselves, what follows may have put this one into another.
      const root = a.find();
      const mine = root.inner.get(name);
      if (mine === undefined) root.inner.set(name, inner);
      else mine.unify(inner);
    }
  }
}

export class Memory {
  private readonly blocks = new Map<Value, Block>();

  /**
   * `distinct`: no two parameters name the same memory. Callers of the marked function keep that; its callees may be given anything.
   * `world`: names of functions whose bodies are looked at together with it.
   */
  constructor(func: Func, module: Module, distinct: boolean, private readonly world: ReadonlySet<string> = new Set()) {
    const reached = func.params.flatMap(({ value }, index) => (isReference(value.type) ? [...reachedFrom(this.block(value), value.type)].map(each => ({ ...each, index })) : []));
    for (const { block, index } of reached) block.markParameter(index);
    if (!distinct) {
      for (const a of reached) for (const b of reached) if (a !== b && mayBeSame(a.type, b.type)) a.block.unify(b.block);
    }
    this.region(func.body, module);
    for (const name of world) {
      const other = module.funcs.get(name);
      if (other !== undefined && other !== func) this.region(other.body, module);
    }
  }

  block(ref: Value): Block {
    let block = this.blocks.get(ref);
    if (block === undefined) {
      block = new Block();
      this.blocks.set(ref, block);
    }
    return block.find();
  }

  /** The place an operation reads or writes through `ref`. */
  placeOf(ref: Value, name: string): Place { return this.block(ref).place(name); }

  private region(region: Region, module: Module): void {
    for (const op of region.ops) {
      this.op(op, module);
      for (const inner of regions(op)) this.region(inner, module);
    }
  }

  private op(op: Op, module: Module): void {
    switch (op.kind) {
      case 'global': for (const { block } of reachedFrom(this.block(op.result), op.result.type)) block.markConstant(); break;
      case 'array': for (const element of op.elements) this.keep(this.block(op.result), elements, element); break;
      case 'struct':
        // Records are few and small: their shadows are always made beside them.
        this.block(op.result).markWandering();
        op.values.forEach((value, i) => { const field = op.type.fields[i]; if (field !== undefined) this.keep(this.block(op.result), field.name, value); });
        break;
      case 'copy': this.copied(op.ref, op.result); break;
      case 'load': case 'pop': case 'remove': this.taken(op.ref, elements, op.result); break;
      case 'view':
        this.block(op.result).unify(this.block(op.ref));
        this.block(op.result).markWandering();
        break;
      case 'getfield': this.taken(op.ref, op.field, op.result); break;
      case 'store': case 'push': case 'insert': case 'fill': this.keep(this.block(op.ref), elements, op.value); break;
      case 'setfield': this.keep(this.block(op.ref), op.field, op.value); break;
      case 'if': op.results.forEach((result, i) => this.flow(result, [op.then, op.else].map(side => yielded(side)[i]))); break;
      case 'loop':
        op.results.forEach((result, i) => this.flow(result, [op.inits[i], carriedParams(op)[i], nextCarried(op)[i], op.test?.params[i]]));
        break;
      case 'call': this.called(op.args, op.result, module.funcs.get(op.callee), module); break;
      default: break;
    }
  }

  private flow(result: Value, sources: readonly (Value | undefined)[]): void {
    if (!isReference(result.type)) return;
    const block = this.block(result);
    for (const source of sources) if (source !== undefined) block.unify(this.block(source));
    block.markWandering();
  }

  private keep(block: Block, name: string, value: Value): void {
    if (!isReference(value.type)) return;
    block.within(name).unify(this.block(value));
    this.block(value).markWandering();
  }

  private taken(ref: Value, name: string, result: Value): void {
    if (!isReference(result.type)) return;
    this.block(result).unify(this.block(ref).within(name));
    this.block(result).markWandering();
  }

  private copied(from: Value, to: Value): void {
    if (from.type.kind === 'array' && isReference(from.type.element)) this.block(to).within(elements).unify(this.block(from).within(elements));
    if (from.type.kind === 'struct') {
      for (const field of from.type.fields) if (isReference(field.type)) this.block(to).within(field.name).unify(this.block(from).within(field.name));
    }
  }

  /**
   * A call that stays a call: what its callee makes the same memory, keeps in another or returns is the same here. Within a world of
   * functions that call each other parameters are the arguments of every call; beyond it each call has links of its own.
   */
  private called(args: readonly Value[], result: Value, callee: Func | undefined, module: Module): void {
    if (callee === undefined) return;
    const links = this.world.has(callee.name) ? null : linksOf(module, callee).memory;
    const bound = new Map<Block, Block>();
    const bind = (theirs: Value, ours: Value | undefined): void => {
      if (ours === undefined || !isReference(ours.type)) return;
      if (links === null) this.block(theirs).unify(this.block(ours));
      else copyLinks(links.block(theirs), this.block(ours), bound);
    };
    callee.params.forEach((param, i) => { bind(param.value, args[i]); });
    visitOps(callee.body, op => { if (op.kind === 'return' && op.value !== null) bind(op.value, result); });
    if (isReference(result.type)) this.block(result).markWandering();
  }
}

/** What the blocks of a callee are here: `bound` grows until one of theirs is one of ours. */
function copyLinks(theirs: Block, ours: Block, bound: Map<Block, Block>): void {
  const root = theirs.find();
  const known = bound.get(root);
  if (known !== undefined) { known.unify(ours); return; }
  bound.set(root, ours);
  if (root.isWandering) ours.markWandering();
  if (root.isConstant) ours.markConstant();
  for (const [name, inner] of root.links()) copyLinks(inner, ours.within(name), bound);
}

/** The memory of a callee and of its world: all functions that call it and are called by it. Its parameters are taken for distinct. */
export interface Links { readonly memory: Memory; readonly world: ReadonlySet<string> }

const known = new WeakMap<Module, Map<string, Links>>();

export function linksOf(module: Module, callee: Func): Links {
  let ofModule = known.get(module);
  if (ofModule === undefined) known.set(module, ofModule = new Map());
  let links = ofModule.get(callee.name);
  if (links === undefined) {
    const world = mutuallyRecursive(callee.name, module);
    links = { memory: new Memory(callee, module, true, world), world };
    for (const name of world) ofModule.set(name, links);
  }
  return links;
}

/** A block named by references of a type. */
export interface Reached { readonly block: Block; readonly type: Type }

/** What a reference of the type leads to: the block it names, then those that references kept in it name, at every depth. */
export function* reachedFrom(block: Block, type: Type): Iterable<Reached> {
  yield { block: block.find(), type };
  const held = type.kind === 'array' ? [{ name: elements, type: type.element }] : type.kind === 'struct' ? type.fields : [];
  for (const { name, type: inner } of held) if (isReference(inner)) yield* reachedFrom(block.within(name), inner);
}

/** Whether one thing in memory may be named by references of both types. A record may be known by some of its fields only. */
function mayBeSame(a: Type, b: Type): boolean {
  if (a.kind === 'array' && b.kind === 'array') return a.storage === b.storage && (a.element.kind === b.element.kind) && (!isReference(a.element) || mayBeSame(a.element, b.element));
  return a.kind === 'struct' && b.kind === 'struct';
}
