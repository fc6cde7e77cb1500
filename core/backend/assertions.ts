/**
 * `x[i]!` wherever an element is read, for files under `noUncheckedIndexedAccess`, which takes every element for one that may be missing.
 * Where a place is assigned as a whole, and where it is asked whether it is there, nothing is asserted.
 */
import type { Expr, Stmt } from './syntax';

export function withAssertions(stmts: readonly Stmt[]): readonly Stmt[] { return stmts.map(asserted); }

function asserted(stmt: Stmt): Stmt {
  switch (stmt.kind) {
    case 'declare': return stmt.init === null ? stmt : { ...stmt, init: read(stmt.init) };
    case 'assign': return { ...stmt, target: stmt.operator === '=' ? place(stmt.target) : read(stmt.target), value: read(stmt.value) };
    case 'expression': return { ...stmt, expr: read(stmt.expr) };
    case 'if': return { ...stmt, test: read(stmt.test), then: withAssertions(stmt.then), else: withAssertions(stmt.else) };
    case 'for': return { ...stmt, from: read(stmt.from), test: read(stmt.test), body: withAssertions(stmt.body) };
    case 'while': case 'do': return { ...stmt, test: read(stmt.test), body: withAssertions(stmt.body) };
    case 'return': return stmt.value === null ? stmt : { ...stmt, value: read(stmt.value) };
    case 'throw': return stmt.args === null ? stmt : {
      ...stmt, args: stmt.args.map(arg => (arg.kind === 'value' ? { ...arg, value: read(arg.value) } : { ...arg, parts: arg.parts.map(part => (typeof part === 'string' ? part : read(part))) })),
    };
    case 'break': return stmt;
  }
}

/** The element itself, of an object that is read. */
const place = (expr: Expr): Expr => (expr.kind === 'index' ? { ...expr, object: read(expr.object), index: read(expr.index) } : read(expr));

const isMissing = (expr: Expr): boolean => expr.kind === 'name' && (expr.text === 'undefined' || expr.text === 'null');

function read(expr: Expr): Expr {
  switch (expr.kind) {
    case 'variable': case 'name': case 'literal': return expr;
    case 'unary': return { ...expr, operand: expr.operator === 'typeof ' ? place(expr.operand) : read(expr.operand) };
    case 'update': case 'widened': return { ...expr, operand: read(expr.operand) };
    case 'binary': return { ...expr, left: expr.operator === '??' || isMissing(expr.right) ? place(expr.left) : read(expr.left), right: read(expr.right) };
    case 'conditional': return { ...expr, test: read(expr.test), yes: read(expr.yes), no: read(expr.no) };
    case 'index': return { ...expr, object: read(expr.object), index: read(expr.index), isAsserted: true };
    case 'member': return { ...expr, object: read(expr.object) };
    case 'call': return { ...expr, callee: read(expr.callee), args: expr.args.map(read) };
    case 'new': return { ...expr, args: expr.args.map(read) };
    case 'array': return { ...expr, elements: expr.elements.map(read) };
    case 'object': return { ...expr, fields: expr.fields.map(field => ({ ...field, value: read(field.value), when: field.when === null ? null : read(field.when) })) };
  }
}
