/**
 * Analysis: where the memory that a reference names may come from (inclusion-based points-to, Andersen 1994: flow-insensitive, directional).
 *
 * `Memory` puts what may be the same into one class, in both directions; here a reference has the sites it may come from: the places of an
 * argument, constants, and operations that make memory. So a write through a reference says which arguments it may write.
 * Input: value form and its `Memory`, which says what calls that stay calls do.
 * Example: `let u = a; for (…) u = u.map(…)`: u names a or what map made, and what map made is never a: its elements are written, those of a not.
 */
import type { Func, Module } from '../ir/module';
import type { CallOp, Op, Value } from '../ir/op';
import { isReference, type Type } from '../ir/type';
import { visitOps, writesMemory } from '../ir/walk';
import { carriedParams, nextCarried, yielded } from '../passes/definitions';
import { elements, reachedFrom, type Block, type Memory } from '../passes/memory';
import { mayWrite } from './stability';

/** All arrays or records that come from one operation, or from one place of an argument or a constant. */
export class Site {
  /** What references kept in it name: elements, or one field. */
  readonly held = new Map<string, Set<Site>>();
  private constructor(readonly from: 'argument' | 'constant' | 'operation', readonly block: Block, readonly inner: ReadonlyMap<string, Site>) {
    for (const [name, site] of inner) this.held.set(name, new Set([site]));
  }

  static made(block: Block): Site { return new Site(block.isConstant ? 'constant' : 'operation', block, new Map()); }

  /** What a reference from outside leads to, at every depth. */
  static outside(from: 'argument' | 'constant', block: Block, type: Type): Site {
    const inner = held(type).filter(place => isReference(place.type)).map(place => [place.name, Site.outside(from, block.within(place.name), place.type)] as const);
    return new Site(from, block, new Map(inner));
  }
}

const held = (type: Type): readonly { readonly name: string; readonly type: Type }[] =>
  (type.kind === 'array' ? [{ name: elements, type: type.element }] : type.kind === 'struct' ? type.fields : []);

const nowhere: ReadonlySet<Site> = new Set();

export class PointsTo {
  private readonly named = new Map<Value, Set<Site>>();
  private readonly made = new Map<Value, Site>();
  private readonly madeByCalls = new Map<CallOp, readonly Site[]>();
  private readonly taped = new Set<Site>();
  private grows = false;

  constructor(func: Func, private readonly module: Module, private readonly memory: Memory) {
    for (const { value } of func.params) if (isReference(value.type)) this.add(this.open(value), [Site.outside('argument', memory.block(value), value.type)]);
    do {
      this.grows = false;
      visitOps(func.body, op => { this.op(op); });
    } while (this.grows);
  }

  /** The sites whose memory a reference may name. */
  of(ref: Value): ReadonlySet<Site> { return this.named.get(ref) ?? nowhere; }

  /** The sites that references lead to: those they name, and at every depth those that are kept there. */
  reached(refs: readonly Value[]): ReadonlySet<Site> { return closed(refs.flatMap(ref => [...this.of(ref)])); }

  /** The sites of what is kept, at every depth, in the memory that a reference names. */
  within(ref: Value): ReadonlySet<Site> { return closed([...this.of(ref)].flatMap(keptIn)); }

  /** The sites whose memory an operation itself may write. */
  writtenBy(op: Op): ReadonlySet<Site> {
    if (writesMemory(op)) return this.of(op.ref);
    return op.kind === 'call' && mayWrite(op.callee, this.module) ? this.reached(op.args) : nowhere;
  }

  private op(op: Op): void {
    switch (op.kind) {
      case 'global': this.make(op.result, () => Site.outside('constant', this.memory.block(op.result), op.result.type)); break;
      case 'alloc': this.make(op.result); break;
      case 'array': this.make(op.result); for (const element of op.elements) this.keep(op.result, elements, element); break;
      case 'struct':
        this.make(op.result);
        op.values.forEach((value, i) => { const field = op.type.fields[i]; if (field !== undefined) this.keep(op.result, field.name, value); });
        break;
      case 'copy': {
        const copy = this.make(op.result);
        for (const site of this.of(op.ref)) for (const [name, inner] of site.held) this.add(place(copy, name), inner);
        break;
      }
      case 'load': case 'pop': case 'remove': this.take(op.ref, elements, op.result); break;
      case 'getfield': this.take(op.ref, op.field, op.result); break;
      case 'view': this.flow(op.result, op.ref); break;
      case 'store': case 'push': case 'insert': case 'fill': this.keep(op.ref, elements, op.value); break;
      case 'setfield': this.keep(op.ref, op.field, op.value); break;
      case 'record': if (isReference(op.value.type)) this.add(this.taped, this.of(op.value)); break;
      case 'replay': if (isReference(op.result.type)) this.add(this.open(op.result), this.taped); break;
      case 'if': op.results.forEach((result, i) => { for (const side of [op.then, op.else]) this.flow(result, yielded(side)[i]); }); break;
      case 'loop':
        op.results.forEach((result, i) => {
          for (const to of [result, carriedParams(op)[i], op.test?.params[i]]) for (const from of [op.inits[i], nextCarried(op)[i]]) if (to !== undefined) this.flow(to, from);
        });
        break;
      case 'call': this.call(op); break;
      default: break;
    }
  }

  private open(ref: Value): Set<Site> {
    const known = this.named.get(ref) ?? new Set();
    this.named.set(ref, known);
    return known;
  }

  private add(to: Set<Site>, from: Iterable<Site>): void {
    const before = to.size;
    for (const site of from) to.add(site);
    this.grows ||= to.size > before;
  }

  private make(result: Value, site: () => Site = () => Site.made(this.memory.block(result))): Site {
    const known = this.made.get(result) ?? site();
    this.made.set(result, known);
    this.add(this.open(result), [known]);
    return known;
  }

  private flow(to: Value, from: Value | undefined): void { if (from !== undefined && isReference(to.type)) this.add(this.open(to), this.of(from)); }

  private keep(ref: Value, name: string, value: Value): void {
    if (isReference(value.type)) for (const site of this.of(ref)) this.add(place(site, name), this.of(value));
  }

  private take(ref: Value, name: string, result: Value): void {
    if (isReference(result.type)) for (const site of this.of(ref)) this.add(this.open(result), site.held.get(name) ?? nowhere);
  }

  /**
   * A call that stays a call: its result, and what it keeps, may name all it was given and all it made, as far as `Memory` says that these may
   * be the same.
   */
  private call(op: CallOp): void {
    const given = this.reached(op.args);
    const made = this.madeByCall(op);
    const ofBlock = new Map<Block, Site[]>();
    for (const site of [...given, ...made]) {
      const block = site.block.find();
      ofBlock.set(block, [...ofBlock.get(block) ?? [], site]);
    }
    if (isReference(op.result.type)) this.add(this.open(op.result), ofBlock.get(this.memory.block(op.result)) ?? []);
    for (const site of mayWrite(op.callee, this.module) ? [...given, ...made] : made) {
      for (const [name, block] of site.block.links()) this.add(place(site, name), ofBlock.get(block.find()) ?? []);
    }
  }

  private madeByCall(op: CallOp): readonly Site[] {
    const refs = [...op.args, op.result].filter(ref => isReference(ref.type));
    const made = this.madeByCalls.get(op) ?? [...new Set(refs.flatMap(ref => [...reachedFrom(this.memory.block(ref), ref.type)].map(({ block }) => block.find())))].map(block => Site.made(block));
    this.madeByCalls.set(op, made);
    return made;
  }
}

function place(site: Site, name: string): Set<Site> {
  const known = site.held.get(name) ?? new Set();
  site.held.set(name, known);
  return known;
}

const keptIn = (site: Site): readonly Site[] => [...site.held.values()].flatMap(inner => [...inner]);

/** The sites and all that is kept in them. */
function closed(sites: readonly Site[]): ReadonlySet<Site> {
  const all = new Set(sites);
  for (const site of all) for (const inner of keptIn(site)) all.add(inner);
  return all;
}
