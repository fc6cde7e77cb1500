/** A function while its body is being lowered: open regions, names in scope, targets of jumps. */
import type ts from 'typescript';
import { RegionBuilder, newSlot, newValue } from '../../ir/builder';
import { missingValue } from '../../ir/missing';
import type { Literal, Region, Slot, Value } from '../../ir/op';
import type { Origin, Span } from '../../ir/origin';
import { plainError } from '../../ir/thrown';
import { sameType, voidType, type Type } from '../../ir/type';
import type { MessageName, MessageParameters } from '../../messages';
import { offsetInFile } from '../annotations';
import { holdsFunctions } from '../functionWrites';
import { spanOf, type FunctionNode } from '../oracle';
import { asNumberOr } from './elements';
import { recast } from './recast';
import { unknown, type Binding, type Lexicon, type Specialisation, type Unit } from './unit';
import { describedType } from '../../ir/typeText';
import { type TypeArguments } from '../types';

/** What `break` and `continue` may leave. */
export interface JumpTarget { readonly label: string; readonly names: readonly string[]; readonly continues: boolean; readonly unnamed: boolean;
  /** A round of an unrolled loop: `continue` leaves its block. */
  readonly isRound?: true;
}

interface Frame { readonly builder: RegionBuilder; ended: boolean; readonly names: Map<ts.Symbol, Binding> }

export class FunctionScope {
  readonly jumps: JumpTarget[] = [];
  private readonly frames: Frame[] = [];
  private labels = 0;

  /** Functions whose statements are being lowered in place. */
  private readonly inlining: { readonly node: FunctionNode; readonly typeArguments: TypeArguments; readonly calledFrom: Span | null }[] = [];

  constructor(readonly unit: Unit, readonly self: Specialisation) {}

  isInlining(node: FunctionNode): boolean { return node === this.self.node || this.inlining.some(each => each.node === node); }

  inlined(node: FunctionNode, typeArguments: TypeArguments, call: ts.CallExpression, body: () => void): void {
    this.inlining.push({ node, typeArguments, calledFrom: this.calledFrom ?? spanOf(call.expression) });
    body();
    this.inlining.pop();
  }

  /** The function whose text is being lowered. */
  get source(): FunctionNode { return this.inlining[this.inlining.length - 1]?.node ?? this.self.node; }

  /** What the type parameters of the functions whose text is being lowered stand for. */
  get typeArguments(): TypeArguments {
    return this.inlining.reduce<TypeArguments>((all, { typeArguments }) => new Map([...all, ...typeArguments]), this.self.around.typeArguments);
  }

  get lexicon(): Lexicon { return this.unit.lexicon; }
  /** Where the marked function's text leads to the text that is being lowered. */
  get calledFrom(): Span | null { return this.self.calledFrom ?? this.inlining[0]?.calledFrom ?? null; }

  private get frame(): Frame {
    const top = this.frames[this.frames.length - 1];
    if (top === undefined) throw new Error('no open region');
    return top;
  }
  /** Where the region has ended, a builder whose operations are dropped: they are never reached. */
  get b(): RegionBuilder { return this.frame.ended ? new RegionBuilder() : this.frame.builder; }
  /** Whether the region ends here already, so that what follows is never reached. */
  get ended(): boolean { return this.frame.ended; }

  at(node: ts.Node): Origin { return this.unit.origin(node); }

  report<N extends MessageName>(name: N, parameters: MessageParameters<N>, node: ts.Node): void {
    this.unit.report(name, parameters, node, this.calledFrom);
  }

  /** Records that `token` stands for the operation with `origin`, whose expression or statement is `range`. */
  token(token: ts.Node, range: ts.Node, origin: Origin): void {
    this.unit.tokens.push({ token: spanOf(token), range: spanOf(range), target: { kind: 'site', site: origin.site } });
  }

  /** The same for a token that is no node. */
  tokenSpan(start: number, end: number, range: ts.Node, origin: Origin): void {
    const file = range.getSourceFile();
    this.unit.tokens.push({ token: { file: file.fileName, start: offsetInFile(file, start), end: offsetInFile(file, end) }, range: spanOf(range), target: { kind: 'site', site: origin.site } });
  }

  /** Records that `token` reads a parameter of the marked function. */
  paramToken(token: ts.Node, name: string): void {
    if (this.self.isRoot) this.unit.tokens.push({ token: spanOf(token), range: spanOf(token), target: { kind: 'param', name } });
  }

  /** Builds a region; where `fill` leaves it open, it yields what `fill` returns. */
  region(node: ts.Node, fill: () => readonly Value[]): Region {
    this.frames.push({ builder: new RegionBuilder(), ended: false, names: new Map() });
    const values = fill();
    if (!this.ended) this.b.yield(values, this.at(node));
    const region = this.frame.builder.finish();
    this.frames.pop();
    return region;
  }

  /** One of two values; each is computed where it is the one. */
  choose(type: Type, condition: Value, then: () => Value, otherwise: () => Value, node: ts.Node): Value {
    const result = newValue(type);
    this.b.if(condition, this.region(node, () => [then()]), this.region(node, () => [otherwise()]), [result], this.at(node));
    return result;
  }

  /** Appends a finished region's operations here. */
  inline(region: Region): void {
    for (const op of region.ops) if (op.kind !== 'yield') this.b.append(op);
    const last = region.ops[region.ops.length - 1];
    if (last !== undefined && last.kind !== 'yield') this.end();
  }

  /** Marks the region as ended: a terminator was appended. */
  end(): void { this.frame.ended = true; }

  /** Runs `body` with names of its own in the same region. */
  block(body: () => void): void {
    const outer = this.frame;
    const inner: Frame = { builder: outer.builder, ended: outer.ended, names: new Map() };
    this.frames.push(inner);
    body();
    this.frames.pop();
    outer.ended = inner.ended;
  }

  bind(symbol: ts.Symbol, binding: Binding): void { this.frame.names.set(symbol, binding); }

  lookUp(symbol: ts.Symbol): Binding | null {
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const found = this.frames[i]?.names.get(symbol);
      if (found !== undefined) return found;
    }
    return this.self.around.absent.has(symbol) ? { kind: 'absent' } : null;
  }

  /** Whether a name is bound by the statements of the current region: nothing that leads here leads past them. */
  isBoundInRegion(symbol: ts.Symbol): boolean {
    for (let i = this.frames.length - 1; i >= 0 && this.frames[i]?.builder === this.frame.builder; i--) if (this.frames[i]?.names.has(symbol) === true) return true;
    return false;
  }

  /** Makes a variable declared here visible in the whole region, as `var` is. */
  hoist(symbol: ts.Symbol): void {
    const binding = this.frame.names.get(symbol);
    for (let i = this.frames.length - 1; i >= 0 && this.frames[i]?.builder === this.frame.builder; i--) {
      if (binding !== undefined) this.frames[i]?.names.set(symbol, binding);
    }
  }

  /** A new variable of the current region, bound to `symbol`. */
  declare(symbol: ts.Symbol | undefined, name: string, init: Value, origin: Origin): Slot {
    const slot = newSlot(init.type, name);
    this.b.declare(slot, init, origin);
    if (symbol !== undefined) this.bind(symbol, { kind: 'slot', slot });
    return slot;
  }

  freshLabel(prefix: string): string { return `${prefix}${String(++this.labels)}`; }

  /** The type of a node, or a number's after reporting why it has none. */
  typeOf(node: ts.Node, type: ts.Type = this.lexicon.oracle.typeOf(node)): Type {
    return this.unit.typeOrReport(this.lexicon.localTypes.read(type, node, this.typeArguments), node, `\`${clipped(node.getText())}\``, this.calledFrom);
  }

  /** The type of a node, or null where it has none; nothing is reported. */
  typeOrNull(node: ts.Node): Type | null {
    const type = this.lexicon.localTypes.read(this.lexicon.oracle.typeOf(node), node, this.typeArguments);
    return type.kind === 'problem' ? null : type;
  }

  /** The same, where a number may be missing. */
  valueType(node: ts.Node): Type | null {
    const type = this.lexicon.localTypes.readMaybe(this.lexicon.oracle.typeOf(node), node, this.typeArguments);
    return type.kind === 'problem' ? null : type;
  }

  /** Whether an expression is of a function type. */
  isFunction(node: ts.Node): boolean { return this.lexicon.oracle.typeOf(node).getCallSignatures().length > 0; }

  /** Whether an expression is of a function type, or of an object or list type that holds functions. */
  holdsFunctions(node: ts.Node): boolean { return holdsFunctions(this.lexicon.oracle, this.lexicon.oracle.typeOf(node)); }

  /** `value` where it has the wanted type; else a report and a placeholder of that type. */
  fit(value: Value, type: Type, node: ts.Node): Value {
    if (this.ended) return newValue(type);
    if (value.type === unknown || type === unknown) return this.placeholder(type, node);
    if (sameType(value.type, type)) return value;
    if (this.lexicon.oracle.isNever(node)) return this.unreachable(type, node);
    const number = asNumberOr(this, value, type, node);
    if (number !== null) return number;
    const copied = recast(this, value, type, node);
    if (copied !== null) return copied;
    if (value.type.kind === 'text') return this.refuse('stringValue', {}, node, type);
    this.report('typeMismatch', { expected: `\`${describedType(type)}\``, found: `\`${describedType(value.type)}\`` }, node);
    return this.placeholder(type, node);
  }

  /** A value that the types say there is none of: where it is asked for all the same, that is an error. */
  private unreachable(type: Type, node: ts.Node): Value {
    this.b.append(plainError('this is never reached', this.at(node)));
    this.end();
    return newValue(type);
  }

  /** Stands for a value that could not be lowered; the module is not handed out then. */
  placeholder(type: Type, node: ts.Node): Value {
    const origin = this.at(node);
    switch (type.kind) {
      case 'bool': return this.b.constant(false, origin);
      case 'text': return this.b.constant('', origin);
      case 'array': return this.b.array(type, [], origin);
      case 'struct': return this.b.struct(type, type.fields.map(field => this.placeholder(field.type, node)), origin);
      case 'func': {
        const result: Value = { ...this.b.constant(NaN, origin), type };
        return result;
      }
      case 'num': case 'void': {
        const result = newValue(unknown);
        this.b.append({ kind: 'const', value: NaN, result, origin });
        return result;
      }
    }
  }

  /** What a variable holds before it is assigned: NaN, as arithmetic makes of `undefined`, or an array of no elements. */
  unset(type: Type, node: ts.Node): Value {
    if (type.kind === 'func') return this.refuse('possiblyUndefined', { type: describedType(type) }, node, type);
    return type === unknown || type.kind === 'void' ? this.placeholder(type, node) : missingValue(type, this.b, this.at(node));
  }

  /** Reports that something is outside the language and goes on with a placeholder. */
  refuse<N extends MessageName>(name: N, parameters: MessageParameters<N>, node: ts.Node, type: Type): Value {
    this.report(name, parameters, node);
    return this.placeholder(type, node);
  }

  /** The value of an expression that has none. It has no operation and no reader. */
  placeholderVoid(): Value { return newValue(voidType); }

  constant(value: Literal, node: ts.Node): Value { return this.b.constant(value, this.at(node)); }
}

/** A piece of source short enough for a message. */
export const clipped = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 37)}…` : line;
};
