/** Which variables are declared with `let`, and which with their types: where TypeScript would infer another one, or none. */
import { ownFields, presenceOf } from '../ir/presence';
import { isTuple, type Type } from '../ir/type';
import { variablesIn } from './reads';
import { thrownExpressions, type Expr, type Stmt, type Variable } from './syntax';

type Declare = Extract<Stmt, { kind: 'declare' }>;

/** `isTypedInJavaScript`: there the type of numbers is inferred from what is assigned later, that of arrays and objects is not. */
export interface Declaration { readonly word: 'let' | 'const'; readonly isTyped: boolean; readonly isTypedInJavaScript: boolean }

/** To be asked in the order of the declarations. */
export function declarations(stmts: readonly Stmt[]): (stmt: Declare) => Declaration {
  const { variables: mutable, counters, through, asked, made } = assigned(stmts);
  /** Booleans that are made of such as change. */
  const derived = new Set<Variable>();
  /** A boolean made of booleans that change: those that are assigned to each other in a loop would be inferred from each other. */
  const isMutable = (init: Expr): boolean => {
    switch (init.kind) {
      case 'variable': return init.variable.type.kind === 'bool' && (mutable.has(init.variable) || derived.has(init.variable));
      // A field or an element is narrowed by what is assigned to it.
      case 'member': case 'index': return true;
      case 'binary': return (init.operator === '&&' || init.operator === '||') && (isMutable(init.left) || isMutable(init.right));
      case 'unary': return isMutable(init.operand);
      case 'conditional': return isMutable(init.yes) || isMutable(init.no);
      default: return false;
    }
  };

  /** Numbers that the compiler takes for some literals. */
  const literal = new Set<Variable>();
  const isLiteral = (init: Expr): boolean => {
    switch (init.kind) {
      case 'literal': return true;
      case 'variable': return literal.has(init.variable);
      case 'unary': return isLiteral(init.operand);
      case 'conditional': return isLiteral(init.yes) && isLiteral(init.no);
      default: return false;
    }
  };
  /** Whether a number is made of another one. */
  const isMadeOf = (variable: Variable, other: Variable): boolean => {
    const found = new Set([variable]);
    for (const each of found) for (const part of made.get(each) ?? []) found.add(part);
    return found.has(other);
  };
  /** Whether the compiler would say that a comparison is never true, or ask for a number's type to find out that of a number it is made of, which changes. */
  const isAsked = (variable: Variable, init: Expr): boolean => asked.some(({ of, other }) =>
    of === variable ? isLiteral(init) && init.kind !== 'literal' : (counters.has(of) || mutable.has(of)) && variablesIn(other).has(variable) && isMadeOf(variable, of));

  return ({ variable, init }) => {
    const { type } = variable;
    const word = init === null || mutable.has(variable) ? 'let' : 'const';
    // A variable for references is as wide as its type, not as the allocation it starts with.
    const isReference = word === 'let' && type.kind !== 'num' && type.kind !== 'bool';
    const isEmpty = init !== null && (holdsEmptyArray(init) || (init.kind !== 'variable' && holdsTuple(type)) || ((init.kind === 'array' || init.kind === 'object') && mayLackElements(type)));
    const isPartial = init !== null && decidesPresence(init, type);
    const isOneOf = type.kind === 'text' && init?.kind === 'conditional';
    // From a literal with a new array the compiler would take an array that may share its memory to be of another type.
    const isWidened = through.has(variable);
    const isNarrowed = type.kind === 'bool' && init !== null && (word === 'let' ? mayNarrow(init) : isMutable(init));
    const isKnown = type.kind === 'num' && init !== null && word === 'const' && isAsked(variable, init);
    const isTyped = init === null || isReference || isEmpty || isPartial || isOneOf || isWidened || isNarrowed || isKnown;
    if (type.kind === 'num' && init !== null && word === 'const' && !isTyped && isLiteral(init)) literal.add(variable);
    if (isTyped && type.kind === 'bool') derived.add(variable);
    return { word, isTyped, isTypedInJavaScript: isEmpty || isPartial || (isReference && init === null) };
  };
}

/** Whether the compiler may know an expression's value from the conditions around it, and take `true` or `false` for its type. */
const mayNarrow = (init: Expr): boolean => init.kind === 'variable' || init.kind === 'member' || init.kind === 'index' || init.kind === 'unary' || init.kind === 'conditional'
  || (init.kind === 'binary' && (init.operator === '&&' || init.operator === '||'));

interface Assigned {
  /** Variables that are assigned again after their declaration. */
  readonly variables: Set<Variable>;
  /** Those that `for` counts with. */
  readonly counters: Set<Variable>;
  /** Those in which a typed array is replaced. */
  readonly through: Set<Variable>;
  /** Numbers that are compared by `===`, from which the compiler learns which they are, and with what. */
  readonly asked: { readonly of: Variable; readonly other: Expr }[];
  /** What numbers are made of. */
  readonly made: Map<Variable, ReadonlySet<Variable>>;
}

function assigned(stmts: readonly Stmt[], into: Assigned = { variables: new Set(), counters: new Set(), through: new Set(), asked: [], made: new Map() }): Assigned {
  const visit = (expr: Expr): void => {
    switch (expr.kind) {
      case 'update': if (expr.operand.kind === 'variable') into.variables.add(expr.operand.variable); break;
      case 'unary': case 'widened': visit(expr.operand); break;
      case 'binary':
        if (expr.operator === '===' || expr.operator === '!==') for (const [one, other] of [[expr.left, expr.right], [expr.right, expr.left]] as const) {
          if (one.kind === 'variable' && one.variable.type.kind === 'num') into.asked.push({ of: one.variable, other });
        }
        visit(expr.left);
        visit(expr.right);
        break;
      case 'conditional': visit(expr.test); visit(expr.yes); visit(expr.no); break;
      case 'index': visit(expr.object); visit(expr.index); break;
      case 'member': visit(expr.object); break;
      case 'call': case 'new': expr.args.forEach(visit); break;
      case 'array': expr.elements.forEach(visit); break;
      case 'object': for (const field of expr.fields) { if (field.when !== null) visit(field.when); visit(field.value); } break;
      case 'variable': case 'name': case 'literal': break;
    }
  };
  for (const stmt of stmts) {
    switch (stmt.kind) {
      case 'assign':
        if (stmt.target.kind === 'variable') into.variables.add(stmt.target.variable);
        else {
          const root = rootOf(stmt.target), type = typeOf(stmt.target);
          if (root !== null && type?.kind === 'array' && type.storage !== 'array') into.through.add(root);
          visit(stmt.target);
        }
        visit(stmt.value);
        break;
      case 'declare':
        if (stmt.init === null) break;
        if (stmt.variable.type.kind === 'num') into.made.set(stmt.variable, variablesIn(stmt.init));
        visit(stmt.init);
        break;
      case 'expression': visit(stmt.expr); break;
      case 'return': if (stmt.value !== null) visit(stmt.value); break;
      case 'if': visit(stmt.test); assigned(stmt.then, into); assigned(stmt.else, into); break;
      case 'for': case 'while': case 'do':
        if (stmt.kind === 'for') into.counters.add(stmt.variable);
        visit(stmt.test);
        assigned(stmt.body, into);
        break;
      case 'throw': thrownExpressions(stmt.args).forEach(visit); break;
      case 'break': break;
    }
  }
  return into;
}

/** The variable that holds a place, or what the place is in. */
export function rootOf(place: Expr): Variable | null {
  switch (place.kind) {
    case 'variable': return place.variable;
    case 'index': case 'member': return rootOf(place.object);
    default: return null;
  }
}

/** The type of what is in a place. */
function typeOf(place: Expr): Type | null {
  if (place.kind === 'variable') return place.variable.type;
  const of = place.kind === 'member' || place.kind === 'index' ? typeOf(place.object) : null;
  if (of?.kind === 'array') return of.element;
  return of?.kind === 'struct' && place.kind === 'member' ? of.fields.find(field => field.name === place.name)?.type ?? null : null;
}

/** Whether a tuple is in a type: from a literal alone the type of an array is inferred. */
function holdsTuple(type: Type): boolean {
  switch (type.kind) {
    case 'array': return holdsTuple(type.element);
    case 'struct': return isTuple(type) || type.fields.some(field => holdsTuple(field.type));
    case 'num': case 'bool': case 'text': case 'void': case 'func': return false;
  }
}

/** Whether a type has arrays in which elements may be missing: literals say so only where some are. */
function mayLackElements(type: Type): boolean {
  switch (type.kind) {
    case 'array': return type.absence !== undefined || mayLackElements(type.element);
    case 'struct': return type.fields.some(field => mayLackElements(field.type));
    case 'num': case 'bool': case 'text': case 'void': case 'func': return false;
  }
}

/** Whether a field that may be missing is written as one that is there, or is not: TypeScript would take the object for one that always has it, or never. */
function decidesPresence(init: Expr, type: Type): boolean {
  if (init.kind === 'conditional') return decidesPresence(init.yes, type) || decidesPresence(init.no, type);
  if (init.kind === 'array') return init.elements.some((element, i) => decidesPresence(element, type.kind === 'array' ? type.element : type.kind === 'struct' ? type.fields[i]?.type ?? type : type));
  if (init.kind !== 'object' || type.kind !== 'struct') return false;
  return ownFields(type).some(field => {
    const written = init.fields.find(({ name }) => name === field.name);
    return written === undefined || presenceOf(type, field.name) !== null && written.when === null && written.value.kind !== 'conditional' || decidesPresence(written.value, field.type);
  });
}

/** Whether a literal has an empty array in it: from that alone no element type is inferred. */
function holdsEmptyArray(expr: Expr): boolean {
  switch (expr.kind) {
    case 'array': return expr.elements.length === 0 || expr.elements.some(holdsEmptyArray);
    case 'object': return expr.fields.some(field => holdsEmptyArray(field.value));
    default: return false;
  }
}
