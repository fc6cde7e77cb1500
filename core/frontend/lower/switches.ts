/** `switch`: a chain of `if` where no clause falls through, nested blocks where one does. */
import ts from 'typescript';
import type { Region, Value } from '../../ir/op';
import { newValue } from '../../ir/builder';
import { bool, num } from '../../ir/type';
import { visitOps } from '../../ir/walk';
import { lowerValue } from './expressions';
import { comparable } from './maybe';
import type { FunctionScope } from './scope';
import { lowerStatements } from './statements';
import { staticValue } from './statics';

/** Clauses that share their statements: `case 1: case 2: …`. */
interface Group { readonly tests: readonly ts.Expression[]; readonly isDefault: boolean; readonly clause: ts.CaseOrDefaultClause }

export function lowerSwitch(fn: FunctionScope, node: ts.SwitchStatement, labels: readonly string[]): void {
  const text = staticValue(fn, node.expression);
  if (text?.kind === 'text') {
    lowerChosen(fn, node, text.value, labels);
    return;
  }
  const value = comparable(fn, node.expression, node.caseBlock.clauses.flatMap(clause => (ts.isCaseClause(clause) ? [clause.expression] : []))) ?? lowerValue(fn, node.expression);
  const label = fn.freshLabel('B');
  fn.jumps.push({ label, names: labels, continues: false, unnamed: true });
  const body = fn.region(node, () => {
    const groups = groupClauses(node);
    const simple = groups.every((group, i) => i === groups.length - 1 || endsInJump(group.clause.statements))
      && groups.every((group, i) => !group.isDefault || i === groups.length - 1);
    fn.block(() => {
      if (simple) lowerChain(fn, value, groups, 0, label);
      else lowerFallThrough(fn, node, value, groups, label);
    });
    return [];
  });
  fn.jumps.pop();
  if (breaksTo(body, label)) fn.b.append({ kind: 'block', label, body, origin: fn.at(node) });
  else fn.inline(body);
}

/** The statements that a switch on a known text comes to, without its `break`; null where the text is not known. */
export function knownClauses(fn: FunctionScope, node: ts.SwitchStatement): readonly ts.Statement[] | null {
  const text = staticValue(fn, node.expression);
  return text?.kind === 'text' ? chosenStatements(fn, node, text.value) : null;
}

function chosenStatements(fn: FunctionScope, node: ts.SwitchStatement, value: string): readonly ts.Statement[] {
  const { clauses } = node.caseBlock;
  const tests = clauses.map(clause => (ts.isCaseClause(clause) ? staticValue(fn, clause.expression) : null));
  clauses.forEach((clause, i) => {
    if (ts.isCaseClause(clause) && tests[i]?.kind !== 'text') fn.report('stringValue', {}, clause.expression);
  });
  const hit = tests.findIndex(test => test?.kind === 'text' && test.value === value);
  const start = hit >= 0 ? hit : clauses.findIndex(ts.isDefaultClause);
  const taken = start < 0 ? [] : clauses.slice(start).flatMap(clause => [...clause.statements]);
  const last = taken.findIndex(statement => ts.isBreakStatement(statement) && statement.label === undefined);
  return last < 0 ? taken : taken.slice(0, last);
}

/** A switch on a known text: the clause it leads to, and those that one falls through to. */
function lowerChosen(fn: FunctionScope, node: ts.SwitchStatement, value: string, labels: readonly string[]): void {
  const label = fn.freshLabel('B');
  fn.jumps.push({ label, names: labels, continues: false, unnamed: true });
  const body = fn.region(node, () => {
    fn.block(() => { lowerStatements(fn, chosenStatements(fn, node, value)); });
    return [];
  });
  fn.jumps.pop();
  if (breaksTo(body, label)) fn.b.append({ kind: 'block', label, body, origin: fn.at(node) });
  else fn.inline(body);
}

const breaksTo = (region: Region, label: string): boolean => {
  let found = false;
  visitOps(region, op => { found ||= op.kind === 'break' && op.label === label; });
  return found;
};

function groupClauses(node: ts.SwitchStatement): Group[] {
  const groups: Group[] = [];
  let tests: ts.Expression[] = [];
  let isDefault = false;
  const { clauses } = node.caseBlock;
  clauses.forEach((clause, i) => {
    if (ts.isDefaultClause(clause)) isDefault = true;
    else tests.push(clause.expression);
    if (clause.statements.length === 0 && i < clauses.length - 1) return;
    groups.push({ tests, isDefault, clause });
    tests = [];
    isDefault = false;
  });
  return groups;
}

const lastOf = (statements: readonly ts.Statement[]): ts.Statement | undefined => {
  const last = statements[statements.length - 1];
  return last !== undefined && ts.isBlock(last) ? lastOf(last.statements) : last;
};
const endsInJump = (statements: readonly ts.Statement[]): boolean => {
  const last = lastOf(statements);
  return last !== undefined && (ts.isBreakOrContinueStatement(last) || ts.isReturnStatement(last) || ts.isThrowStatement(last));
};
function matches(fn: FunctionScope, value: Value, test: ts.Expression): Value {
  const candidate = lowerValue(fn, test, value.type);
  const type = value.type.kind === 'bool' || value.type.kind === 'text' ? value.type : num;
  return fn.b.prim('eq', [fn.fit(value, type, test), fn.fit(candidate, type, test)], fn.at(test), null, { switchCase: true });
}

/** Whether the value is one of the tests, tried in order. */
function matchesAny(fn: FunctionScope, value: Value, tests: readonly ts.Expression[]): Value | null {
  const [first, ...rest] = tests;
  if (first === undefined) return null;
  const hit = matches(fn, value, first);
  if (rest.length === 0) return hit;
  const then = fn.region(first, () => [fn.constant(true, first)]);
  const otherwise = fn.region(first, () => [matchesAny(fn, value, rest) ?? fn.constant(false, first)]);
  const result = newValue(bool);
  fn.b.if(hit, then, otherwise, [result], fn.at(first));
  return result;
}

function lowerChain(fn: FunctionScope, value: Value, groups: readonly Group[], index: number, label: string): void {
  const group = groups[index];
  if (group === undefined) return;
  const statements = withoutFinalBreak(group.clause.statements, label, fn);
  const condition = group.isDefault ? null : matchesAny(fn, value, group.tests);
  if (condition === null) {
    // The tests that lead to the default clause have no effect and do not matter.
    lowerStatements(fn, statements);
    return;
  }
  const then = fn.region(group.clause, () => {
    fn.block(() => { lowerStatements(fn, statements); });
    return [];
  });
  const otherwise = fn.region(group.clause, () => {
    lowerChain(fn, value, groups, index + 1, label);
    return [];
  });
  fn.b.if(condition, then, otherwise, [], fn.at(group.clause));
}

/** At the end of a chain's branch the switch is left anyway. */
function withoutFinalBreak(statements: readonly ts.Statement[], label: string, fn: FunctionScope): readonly ts.Statement[] {
  const last = statements[statements.length - 1];
  const innermost = fn.jumps[fn.jumps.length - 1];
  if (statements.length === 1 && last !== undefined && ts.isBlock(last)) return withoutFinalBreak(last.statements, label, fn);
  return last !== undefined && ts.isBreakStatement(last) && last.label === undefined && innermost?.label === label ? statements.slice(0, -1) : statements;
}

/** One block for each clause, the first innermost; a dispatch inside leaves the block that stands before the clause chosen. */
function lowerFallThrough(fn: FunctionScope, node: ts.SwitchStatement, value: Value, groups: readonly Group[], label: string): void {
  const labels = groups.map(() => fn.freshLabel('C'));
  const nest = (depth: number): void => {
    const group = groups[depth];
    const inner = labels[depth];
    if (group === undefined || inner === undefined) return;
    const body = fn.region(group.clause, () => {
      if (depth === 0) dispatch(fn, node, value, groups, labels, label);
      else nest(depth - 1);
      return [];
    });
    fn.b.append({ kind: 'block', label: inner, body, origin: fn.at(group.clause) });
    lowerStatements(fn, group.clause.statements);
  };
  nest(groups.length - 1);
}

function dispatch(
  fn: FunctionScope, node: ts.SwitchStatement, value: Value, groups: readonly Group[], labels: readonly string[], end: string,
): void {
  const jump = (to: string, at: ts.Node): void => {
    fn.b.append({ kind: 'break', label: to, origin: fn.at(at) });
    fn.end();
  };
  groups.forEach((group, i) => {
    const condition = matchesAny(fn, value, group.tests);
    const to = labels[i];
    if (condition === null || to === undefined) return;
    const then = fn.region(group.clause, () => {
      jump(to, group.clause);
      return [];
    });
    fn.b.if(condition, then, fn.region(group.clause, () => []), [], fn.at(group.clause));
  });
  jump(labels[groups.findIndex(group => group.isDefault)] ?? end, node);
}
