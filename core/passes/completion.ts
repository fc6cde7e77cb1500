/** How a region of slot form can end, computed once per region without rebuilding it. */
import type { Op, Region, WhileOp } from '../ir/op';

/** `exits`: the ways out that leave the region (`return`, `break L`, `continue L`); `completes`: its end may be reached. */
export interface Completion { readonly exits: ReadonlySet<string>; readonly completes: boolean }

const known = new WeakMap<Region, Completion>();

export function completionOf(region: Region): Completion {
  let completion = known.get(region);
  if (completion === undefined) {
    completion = completionOfOps(region.ops);
    known.set(region, completion);
  }
  return completion;
}

function completionOfOps(ops: readonly Op[]): Completion {
  const exits = new Set<string>();
  for (const op of ops) {
    switch (op.kind) {
      case 'return': exits.add('return'); return { exits, completes: false };
      case 'break': case 'continue': exits.add(`${op.kind} ${op.label}`); return { exits, completes: false };
      case 'throw': return { exits, completes: false };
      case 'if': {
        const then = completionOf(op.then);
        const otherwise = completionOf(op.else);
        for (const exit of [...then.exits, ...otherwise.exits]) exits.add(exit);
        if (!then.completes && !otherwise.completes) return { exits, completes: false };
        break;
      }
      case 'block': {
        const inner = completionOf(op.body);
        for (const exit of inner.exits) if (exit !== `break ${op.label}`) exits.add(exit);
        if (!inner.completes && !inner.exits.has(`break ${op.label}`)) return { exits, completes: false };
        break;
      }
      case 'while': {
        const inner = completionOf(op.body);
        for (const exit of inner.exits) if (exit !== `break ${op.label}` && exit !== `continue ${op.label}`) exits.add(exit);
        if (neverEnds(op) && !inner.exits.has(`break ${op.label}`)) return { exits, completes: false };
        break;
      }
      default: break;
    }
  }
  return { exits, completes: true };
}

/** Whether the test is the literal `true`, so that only an exit leaves the loop. */
export function neverEnds(loop: WhileOp): boolean {
  const end = loop.test.ops.at(-1);
  const cond = end?.kind === 'yield' ? end.values[0] : undefined;
  return loop.test.ops.some(op => op.kind === 'const' && op.result === cond && op.value === true);
}
