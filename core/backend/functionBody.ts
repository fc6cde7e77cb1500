/**
 * One value-form function as statements: flow, folding, coalescing, statements, in that order.
 *
 * Folding and coalescing depend on each other: a carried value's next value is given the carried variable where it is defined if
 * nothing forbids it; where something does, it is computed at the end of the iteration instead, if it can be moved there.
 */
import type { Func } from '../ir/module';
import type { Value } from '../ir/op';
import type { Role } from '../ir/origin';
import { separateComputedZeros } from '../passes/structuralZeros';
import type { Style } from './declaration';
import { buildFlow } from './flow';
import { planFolding } from './folding';
import { findInterference } from './liveness';
import { coalesce } from './variables';
import { expressionsFor } from './expressions';
import { hintsFor } from './hints';
import { statementsOf } from './statements';
import type { TapeWriter } from './tape';
import type { Expr, Stmt, Variable } from './syntax';

export interface BodyContext {
  readonly tape: TapeWriter;
  readonly paramNames: readonly string[];
  readonly typed: boolean;
  readonly quote: Style['quote'];
  /** Names a constant of the source cannot have here: the number is written instead. */
  readonly taken: ReadonlySet<string>;
  calleeName(callee: string): string;
  globalName(global: string): string;
  readonly reuse: ReadonlyMap<Value, string>;
  reused(field: string, length: Expr, made: Expr): Expr;
  finish(value: Expr): Stmt[];
}

export interface Body { readonly params: readonly Variable[]; readonly stmts: readonly Stmt[] }

export function functionBody(func: Func, context: BodyContext): Body {
  const { body, apart } = separateComputedZeros(func.body);
  const flow = buildFlow(body);
  const params = func.params.map(param => param.value);
  const alone = new Set(context.reuse.keys());
  const sunk = new Set<Value>();
  const solve = () => {
    const folding = planFolding(flow, params, sunk, new Set([...alone, ...apart]), context.taken);
    return { folding, ...coalesce(flow, params, folding, findInterference(flow, params, folding), alone) };
  };
  let solved = solve();
  for (;;) {
    const before = sunk.size;
    for (const { source } of solved.left) if (solved.folding.sinkable.has(source)) sunk.add(source);
    if (sunk.size === before) break;
    solved = solve();
  }
  const { folding, classes } = solved;

  const roles = new Map<Value, Role>();
  const roleOf = (value: Value): Role => {
    const known = roles.get(value);
    if (known !== undefined) return known;
    const node = folding.definition(value);
    return node === undefined ? 'primal' : node.op.origin.role;
  };
  const variables = new Map<Value, Variable>();
  const nameText = (value: Value): string | null => {
    if (folding.isFolded(value)) {
      const node = folding.definition(value);
      return node?.kind === 'op' && node.op.kind === 'global' ? node.op.global.replace('$', '') : null;
    }
    // A carried value's hint may lead back to itself.
    if (naming.has(classes.of(value))) return null;
    return variableOf(value).hints[0] ?? null;
  };
  const naming = new Set<Value>();
  function variableOf(value: Value): Variable {
    const representative = classes.of(value);
    const known = variables.get(representative);
    if (known !== undefined) return known;
    const members = classes.members(representative);
    const at = members.map(member => params.indexOf(member)).find(i => i >= 0);
    const declared = at === undefined ? undefined : context.paramNames[at];
    const named = declared ?? members.find(member => member.name !== null && !member.name.includes('.'))?.name ?? null;
    const first = members.find(member => folding.definition(member)?.kind === 'op') ?? representative;
    naming.add(representative);
    const made: Variable = {
      type: representative.type, role: roleOf(representative), named: named !== null,
      hints: named !== null ? [named] : first.type.kind === 'bool' && folding.definition(first) === undefined ? ['live', 'alive'] : hintsFor(folding.definition(first), nameText),
    };
    naming.delete(representative);
    variables.set(representative, made);
    return made;
  }

  const expressions = expressionsFor({
    folding, variableOf, constants: flow.constants, typed: context.typed, quote: context.quote,
    calleeName: callee => context.calleeName(callee),
    globalName: name => context.globalName(name),
    replay: op => context.tape.replay(op.result.type),
  });
  const stmts = statementsOf(flow.body, params, {
    folding, expressions, variableOf, constantOf: value => flow.constants.get(value), tape: context.tape,
    reused: (value, made) => {
      const field = context.reuse.get(value);
      const node = folding.definition(value);
      const length = node?.kind === 'op' && node.op.kind === 'alloc' ? node.args[0] : undefined;
      return field === undefined || length === undefined ? made : context.reused(field, expressions.of(length), made);
    },
    finish: value => context.finish(expressions.of(value)),
  });
  return { params: params.map(variableOf), stmts };
}
