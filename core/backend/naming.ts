/**
 * Names for the variables of a generated function. Source names come first, then adjoints (`dr`, or `rBar` when `dr` is taken),
 * then temporaries by what they compute. Variables in blocks that do not overlap may share a name. Deterministic.
 */
import type { Stmt, Variable } from './syntax';
import { isIdentifier, reservedWords } from '../ir/typeText';

interface Scope { readonly parent: Scope | null }

/** `taken`: names that must not be shadowed. */
export function chooseNames(params: readonly Variable[], stmts: readonly Stmt[], taken: ReadonlySet<string>): Map<Variable, string> {
  const names = new Map<Variable, string>();
  const scopes = new Map<Variable, Scope>();
  const order: Variable[] = [];
  const counters = new Set<Variable>();
  const root: Scope = { parent: null };

  const declare = (variable: Variable, scope: Scope): void => { if (!scopes.has(variable) && !params.includes(variable)) { scopes.set(variable, scope); order.push(variable); } };
  function visit(list: readonly Stmt[], scope: Scope): void {
    for (const stmt of list) {
      switch (stmt.kind) {
        case 'declare': declare(stmt.variable, scope); break;
        case 'if': visit(stmt.then, { parent: scope }); visit(stmt.else, { parent: scope }); break;
        case 'for': { const own = { parent: scope }; declare(stmt.variable, own); counters.add(stmt.variable); visit(stmt.body, own); break; }
        case 'while': case 'do': visit(stmt.body, { parent: scope }); break;
        default: break;
      }
    }
  }
  visit(stmts, root);

  const within = (inner: Scope | null, outer: Scope): boolean => inner !== null && (inner === outer || within(inner.parent, outer));
  const byName = new Map<string, Scope[]>();
  const free = (name: string, scope: Scope): boolean =>
    isIdentifier(name) && !taken.has(name) && !reservedWords.has(name) && (byName.get(name) ?? []).every(other => !within(scope, other) && !within(other, scope));

  // Parameters keep their names; the adjoint of another parameter gives way to them, and to words like `do`.
  for (const param of params) {
    const isOpen = (name: string): boolean => isIdentifier(name) && !reservedWords.has(name) && !byName.has(name);
    const [own = 'x'] = param.hints;
    const chosen = [own, `${adjointOf(own) ?? own}Bar`].find(isOpen) ?? numbered(param, isOpen);
    scopes.set(param, root);
    names.set(param, chosen);
    byName.set(chosen, [root]);
  }

  const wanted = new Set(order.filter(variable => variable.named).map(variable => variable.hints[0]));
  /** A loop inside one of the same counter goes on in the alphabet, with a letter nobody else asks for. */
  const letters = (variable: Variable): readonly string[] => {
    const [first = ''] = variable.hints;
    return counters.has(variable) && first.length === 1 ? [first, ...counterLetters.slice(counterLetters.indexOf(first) + 1).filter(letter => !wanted.has(letter))] : [];
  };

  const rank = (variable: Variable): number => (!variable.named ? 2 : variable.role === 'primal' ? 0 : 1);
  for (const level of [0, 1, 2]) {
    for (const variable of order) {
      if (rank(variable) !== level) continue;
      const scope = scopes.get(variable) ?? root;
      const chosen = [...letters(variable), ...candidates(variable)].find(name => free(name, scope)) ?? numbered(variable, name => free(name, scope));
      names.set(variable, chosen);
      const list = byName.get(chosen);
      if (list === undefined) byName.set(chosen, [scope]);
      else list.push(scope);
    }
  }
  return names;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function candidates(variable: Variable): string[] {
  const { hints, role } = variable;
  const [first] = hints;
  if (first === undefined) return [...spare];
  if (!variable.named) return [...hints, ...spare];
  if (role === 'tape') return [...hints, `saved${capital(first)}`];
  const adjoint = role !== 'primal' ? adjointOf(first) : null;
  return adjoint !== null
    ? [...hints, `${adjoint}Bar`, `${adjoint}BarNext`, `${adjoint}BarHere`]
    : [...hints, `${first}Next`, `${first}Here`, `new${capital(first)}`];
}

/** `dr` is the adjoint of `r`, `dWeights` of `weights`. */
function adjointOf(name: string): string | null {
  const match = /^d(\p{L}[\p{L}\w]*)$/u.exec(name);
  const rest = match?.[1];
  return rest === undefined ? null : rest.length === 1 ? rest : rest.charAt(0).toLowerCase() + rest.slice(1);
}

const counterLetters: readonly string[] = ['i', 'j', 'k', 'l', 'm', 'n'];

const spare = ['term', 'factor', 'part', 'share', 'slope', 'weight', 'amount', 'piece'] as const;

function numbered(variable: Variable, free: (name: string) => boolean): string {
  const base = variable.hints.find(isIdentifier) ?? 'term';
  for (let i = 2; ; i++) if (free(`${base}${String(i)}`)) return `${base}${String(i)}`;
}
