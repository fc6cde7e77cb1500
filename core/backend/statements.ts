/**
 * Flow, with its variables chosen, as statements of the output.
 *
 * Input: flow, folding and classes that passed the interference check. Output: statements that compute the same numbers in the
 * same order: assignments for what is left of the copies, `x += e` and `a[i] += e` where the left operand is the target,
 * `for`, `while` and `do` for loops, `break` for their flags.
 */
import { ofRole, type Origin, type Role } from '../ir/origin';
import { presenceFor } from '../ir/presence';
import type { ErrorArgument, Literal, NumberFormat, Value } from '../ir/op';
import { bool } from '../ir/type';
import type { Block, BranchNode, Copy, Exit, LoopNode, Node, SimpleOp } from './flow';
import { exitCopies, type Folding } from './folding';
import { leavesOf } from './liveness';
import { unread } from './effects';
import { withoutTest } from './repeatedTests';
import { sameExpr } from './sameExpr';
import { sequence } from './sequence';
import { binary, call, elementAt, index, member, negate, numberLiteral, variable, type Expressions } from './expressions';
import { recordsAhead, type TapeWriter } from './tape';
import type { AssignOperator, Expr, Stmt, ThrownArgument, Variable } from './syntax';

export interface StatementContext {
  readonly folding: Folding;
  readonly expressions: Expressions;
  readonly tape: TapeWriter;
  /** The variable of the value's class. */
  variableOf(value: Value): Variable;
  /** The number or boolean a value is known to be. */
  constantOf(value: Value): Literal | undefined;
  /** The expression that provides an allocation, when an earlier result may. */
  reused(value: Value, made: Expr): Expr;
  /** Statements that end the function with a value. */
  finish(value: Value): Stmt[];
}

export function statementsOf(body: Block, params: readonly Value[], context: StatementContext): Stmt[] {
  const { folding, expressions, tape } = context;
  const declared = new Set<Variable>(params.map(context.variableOf));

  function assign(to: Variable, value: Expr, origin: Origin): Stmt {
    if (!declared.has(to)) {
      declared.add(to);
      return { kind: 'declare', variable: to, init: value, origin };
    }
    return update(variable(to), value, origin);
  }

  function nodes(list: readonly Node[]): Stmt[] {
    const out: Stmt[] = [];
    let reserved = false;
    list.forEach((node, i) => {
      if (node.kind !== 'op' || node.op.kind === 'call') reserved = false;
      if (node.kind === 'op') {
        if (node.op.kind === 'record' && !reserved) {
          const count = recordsAhead(list, i);
          if (count > 0) out.push(...tape.reserve(count));
          reserved = true;
        }
        out.push(...operation(node.op, node.args));
      } else if (node.kind === 'branch') out.push(...branch(node));
      else out.push(...loop(node));
    });
    return out;
  }

  function operation(op: SimpleOp, args: readonly Value[]): Stmt[] {
    const { origin } = op;
    const of = (i: number): Expr => {
      const arg = args[i];
      if (arg === undefined) throw new RangeError(`${op.kind} lacks an operand`);
      return expressions.of(arg);
    };
    const written = (i: number): Expr => {
      const [array] = args, value = args[i];
      return array === undefined || value === undefined ? of(i) : expressions.written(array, value);
    };
    switch (op.kind) {
      case 'store': return stored(index(of(0), of(1)), written(2), origin);
      // A field that is written is there.
      case 'setfield': return presenceFor(op.field) !== null ? [] : stored(member(of(0), op.field), of(1), origin);
      case 'push': return [{ kind: 'expression', expr: call(member(of(0), 'push'), [written(1)]), origin }];
      case 'fill': return [{ kind: 'expression', expr: call(member(of(0), 'fill'), [written(1)]), origin }];
      case 'insert': return [{ kind: 'expression', expr: inserted(of(0), args[1], of(1), written(2)), origin }];
      case 'pop': case 'remove': {
        // The element is read first: what the methods return may be undefined for TypeScript.
        const [array, at] = [of(0), op.kind === 'pop' ? binary('-', member(of(0), 'length'), numberLiteral(1)) : of(1)];
        const read = folding.uses(op.result) === 0 ? [] : [assign(context.variableOf(op.result), elementAt(args[0], array, at), origin)];
        return [...read, { kind: 'expression', expr: op.kind === 'pop' ? call(member(array, 'pop'), []) : removed(array, args[1], at), origin }];
      }
      case 'record': { const [value] = args; return value === undefined ? [] : tape.record(of(0), value.type); }
      default:
    }
    if (!('result' in op) || folding.isFolded(op.result)) return [];
    const computed = expressions.computed({ kind: 'op', op, args });
    if (op.result.type.kind === 'void' || folding.uses(op.result) === 0) {
      if (op.kind === 'replay') return [tape.drop(op.result.type)];
      return unread(computed, origin);
    }
    return [assign(context.variableOf(op.result), context.reused(op.result, computed), origin)];
  }

  const isFirst = (at: Value | undefined): boolean => at !== undefined && context.constantOf(at) === 0;
  const inserted = (array: Expr, position: Value | undefined, at: Expr, value: Expr): Expr =>
    (isFirst(position) ? call(member(array, 'unshift'), [value]) : call(member(array, 'splice'), [at, numberLiteral(0), value]));
  const removed = (array: Expr, position: Value | undefined, at: Expr): Expr =>
    (isFirst(position) ? call(member(array, 'shift'), []) : call(member(array, 'splice'), [at, numberLiteral(1)]));

  /** The copies that are left, in an order that computes what happening at once would. */
  function copies(all: readonly Copy[], role: Role): Stmt[] {
    const origin = ofRole(role);
    const dropped = all.filter(copy => folding.uses(copy.target) === 0).flatMap(copy => unread(expressions.of(copy.source), origin));
    const pending = all
      .filter(copy => folding.isFolded(copy.source) || context.variableOf(copy.source) !== context.variableOf(copy.target))
      .filter(copy => folding.uses(copy.target) > 0)
      .map(copy => ({ target: context.variableOf(copy.target), source: copy.source, reads: new Set([...leavesOf(copy.source, folding)].map(context.variableOf)) }));
    const saved = new Map<Variable, Variable>();
    return [...dropped, ...sequence(pending).flatMap((step): Stmt[] => {
      switch (step.kind) {
        case 'assign': return [assign(step.target, expressions.of(step.source), origin)];
        case 'save': {
          const [first] = step.target.hints;
          const hints = first === undefined ? ['next'] : [`next${first.charAt(0).toUpperCase()}${first.slice(1)}`];
          const temporary: Variable = { type: step.target.type, hints, role, named: false };
          saved.set(step.target, temporary);
          return [assign(temporary, expressions.of(step.source), origin)];
        }
        case 'restore': {
          const temporary = saved.get(step.target);
          return temporary === undefined ? [] : [assign(step.target, variable(temporary), origin)];
        }
      }
    })];
  }
  const isConstant = (value: Value): boolean => { const node = folding.definition(value); return node?.kind === 'op' && node.op.kind === 'const'; };

  function block(inner: Block, role: Role): Stmt[] {
    return [...nodes(inner.nodes), ...leave(inner.exit, role)];
  }
  function leave(exit: Exit, role: Role): Stmt[] {
    const origin = ofRole(role);
    switch (exit.kind) {
      case 'fall': return copies(exit.copies, role);
      case 'break': return [...copies(exit.copies, role), { kind: 'break', origin }];
      case 'again': {
        const { before, test, after } = flag(exit, role);
        return [...before, ...after, { kind: 'if', test: negate(test), then: [{ kind: 'break', origin }], else: [], origin }];
      }
      case 'return': return exit.value === null ? [] : context.finish(exit.value);
      case 'throw': return [{ kind: 'throw', error: exit.op.error, args: exit.op.args?.map(argument) ?? null, origin: exit.op.origin }];
    }
  }
  const argument = (arg: ErrorArgument): ThrownArgument => (arg.kind === 'value' ? { kind: 'value', value: expressions.of(arg.value) }
    : { kind: 'text', parts: arg.parts.map(part => (typeof part === 'string' ? part : written(expressions.of(part.value), part.format))) });
  const written = (value: Expr, format: NumberFormat | null): Expr => (format === null ? value : call(member(value, format.method), [numberLiteral(format.digits)]));
  /** The flag is read behind the copies; it is saved when it reads what they overwrite. */
  function flag(exit: Extract<Exit, { kind: 'again' }>, role: Role): { before: Stmt[]; test: Expr; after: Stmt[] } {
    const origin = ofRole(role);
    const written = new Set(exit.copies
      .filter(copy => folding.isFolded(copy.source) || context.variableOf(copy.source) !== context.variableOf(copy.target))
      .map(copy => context.variableOf(copy.target)));
    const overwritten = [...leavesOf(exit.again, folding)].some(leaf => written.has(context.variableOf(leaf)));
    if (!overwritten) return { before: [], test: expressions.condition(exit.again), after: copies(exit.copies, role) };
    const negated = folding.isFolded(exit.again) ? folding.definition(exit.again) : undefined;
    const [condition] = negated?.kind === 'op' && negated.op.kind === 'prim' && negated.op.prim === 'not' ? negated.args : [];
    if (condition !== undefined) {
      const done: Variable = { type: bool, hints: ['done', 'finished', 'isLast'], role, named: false };
      return { before: [assign(done, expressions.condition(condition), origin)], test: negate(variable(done)), after: copies(exit.copies, role) };
    }
    const again: Variable = { type: bool, hints: ['again', 'more'], role, named: false };
    return { before: [assign(again, expressions.of(exit.again), origin)], test: variable(again), after: copies(exit.copies, role) };
  }

  function branch(node: BranchNode): Stmt[] {
    const { origin } = node.op, { role } = origin;
    if (folding.selects.has(node)) {
      const [result] = node.results;
      if (result === undefined || folding.isFolded(result)) return [];
      if (folding.uses(result) === 0) return unread(expressions.computed(node), origin);
      return [assign(context.variableOf(result), expressions.computed(node), origin)];
    }
    const out: Stmt[] = [];
    let test = expressions.condition(node.cond);
    // Beside a side that throws the other one goes on at this level, and declares what it assigns.
    const isGuard = node.then.exit.kind === 'throw' || node.else.exit.kind === 'throw';
    const early = isGuard ? null : preset(node);
    for (const result of isGuard ? [] : node.results) {
      const own = context.variableOf(result);
      if (declared.has(own) || folding.uses(result) === 0) continue;
      declared.add(own);
      const source = early?.sources.get(result);
      out.push({ kind: 'declare', variable: own, init: source === undefined ? null : expressions.of(source), origin: ofRole(role) });
    }
    const side = (inner: Block): Stmt[] => {
      if (early?.block !== inner) return block(inner, role);
      return leave({ kind: 'fall', copies: exitCopies(inner.exit).filter(copy => !early.sources.has(copy.target)) }, role);
    };
    let [then, otherwise] = [side(node.then), side(node.else)];
    if (then.length === 0 && otherwise.length === 0) return [...out, ...unread(test, origin)];
    if (then.length === 0 || (jumps(otherwise) && !jumps(then))) {
      [then, otherwise] = [otherwise, then];
      test = negate(test);
    }
    if (jumps(then)) return [...out, { kind: 'if', test, then, else: [], origin }, ...otherwise];
    const [inner, ...more] = then;
    // `if (a) { if (b) … }` is `if (a && b) …`.
    if (inner?.kind === 'if' && more.length === 0 && inner.else.length === 0 && otherwise.length === 0) {
      return [...out, { ...inner, test: binary('&&', test, inner.test) }];
    }
    return [...out, { kind: 'if', test, then, else: withoutTest(test, otherwise), origin }];
  }

  /** A side without operations whose values can be the initial ones: `let x = a; if (c) x = b;`. */
  function preset(node: BranchNode): { block: Block; sources: Map<Value, Value> } | null {
    for (const inner of [node.else, node.then]) {
      if (inner.exit.kind !== 'fall' || inner.nodes.some(child => child.kind !== 'op' || !('result' in child.op) || !folding.isFolded(child.op.result))) continue;
      const sources = new Map<Value, Value>();
      for (const { target, source } of inner.exit.copies) {
        const undeclared = !declared.has(context.variableOf(target)) && folding.uses(target) > 0;
        const atom = !folding.isFolded(source) || isConstant(source);
        if (undeclared && atom) sources.set(target, source);
      }
      if (sources.size > 0) return { block: inner, sources };
    }
    return null;
  }

  function loop(node: LoopNode): Stmt[] {
    const { origin } = node.op, { role } = origin, stop = (test: Expr): Stmt => ({ kind: 'if', test: negate(test), then: [{ kind: 'break', origin: ofRole(role) }], else: [], origin: ofRole(role) });
    const out = copies(node.inits, role);
    if (node.to !== null && node.from !== null && node.induction !== null && node.op.counter !== null) {
      const counter = context.variableOf(node.induction);
      declared.add(counter);
      const { step, compare } = node.op.counter;
      const test = binary(({ lt: '<', le: '<=', gt: '>', ge: '>=' } as const)[compare], variable(counter), expressions.of(node.to));
      const from = expressions.of(node.from);
      return [...out, { kind: 'for', variable: counter, from, test, step, body: block(node.body, role), origin }];
    }
    if (node.test !== null) {
      const before = nodes(node.test.nodes);
      const test = expressions.condition(node.test.cond);
      if (before.length === 0) return [...out, { kind: 'while', test, body: block(node.body, role), origin }];
      return [...out, { kind: 'while', test: { kind: 'name', text: 'true' }, body: [...before, stop(test), ...block(node.body, role)], origin }];
    }
    const { exit } = node.body;
    if (exit.kind === 'again') {
      const outside = new Set(declared);
      const inner = nodes(node.body.nodes);
      if ([...leavesOf(exit.again, folding)].every(leaf => outside.has(context.variableOf(leaf)))) {
        const { before, test, after } = flag(exit, role);
        if (before.length === 0) return [...out, { kind: 'do', test, body: [...inner, ...after], origin }];
          return [...out, { kind: 'while', test: { kind: 'name', text: 'true' }, body: [...inner, ...before, ...after, stop(test)], origin }];
      }
      return [...out, { kind: 'while', test: { kind: 'name', text: 'true' }, body: [...inner, ...leave(exit, role)], origin }];
    }
    return [...out, { kind: 'while', test: { kind: 'name', text: 'true' }, body: block(node.body, role), origin }];
  }

  return block(body, 'primal');
}

const jumps = (stmts: readonly Stmt[]): boolean => {
  const last = stmts.at(-1);
  return last?.kind === 'break' || last?.kind === 'return' || last?.kind === 'throw';
};

const compound = { '+': '+=', '-': '-=', '*': '*=', '/': '/=' } as const satisfies Partial<Record<string, AssignOperator>>;

/** A place that is given what it holds stays as it is. */
const stored = (target: Expr, value: Expr, origin: Origin): Stmt[] => (sameExpr(target, value) ? [] : [update(target, value, origin)]);

/** `x = x + e` as `x += e`; `x = e + x` only for derivative arithmetic, where the order is ours. */
function update(target: Expr, value: Expr, origin: Origin): Stmt {
  if (value.kind === 'binary' && value.operator in compound) {
    const { operator, left, right } = value, made = value.origin === undefined ? {} : { origin: value.origin };
    const short = operator === '+' || operator === '-' || operator === '*' || operator === '/' ? compound[operator] : null;
    if (short !== null && sameExpr(left, target)) {
      const one = right.kind === 'literal' && right.text === '1' && target.kind === 'variable';
      if (one && short === '+=') return { kind: 'expression', expr: { kind: 'update', operator: '++', prefix: false, operand: target, ...made }, origin };
      if (one && short === '-=') return { kind: 'expression', expr: { kind: 'update', operator: '--', prefix: false, operand: target, ...made }, origin };
      return { kind: 'assign', target, operator: short, value: right, computed: value.origin ?? null, origin };
    }
    if (short === '+=' && origin.role !== 'primal' && sameExpr(right, target)) return { kind: 'assign', target, operator: short, value: left, computed: value.origin ?? null, origin };
  }
  return { kind: 'assign', target, operator: '=', value, computed: null, origin };
}
