/** Tangent functions of callees whose calls stay calls: `g(args…, dots…)` returns `{ value, dot }`, or nothing if `g` does. */
import type { Func, Module } from '../ir/module';
import type { CallOp } from '../ir/op';
import { withRole } from '../ir/origin';
import { isReference, num, structOf, type Type } from '../ir/type';
import { freshParams } from './calls';
import { PlainCallees } from './plainCallees';
import { tangentCallee } from './primal';
import { TangentSweep } from './tangent';
import { discreteValues } from './valueForm';

export type TangentCallee = ReturnType<typeof tangentCallee>;

export class TangentCallees {
  private readonly callees = new Map<string, TangentCallee>();
  private readonly plain: PlainCallees;

  constructor(
    private readonly module: Module, private readonly varied: ReadonlyMap<string, ReadonlySet<number>>, private readonly prefix: string,
    private readonly discreteOf: (func: string) => ReadonlySet<number>,
  ) {
    this.plain = new PlainCallees(module, prefix);
  }

  plainName(callee: string): string { return this.plain.nameOf(callee); }
  tangentNameOf(callee: string): string { return `${this.prefix}_${callee}Tangent`; }

  of(call: CallOp): TangentCallee {
    const known = this.callees.get(call.callee);
    if (known !== undefined) return known;
    const source = this.module.funcs.get(call.callee);
    if (source === undefined || isReference(source.result)) throw new Error(`@${call.callee} is in the module and returns no reference`);
    const callee = tangentCallee(source, this.module, discreteValues(source, this.discreteOf(source.name)), this.varied.get(source.name) ?? new Set());
    this.callees.set(call.callee, callee);
    return callee;
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
    for (const [value, dot] of callee.dots) if (dot.type.kind === 'num') sweep.tangents.set(value, { value: copies.get(dot) ?? dot, live: null });
    const scope = sweep.function();
    const origin = withRole(source.origin, 'tangent');
    const type = this.resultOf(callee);
    const value = outputs.kind === 'leaf' ? copies.get(outputs.value) ?? null : null;
    const dot = type.kind === 'struct' ? sweep.outputTangent(outputs, scope, origin) : null;
    scope.out.return(value !== null && dot !== null && type.kind === 'struct' ? scope.out.struct(type, [value, dot], origin) : value, origin);
    return { name: this.tangentNameOf(name), params, captures: [], result: type, body: scope.out.finish(), form: 'value', origin: source.origin };
  }
}
