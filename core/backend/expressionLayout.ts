/**
 * Expressions as documents: parentheses where the grammar needs them and where Prettier adds them, breaks where Prettier breaks.
 */
import { brokenGroup, computing, concat, fill, giving, group, ifBroken, indent, join, line, softline, type Doc } from './document';
import type { BinaryOperator, Expr, Variable } from './syntax';
import { accessText, propertyName } from '../ir/typeText';

export type Names = (variable: Variable) => string;

const precedence: Readonly<Record<BinaryOperator, number>> = {
  '??': 1, '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '===': 6, '!==': 6, '<': 7, '<=': 7, '>': 7, '>=': 7, '<<': 8, '>>': 8, '>>>': 8,
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
  if (parent.operator === '??' || child.operator === '??') return parent.operator !== '??' || child.operator === '||' || child.operator === '&&';
  const [outer, inner] = [precedence[parent.operator], precedence[child.operator]];
  if (outer > inner || (outer === inner && side === 'right')) return true;
  if (outer === inner && !flattens(parent.operator, child.operator)) return true;
  if (outer < inner && child.operator === '%') return parent.operator === '+' || parent.operator === '-';
  if (parent.operator === '||' && child.operator === '&&') return true;
  return bitwise.has(parent.operator);
}

export function expression(expr: Expr, names: Names): Doc {
  const written = unmarked(expr, names);
  // Chains and conditionals may be broken before their operators, which are marked themselves.
  return expr.origin === undefined || expr.kind === 'binary' || expr.kind === 'conditional' ? written : concat(computing(expr.origin), written);
}

function unmarked(expr: Expr, names: Names): Doc {
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
    case 'widened': return concat('(', expression(expr.operand, names), ' as string)');
    case 'binary': {
      const [first, ...rest] = binaryParts(expr, names);
      return group(first ?? '', indent(...rest));
    }
    case 'conditional': return conditional(expr, names, true);
    case 'index': return concat(primary(expr.object, names), '[', group(expression(expr.index, names)), expr.isAsserted === true ? ']!' : ']');
    case 'member': return concat(primary(expr.object, names), accessText(expr.name, expr.optional));
    case 'call': return concat(primary(expr.callee, names), args(expr.args, names));
    case 'new': return concat('new ', expr.constructor, expr.typeArgument === null ? '' : `<${expr.typeArgument}>`, args(expr.args, names));
    case 'array': return array(expr, names);
    case 'object':
      return expr.fields.length === 0 ? '{}' : listed('{', expr.fields.map(field => {
        if (field.when !== null) {
          const only: Expr = { kind: 'object', fields: [{ ...field, when: null }] };
          return concat('...(', expression({ kind: 'binary', operator: '&&', left: field.when, right: only }, names), ')');
        }
        if (field.value.kind === 'binary') return group(giving(field.name), `${propertyName(field.name)}:`, group(indent(line, group(...binaryParts(field.value, names)))));
        if (field.value.kind === 'conditional' && field.value.test.kind === 'binary') return group(giving(field.name), `${propertyName(field.name)}:`, group(indent(line, conditional(field.value, names, true))));
        const value = expression(field.value, names);
        return value === field.name ? field.name : concat(giving(field.name), `${propertyName(field.name)}: `, value);
      }), '}', line);
    case 'update': {
      const operand = primary(expr.operand, names);
      return expr.prefix ? concat(expr.operator, operand) : concat(operand, expr.operator);
    }
  }
}

export function conditional(expr: Extract<Expr, { kind: 'conditional' }>, names: Names, indented: boolean): Doc {
  const test = expr.test.kind === 'conditional' ? concat('(', expression(expr.test, names), ')') : expression(expr.test, names);
  const arms = [line, computing(expr.origin), '? ', expr.yes.kind === 'conditional' ? concat('(', armOf(expr.yes, names), ')') : armOf(expr.yes, names), line, ': ', armOf(expr.no, names)];
  return group(test, indented ? indent(...arms) : concat(...arms));
}
function armOf(expr: Expr, names: Names): Doc {
  if (expr.kind === 'conditional') return conditional(expr, names, false);
  const arm = expression(expr, names);
  return indent(expr.kind === 'binary' && expr.operator === '??' ? concat('(', arm, ')') : arm);
}

/** Operands and operators of a chain that reads without parentheses, for the caller to indent. */
export function binaryParts(expr: Extract<Expr, { kind: 'binary' }>, names: Names): Doc[] {
  const { left, right, operator } = expr;
  const parts = left.kind === 'binary' && flattens(operator, left.operator) && !needsParens(left, expr, 'left')
    ? binaryParts(left, names)
    : [side(left, expr, 'left', names)];
  return [...parts, computing(expr.origin), ` ${operator}`, line, side(right, expr, 'right', names)];
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

function args(list: readonly Expr[], names: Names): Doc {
  const docs = list.map(arg => expression(arg, names));
  const [only] = list;
  const isHugged = list.length === 1 && (only?.kind === 'object' || only?.kind === 'array');
  return isHugged ? concat('(', ...docs, ')') : argumentList(docs);
}

/** Numbers fill the lines; rows of more than one element never stand side by side. */
function array({ elements }: Extract<Expr, { kind: 'array' }>, names: Names): Doc {
  if (elements.length === 0) return '[]';
  const numbers = elements.map(numberText).filter(text => text !== null);
  if (numbers.length > 1 && numbers.length === elements.length) return group('[', indent(softline, fill(numbers)), softline, ']');
  const items = elements.map(element => expression(element, names));
  const areRows = elements.length > 1 && (elements.every(e => e.kind === 'array' && e.elements.length > 1) || elements.every(e => e.kind === 'object' && e.fields.length > 1));
  return areRows ? brokenGroup('[', indent(softline, join(concat(',', line), items)), ifBroken(','), softline, ']') : listed('[', items, ']', softline);
}

function numberText(expr: Expr): string | null {
  if (expr.kind === 'literal') return /^[\d.]/.test(expr.text) ? expr.text : null;
  const inner = expr.kind === 'unary' && expr.operator === '-' ? numberText(expr.operand) : null;
  return inner === null ? null : `-${inner}`;
}

export const argumentList = (list: readonly Doc[]): Doc => (list.length === 0 ? '()' : listed('(', list, ')', softline));

function listed(open: string, items: readonly Doc[], close: string, edge: Doc): Doc {
  return group(open, indent(edge, join(concat(',', line), items)), ifBroken(','), edge, close);
}
