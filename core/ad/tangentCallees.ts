/**
 * Tangent functions of callees whose calls stay calls: `g(args…, dots…, flags…)` returns `{ value, dot }`, or nothing if `g` does.
 *
 * A flag says of a number whether its tangent is more than a structural zero. There is one where some call gives such a zero to a function
 * that comes to a pole; which these are is found out by making the functions again until nothing is added.
 */
import type { Func, Module, Param } from '../ir/module';
import type { CallOp } from '../ir/op';
import { withRole } from '../ir/origin';
import { newValue } from '../ir/builder';
import { bool, isReference, num, structOf, type Type } from '../ir/type';
import { calleesOf } from '../passes/callGraph';
import { freshParams } from './calls';
import { tangentName } from './names';
import { PlainCallees } from './plainCallees';
import { tangentCallee } from './primal';
import { hasPole } from './singular';
import { TangentSweep } from './tangent';
import { discreteValues } from './valueForm';

export type TangentCallee = ReturnType<typeof tangentCallee>;

export class TangentCallees {
  private readonly callees = new Map<string, TangentCallee>();
  private readonly plain: PlainCallees;
  /** Indices of the parameters that come with a flag. */
  private readonly flags = new Map<string, Set<number>>();
  private known = 0;

  constructor(
    private readonly module: Module, private readonly varied: ReadonlyMap<string, ReadonlySet<number>>, private readonly prefix: string,
    private readonly discreteOf: (func: string) => ReadonlySet<number>,
  ) {
    this.plain = new PlainCallees(module, prefix);
  }

  plainName(callee: string): string { return this.plain.nameOf(callee); }
  tangentNameOf(callee: string): string { return `${this.prefix}_${callee}Tangent`; }

  of(call: CallOp): TangentCallee { return this.named(call.callee); }

  private named(name: string): TangentCallee {
    const known = this.callees.get(name);
    if (known !== undefined) return known;
    const source = this.module.funcs.get(name);
    if (source === undefined || isReference(source.result)) throw new Error(`@${name} is in the module and returns no reference`);
    const callee = tangentCallee(source, this.module, discreteValues(source, this.discreteOf(source.name)), this.varied.get(source.name) ?? new Set());
    this.callees.set(name, callee);
    return callee;
  }

  /** Whether a function comes to a pole, itself or in what it calls. */
  meetsPole(name: string): boolean {
    const reached = new Set([name]);
    for (const each of reached) {
      const func = this.module.funcs.get(each);
      if (func === undefined) continue;
      if (hasPole(this.named(each).analysis)) return true;
      for (const callee of calleesOf(func)) reached.add(callee);
    }
    return false;
  }

  needFlag(name: string, index: number): void { this.flags.set(name, (this.flags.get(name) ?? new Set()).add(index)); }

  flagged(name: string): readonly number[] { return [...this.flags.get(name) ?? []].sort((a, b) => a - b); }

  /** Whether more flags have become needed since it was last asked. */
  hasGrown(): boolean {
    const before = this.known;
    this.known = [...this.flags.values()].reduce((sum, { size }) => sum + size, 0);
    return this.known > before;
  }

  resultOf({ source }: TangentCallee): Type {
    return source.result.kind === 'num' ? structOf([{ name: 'value', type: num }, { name: 'dot', type: num }]) : source.result;
  }

  helpers(): readonly Func[] {
    const made: Func[] = [];
    // Making one may add those that it calls.
    for (const [name, callee] of this.callees) made.push(this.make(name, callee));
    return [...made, ...this.plain.copies()];
  }

  private make(name: string, callee: TangentCallee): Func {
    const { analysis, source, outputs } = callee;
    const { params, copies } = freshParams(analysis.func.params);
    const sweep = new TangentSweep(analysis, callee.paired, copies, this, null);
    const origin = withRole(source.origin, 'tangent');
    const flags = new Map(this.flagged(name).flatMap(i => {
      const param = source.params[i], flag = param === undefined ? '' : `${tangentName(param.name)}Live`;
      return param === undefined ? [] : [[param.value, { name: flag, value: newValue(bool, flag), origin } satisfies Param] as const];
    }));
    for (const [value, dot] of callee.dots) if (dot.type.kind === 'num') sweep.tangents.set(value, { value: copies.get(dot) ?? dot, live: flags.get(value)?.value ?? null });
    const scope = sweep.function();
    const type = this.resultOf(callee);
    const value = outputs.kind === 'leaf' ? copies.get(outputs.value) ?? null : null;
    const dot = type.kind === 'struct' ? sweep.outputTangent(outputs, scope, origin) : null;
    scope.out.return(value !== null && dot !== null && type.kind === 'struct' ? scope.out.struct(type, [value, dot], origin) : value, origin);
    return { name: this.tangentNameOf(name), params: [...params, ...[...flags.values()]], captures: [], result: type, body: scope.out.finish(), form: 'value', origin: source.origin };
  }
}
