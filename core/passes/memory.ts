/**
 * Which references may name the same memory (unification-based, Steensgaard 1996: flow-insensitive, one pass, near-linear).
 *
 * A `Block` stands for all memory that some set of references may name. Its `places` are what can be read and written in it:
 * `[]` for the elements of an array, a name for each field of a record. References held in a place lead to one further block.
 */
import type { Func, Module } from '../ir/module';
import type { Op, Region, Value } from '../ir/op';
import { isReference, type Type } from '../ir/type';
import { putsValue, regions, visitOps } from '../ir/walk';
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

  /** Names of the places anyone has asked for. */
  placeNames(): Iterable<string> { return this.find().places.keys(); }

  /** Parameters of the function whose memory this is. */
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
      const mine = a.inner.get(name);
      if (mine === undefined) a.inner.set(name, inner);
      else mine.unify(inner);
    }
  }
}

export class Memory {
  private readonly blocks = new Map<Value, Block>();

  /** `distinct`: no two parameters name the same memory. Callers of the marked function keep that; its callees may be given anything. */
  constructor(func: Func, module: Module, distinct: boolean) {
    func.params.forEach((param, index) => { if (isReference(param.value.type)) eachWithin(this.block(param.value), param.value.type, block => { block.markParameter(index); }); });
    if (!distinct) {
      for (const a of func.params) for (const b of func.params) {
        if (a !== b && isReference(a.value.type) && sameKind(a.value.type, b.value.type)) this.block(a.value).unify(this.block(b.value));
      }
    }
    this.region(func.body, module);
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
      case 'global': eachWithin(this.block(op.result), op.result.type, block => { block.markConstant(); }); break;
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
      case 'call': this.called(op.args, op.result, module.funcs.get(op.callee)); break;
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

  /** A call that stays a call may return any of its arguments, or store one in another. */
  private called(args: readonly Value[], result: Value, callee: Func | undefined): void {
    if (callee === undefined) return;
    const references = args.filter(arg => isReference(arg.type));
    if (isReference(result.type)) {
      for (const arg of references) if (sameKind(arg.type, result.type)) { this.block(result).unify(this.block(arg)); }
    }
    let keeps = false;
    visitOps(callee.body, op => { if (putsValue(op) && isReference(op.value.type)) keeps = true; });
    if (!keeps) return;
    for (const arg of references) for (const other of references) {
      if (arg.type.kind === 'array' && isReference(arg.type.element) && sameKind(arg.type.element, other.type)) this.keep(this.block(arg), elements, other);
    }
  }
}

/** The block of a reference and those its elements and fields lead to. */
function eachWithin(block: Block, type: Type, visit: (block: Block) => void): void {
  visit(block);
  if (type.kind === 'array' && isReference(type.element)) eachWithin(block.within(elements), type.element, visit);
  if (type.kind === 'struct') for (const field of type.fields) if (isReference(field.type)) eachWithin(block.within(field.name), field.type, visit);
}

const sameKind = (a: Type, b: Type): boolean => a.kind === b.kind;
