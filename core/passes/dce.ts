/**
 * Removes what nobody reads.
 *
 * Input: a value-form function. Output: the same without values that are not used, branches and loops without results or effects,
 * results of branches and carried values nobody reads, carried values that never change (replaced by their first value), and
 * stores into allocations that are never read and never leave the function. Calls, tape operations and `throw` stay.
 *
 *     %t = mul %x, %x                                  (nothing)
 *     loop … carry(%c: num = %x) { yield %true, %c }   %c is %x
 */
import type { Func } from '../ir/module';
import type { IfOp, LoopOp, Op, Region, Value } from '../ir/op';
import { mapOp, operands, putsValue, regions, results, visitOps } from '../ir/walk';

export function eliminateDeadCode(func: Func): Func {
  let body = func.body;
  for (;;) {
    const next = sweep(body);
    if (countOf(next) === countOf(body)) return { ...func, body: next };
    body = next;
  }
}

/** What a sweep can make smaller: operations, and values that flow through branches and loops. */
function countOf(region: Region): number {
  let count = 0;
  visitOps(region, op => { count += 1 + results(op).length; });
  return count;
}

function sweep(body: Region): Region {
  const unread = unreadMemory(body);
  const live = new Set<Value>();
  let grown = true;
  const mark = (value: Value | undefined): void => { if (value !== undefined && !live.has(value)) { live.add(value); grown = true; } };

  /** Whether the operation must stay whatever its results are used for. */
  function acts(op: Op): boolean {
    switch (op.kind) {
      case 'store': case 'fill': case 'push': case 'pop': case 'insert': case 'remove': case 'setfield': return !unread.has(op.ref);
      case 'call': case 'deriv': case 'record': case 'replay': case 'return': case 'throw': case 'yield': return true;
      case 'if': case 'loop': return regions(op).some(region => region.ops.some(inner => inner.kind !== 'yield' && acts(inner)));
      default: return false;
    }
  }
  const stays = (op: Op): boolean => acts(op) || results(op).some(result => live.has(result));

  function visit(region: Region, wanted: readonly boolean[]): void {
    for (const op of [...region.ops].reverse()) {
      if (op.kind === 'yield') { op.values.forEach((value, k) => { if (wanted[k] === true) mark(value); }); continue; }
      if (!stays(op)) continue;
      if (op.kind === 'if') {
        mark(op.cond);
        const some = op.results.map(result => live.has(result));
        visit(op.then, some);
        visit(op.else, some);
      } else if (op.kind === 'loop') {
        if (op.counter !== null) { mark(op.counter.from); mark(op.counter.to); }
        const some = carries(op).map(values => values.some(value => live.has(value)));
        some.forEach((wants, k) => { if (wants) { mark(op.inits[k]); for (const value of carries(op)[k] ?? []) mark(value); } });
        visit(op.body, [true, ...some]);
        if (op.test !== null) visit(op.test, [true]);
      } else for (const value of operands(op)) mark(value);
    }
  }
  while (grown) { grown = false; visit(body, []); }
  return rebuild(body, { live, stays });
}

/** The names a carried value has: as result, in the body, in the test. */
function carries(op: LoopOp): (readonly Value[])[] {
  const skip = op.counter === null ? 0 : 1;
  return op.results.map((result, k) => [result, op.body.params[k + skip], op.test?.params[k]].filter(value => value !== undefined));
}

interface Plan { readonly live: ReadonlySet<Value>; stays(op: Op): boolean }

function rebuild(body: Region, plan: Plan): Region {
  const replaced = new Map<Value, Value>();
  const value = (v: Value): Value => { const by = replaced.get(v); return by === undefined ? v : value(by); };
  const keep = <T>(items: readonly T[], wanted: readonly boolean[]): T[] => items.filter((_, k) => wanted[k] === true);

  function region(at: Region, wanted: readonly boolean[], params = at.params): Region {
    const ops = at.ops.flatMap((op): Op[] => {
      switch (op.kind) {
        case 'yield': return [{ ...op, values: keep(op.values, wanted).map(value) }];
        case 'if': return plan.stays(op) ? branch(op) : [];
        case 'loop': return plan.stays(op) ? [loop(op)] : [];
        default: return plan.stays(op) ? [mapOp(op, value, r => r)] : [];
      }
    });
    return { params, ops };
  }
  function branch(op: IfOp): Op[] {
    const [then, otherwise] = [yielded(op.then), yielded(op.else)];
    const wanted = op.results.map((result, k) => {
      if (!plan.live.has(result)) return false;
      const [a, b] = [then?.[k], otherwise?.[k]];
      if (a === undefined || b === undefined || value(a) !== value(b)) return true;
      replaced.set(result, a);
      return false;
    });
    const made: IfOp = { ...op, cond: value(op.cond), then: region(op.then, wanted), else: region(op.else, wanted), results: keep(op.results, wanted) };
    return made.results.length === 0 && made.then.ops.length === 1 && made.else.ops.length === 1 && yielded(made.then) !== null && yielded(made.else) !== null ? [] : [made];
  }
  function loop(op: LoopOp): Op {
    const next = yielded(op.body);
    const skip = op.counter === null ? 0 : 1;
    const wanted = carries(op).map((names, k) => {
      const init = op.inits[k];
      const param = op.body.params[k + skip];
      if (init !== undefined && param !== undefined && next !== null && value(next[k + 1] ?? init) === param) {
        for (const name of names) replaced.set(name, init);
        return false;
      }
      return names.some(name => plan.live.has(name));
    });
    const [induction] = op.body.params;
    const params = [...(skip === 1 && induction !== undefined ? [induction] : []), ...keep(op.body.params.slice(skip), wanted)];
    return {
      ...op,
      counter: op.counter === null ? null : { ...op.counter, from: value(op.counter.from), to: value(op.counter.to) },
      test: op.test === null ? null : region(op.test, [true], keep(op.test.params, wanted)),
      inits: keep(op.inits, wanted).map(value), body: region(op.body, [true, ...wanted], params), results: keep(op.results, wanted),
    };
  }
  return region(body, []);
}

function yielded(region: Region): readonly Value[] | null {
  const last = region.ops.at(-1);
  return last?.kind === 'yield' ? last.values : null;
}

/** Allocations that are only ever written to. */
function unreadMemory(body: Region): Set<Value> {
  const written = new Set<Value>();
  const read = new Set<Value>();
  const used = new Set<Value>();
  visitOps(body, op => { for (const value of operands(op)) used.add(value); });
  visitOps(body, op => {
    if (op.kind === 'alloc' || op.kind === 'array' || op.kind === 'copy' || op.kind === 'struct') written.add(op.result);
    const target = putsValue(op) || (op.kind === 'pop' || op.kind === 'remove') && !used.has(op.result) ? op.ref : null;
    operands(op).forEach((value, i) => { if (value !== target || i > 0) read.add(value); });
  });
  for (const value of read) written.delete(value);
  return written;
}
