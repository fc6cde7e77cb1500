/**
 * Expressions as documents: parentheses where the grammar needs them and where Prettier adds them, breaks where Prettier breaks.
 */
import { concat, forceBreak, group, ifBroken, indent, join, line, softline, type Doc } from './document';
import type { BinaryOperator, Expr, Variable } from './syntax';
import { accessText, propertyName } from './typeText';

export type Names = (variable: Variable) => string;

const precedence: Readonly<Record<BinaryOperator, number>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '===': 6, '!==': 6, '<': 7, '<=': 7, '>': 7, '>=': 7, '<<': 8, '>>': 8, '>>>': 8,
  '+': 9, '-': 9, '*': 10, '/': 10, '%': 10, '**': 11,
};
const bitwise: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['<<', '>>', '>>>', '&', '|', '^']);

/** Whether `a op1 b op2 c` may stand without parentheses, read from the left; Prettier's taste where the grammar allows more. */
function flattens(outer: BinaryOperator, inner: BinaryOperator): boolean {
  if (precedence[outer] !== precedence[inner] || outer === '**' || bitwise.has(outer) && outer !== inner) return false;
  if (precedence[outer] === 6 || precedence[outer] === 8) return false;
  if (outer === '%' || inner === '%') return outer !== inner ? false : false;
  return !(outer !== inner && precedence[outer] === 10);
}

function needsParens(child: Expr, parent: Extract<Expr, { kind: 'binary' }>, side: 'left' | 'right'): boolean {
  if (child.kind === 'conditional') return true;
  if (child.kind === 'unary') return parent.operator === '**' && side === 'left';
  if (child.kind !== 'binary') return false;
  const [outer, inner] = [precedence[parent.operator], precedence[child.operator]];
  if (outer > inner || (outer === inner && side === 'right')) return true;
  if (outer === inner && !flattens(parent.operator, child.operator)) return true;
  if (outer < inner && child.operator === '%') return parent.operator === '+' || parent.operator === '-';
  if (parent.operator === '||' && child.operator === '&&') return true;
  return bitwise.has(parent.operator);
}

export function expression(expr: Expr, names: Names): Doc {
  switch (expr.kind) {
    case 'variable': return names(expr.variable);
    case 'name': case 'literal': return expr.text;
    case 'unary': {
      const { operand } = expr;
      const inner = expression(operand, names);
      const nested = operand.kind === 'unary' && expr.operator.endsWith('-') || operand.kind === 'update' && operand.prefix;
      return operand.kind === 'binary' || operand.kind === 'conditional' || nested
        ? concat(expr.operator, '(', group(indent(softline, operand.kind === 'binary' ? concat(...binaryParts(operand, names)) : inner), softline), ')')
        : concat(expr.operator, inner);
    }
    case 'binary': {
      const [first, ...rest] = binaryParts(expr, names);
      return group(first ?? '', indent(...rest));
    }
    case 'conditional': return conditional(expr, names, true);
    case 'index': return concat(primary(expr.object, names), '[', group(expression(expr.index, names)), expr.isAsserted === true ? ']!' : ']');
    case 'member': return concat(primary(expr.object, names), accessText(expr.name, expr.optional));
    case 'call': return concat(primary(expr.callee, names), args(expr.args, names));
    case 'new': return concat('new ', expr.constructor, expr.typeArgument === null ? '' : `<${expr.typeArgument}>`, args(expr.args, names));
    case 'array': return expr.elements.length === 0 ? '[]' : listed('[', expr.elements.map(e => expression(e, names)), ']', breaks(expr.elements) ? concat(softline, forceBreak) : softline);
    case 'object':
      return expr.fields.length === 0 ? '{}' : listed('{', expr.fields.map(field => {
        if (field.value.kind === 'binary') return group(`${propertyName(field.name)}:`, group(indent(line, group(...binaryParts(field.value, names)))));
        const value = expression(field.value, names);
        return value === field.name ? field.name : concat(`${propertyName(field.name)}: `, value);
      }), '}', line);
    case 'update': {
      const operand = primary(expr.operand, names);
      return expr.prefix ? concat(expr.operator, operand) : concat(operand, expr.operator);
    }
  }
}

export function conditional(expr: Extract<Expr, { kind: 'conditional' }>, names: Names, indented: boolean): Doc {
  const test = expr.test.kind === 'conditional' ? concat('(', expression(expr.test, names), ')') : expression(expr.test, names);
  const arms = [line, '? ', armOf(expr.yes, names), line, ': ', armOf(expr.no, names)];
  return group(test, indented ? indent(...arms) : concat(...arms));
}
const armOf = (expr: Expr, names: Names): Doc => (expr.kind === 'conditional' ? conditional(expr, names, false) : indent(expression(expr, names)));

/** Operands and operators of a chain that reads without parentheses, for the caller to indent. */
export function binaryParts(expr: Extract<Expr, { kind: 'binary' }>, names: Names): Doc[] {
  const { left, right, operator } = expr;
  const parts = left.kind === 'binary' && flattens(operator, left.operator) && !needsParens(left, expr, 'left')
    ? binaryParts(left, names)
    : [side(left, expr, 'left', names)];
  return [...parts, ` ${operator}`, line, side(right, expr, 'right', names)];
}

function side(child: Expr, parent: Extract<Expr, { kind: 'binary' }>, at: 'left' | 'right', names: Names): Doc {
  const inner = expression(child, names);
  return needsParens(child, parent, at) ? concat('(', inner, ')') : inner;
}

/** What may stand before `.`, `[` or `(`. */
function primary(expr: Expr, names: Names): Doc {
  const inner = expression(expr, names);
  switch (expr.kind) {
    case 'binary': case 'conditional': case 'unary': case 'update': return concat('(', inner, ')');
    default: return inner;
  }
}

const args = (list: readonly Expr[], names: Names): Doc => argumentList(list.map(arg => expression(arg, names)));

export const argumentList = (list: readonly Doc[]): Doc => (list.length === 0 ? '()' : listed('(', list, ')', softline));

/** Prettier gives each of several objects, or of several arrays, with more than one member a line of its own. */
function breaks(elements: readonly Expr[]): boolean {
  const [first, ...more] = elements;
  const members = (expr: Expr): number => (expr.kind === 'object' ? expr.fields.length : expr.kind === 'array' ? expr.elements.length : 0);
  return first !== undefined && more.length > 0 && elements.every(each => each.kind === first.kind && members(each) > 1);
}

function listed(open: string, items: readonly Doc[], close: string, edge: Doc): Doc {
  return group(open, indent(edge, join(concat(',', line), items)), ifBroken(','), edge, close);
}
