/** What an expression does beside giving a value. */
import type { Origin } from '../ir/origin';
import type { Expr, Stmt } from './syntax';

/** What remains of an expression whose value nobody reads: the calls and updates in it, in their order. */
export function effects(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call': return isOfMath(expr.callee) ? expr.args.flatMap(effects) : [expr];
    case 'update': return [expr];
    case 'unary': case 'widened': return effects(expr.operand);
    case 'binary':
      if (expr.operator === '&&' || expr.operator === '||') return effects(expr.right).length > 0 ? [expr] : effects(expr.left);
      return [expr.left, expr.right].flatMap(effects);
    case 'conditional': return [expr.yes, expr.no].flatMap(effects).length > 0 ? [expr] : effects(expr.test);
    case 'index': return [expr.object, expr.index].flatMap(effects);
    case 'member': return effects(expr.object);
    case 'new': return expr.args.flatMap(effects);
    case 'array': return expr.elements.flatMap(effects);
    case 'object': return expr.fields.flatMap(field => effects(field.when === null ? field.value : { kind: 'binary', operator: '&&', left: field.when, right: field.value }));
    case 'variable': case 'name': case 'literal': return [];
  }
}

/** The statements that remain of it. */
export const unread = (expr: Expr, origin: Origin): Stmt[] => effects(expr).map((each): Stmt => ({ kind: 'expression', expr: each, origin }));

/** Functions of `Math` only compute. */
const isOfMath = (callee: Expr): boolean => callee.kind === 'name' && callee.text.startsWith('Math.');
