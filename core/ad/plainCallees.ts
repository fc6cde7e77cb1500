/** Functions that are called where nothing is active: the derivative has copies of them, so that it stands alone. */
import type { Func, Module } from '../ir/module';
import { mapOp } from '../ir/walk';

export class PlainCallees {
  private readonly called = new Set<string>();

  constructor(private readonly module: Module, private readonly prefix: string) {}

  nameOf(callee: string): string {
    this.called.add(callee);
    return `${this.prefix}_${callee}`;
  }

  copies(): readonly Func[] {
    const copies: Func[] = [];
    // Copying a function may add those that it calls.
    for (const name of this.called) {
      const func = this.module.funcs.get(name);
      if (func !== undefined) copies.push(this.renamed({ ...func, name: this.nameOf(name) }));
    }
    return copies;
  }

  private renamed(func: Func): Func {
    const region = (r: Func['body']): Func['body'] => ({ params: r.params, ops: r.ops.map(op => {
      const mapped = mapOp(op, v => v, region);
      return mapped.kind === 'call' ? { ...mapped, callee: this.nameOf(mapped.callee) } : mapped;
    }) });
    return { ...func, body: region(func.body) };
  }
}
