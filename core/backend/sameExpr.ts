/** Whether two expressions have no effects and are written alike. */
import { effects } from './effects';
import type { Expr } from './syntax';

export function sameExpr(a: Expr, b: Expr): boolean {
  switch (a.kind) {
    case 'variable': return b.kind === 'variable' && a.variable === b.variable;
    case 'name': case 'literal': return b.kind === a.kind && a.text === b.text;
    case 'unary': return b.kind === 'unary' && a.operator === b.operator && sameExpr(a.operand, b.operand);
    case 'binary': return b.kind === 'binary' && a.operator === b.operator && sameExpr(a.left, b.left) && sameExpr(a.right, b.right);
    case 'index': return b.kind === 'index' && sameExpr(a.object, b.object) && sameExpr(a.index, b.index);
    case 'call': return b.kind === 'call' && effects(a).length === 0 && sameExpr(a.callee, b.callee) && a.args.length === b.args.length && a.args.every((arg, i) => { const other = b.args[i]; return other !== undefined && sameExpr(arg, other); });
    case 'member': return b.kind === 'member' && a.name === b.name && a.optional === b.optional && sameExpr(a.object, b.object);
    default: return false;
  }
}
