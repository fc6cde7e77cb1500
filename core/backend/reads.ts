/** The variables that statements read. */
import { thrownExpressions, type Expr, type Stmt, type Variable } from './syntax';

export function variablesIn(expr: Expr, into: Set<Variable> = new Set()): Set<Variable> {
  const visit = (inner: Expr): void => { variablesIn(inner, into); };
  switch (expr.kind) {
    case 'variable': into.add(expr.variable); break;
    case 'unary': case 'update': case 'widened': visit(expr.operand); break;
    case 'binary': visit(expr.left); visit(expr.right); break;
    case 'conditional': visit(expr.test); visit(expr.yes); visit(expr.no); break;
    case 'index': visit(expr.object); visit(expr.index); break;
    case 'member': visit(expr.object); break;
    case 'call': visit(expr.callee); expr.args.forEach(visit); break;
    case 'new': expr.args.forEach(visit); break;
    case 'array': expr.elements.forEach(visit); break;
    case 'object': for (const field of expr.fields) { if (field.when !== null) visit(field.when); visit(field.value); } break;
    case 'name': case 'literal': break;
  }
  return into;
}

/** Being assigned is not being read; `x += 1` and `x++` as statements read only what they write. */
export function readsIn(stmts: readonly Stmt[], into: Set<Variable> = new Set()): Set<Variable> {
  const visit = (expr: Expr): void => { variablesIn(expr, into); };
  for (const stmt of stmts) {
    switch (stmt.kind) {
      case 'declare': if (stmt.init !== null) visit(stmt.init); break;
      case 'assign': if (stmt.target.kind !== 'variable') visit(stmt.target); visit(stmt.value); break;
      case 'expression': if (stmt.expr.kind !== 'update' || stmt.expr.operand.kind !== 'variable') visit(stmt.expr); break;
      case 'if': visit(stmt.test); readsIn(stmt.then, into); readsIn(stmt.else, into); break;
      case 'for': visit(stmt.from); visit(stmt.test); readsIn(stmt.body, into); break;
      case 'while': case 'do': visit(stmt.test); readsIn(stmt.body, into); break;
      case 'return': if (stmt.value !== null) visit(stmt.value); break;
      case 'throw': thrownExpressions(stmt.args).forEach(visit); break;
      case 'break': break;
    }
  }
  return into;
}
