/**
 * Removes variables that are assigned and never read, which the way out of SSA can leave: a carried value that only copies read which were
 * dropped because nothing reads their targets.
 */
import { effects, unread } from './effects';
import type { Stmt, Variable } from './syntax';
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
      case 'declare': if (!read.has(stmt.variable)) { changed = true; return stmt.init === null ? [] : unread(stmt.init, stmt.origin); } return [stmt];
      case 'assign': if (stmt.target.kind === 'variable' && !read.has(stmt.target.variable)) { changed = true; return unread(stmt.value, stmt.origin); } return [stmt];
      case 'expression':
        if (stmt.expr.kind === 'update' && stmt.expr.operand.kind === 'variable' && !read.has(stmt.expr.operand.variable)) { changed = true; return []; }
        if (effects(stmt.expr)[0] === stmt.expr) return [stmt];
        changed = true;
        return unread(stmt.expr, stmt.origin);
      case 'if': {
        const [then, otherwise] = [inner(stmt.then), inner(stmt.else)];
        if (then.length === 0 && otherwise.length === 0) { changed = true; return unread(stmt.test, stmt.origin); }
        return [{ ...stmt, then, else: otherwise }];
      }
      case 'for': case 'while': case 'do': return [{ ...stmt, body: inner(stmt.body) }];
      default: return [stmt];
    }
  });
  return changed ? kept : stmts;
}
