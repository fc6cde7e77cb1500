/**
 * Removes variables that are assigned and never read, which the way out of SSA can leave: a carried value that only copies read which were
 * dropped because nothing reads their targets.
 */
import type { Expr, Stmt, Variable } from './syntax';
import { readsIn } from './reads';

export function dropUnread(stmts: readonly Stmt[]): readonly Stmt[] {
  for (let current = stmts; ;) {
    const read = readsIn(current);
    const next = without(current, read);
    if (next === current) return current;
    current = next;
  }
}

function without(stmts: readonly Stmt[], read: ReadonlySet<Variable>): readonly Stmt[] {
  let changed = false;
  const inner = (list: readonly Stmt[]): readonly Stmt[] => {
    const next = without(list, read);
    if (next !== list) changed = true;
    return next;
  };
  const kept = stmts.flatMap((stmt): Stmt[] => {
    switch (stmt.kind) {
      case 'declare': if (!read.has(stmt.variable)) { changed = true; return stmt.init === null ? [] : effect(stmt.init, stmt); } return [stmt];
      case 'assign': if (stmt.target.kind === 'variable' && !read.has(stmt.target.variable)) { changed = true; return effect(stmt.value, stmt); } return [stmt];
      case 'expression':
        if (stmt.expr.kind === 'update' && stmt.expr.operand.kind === 'variable' && !read.has(stmt.expr.operand.variable)) { changed = true; return []; }
        return [stmt];
      case 'if': {
        const [then, otherwise] = [inner(stmt.then), inner(stmt.else)];
        if (then.length === 0 && otherwise.length === 0) { changed = true; return effect(stmt.test, stmt); }
        return [{ ...stmt, then, else: otherwise }];
      }
      case 'for': case 'while': case 'do': return [{ ...stmt, body: inner(stmt.body) }];
      default: return [stmt];
    }
  });
  return changed ? kept : stmts;
}

/** What remains of an expression whose value nobody reads. */
const effect = (expr: Expr, { role }: Stmt): Stmt[] => (acts(expr) ? [{ kind: 'expression', expr, role }] : []);

function acts(expr: Expr): boolean {
  switch (expr.kind) {
    case 'call': return true;
    case 'update': return true;
    case 'unary': case 'widened': return acts(expr.operand);
    case 'binary': return acts(expr.left) || acts(expr.right);
    case 'conditional': return acts(expr.test) || acts(expr.yes) || acts(expr.no);
    case 'index': return acts(expr.object) || acts(expr.index);
    case 'member': return acts(expr.object);
    case 'new': return expr.args.some(acts);
    case 'array': return expr.elements.some(acts);
    case 'object': return expr.fields.some(field => acts(field.value) || field.when !== null && acts(field.when));
    case 'variable': case 'name': case 'literal': return false;
  }
}
