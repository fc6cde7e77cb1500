/**
 * The activation's tape in the output: module-level scratch and the stack pointer.
 *
 *     record %x      fTape[top++] = x;       behind one `if (top + 2 > fTape.length) fTape = fGrad_grow(fTape, top + 2);`
 *     replay         fTape[--top]            for each straight group of records
 *
 * References are kept on plain arrays, one for each type, that grow by `push`; a slot once pushed is used again.
 */
import type { Type } from '../ir/type';
import type { Node } from './flow';
import type { Expr, Stmt, Variable } from './syntax';
import { binary, call, index, member, nameOf, numberLiteral, variable } from './expressions';
import { typeText } from '../ir/typeText';
import { bool, num } from '../ir/type';
import { ofRole } from '../ir/origin';

export interface TapeNames {
  /** Module-level scratch array. */
  readonly tape: string;
  /** Module-level stack pointer when several declarations share the tape; null: each has a local `top`. */
  readonly top: string | null;
  /** Module-private function that returns a larger copy of the tape. */
  readonly grow: string;
}

/** What the declarations together put on their tape: numbers, references of these types. */
export interface Recorded { readonly numbers: boolean; readonly references: readonly string[] }
export interface TapeUse { numbers: boolean; readonly references: Map<string, Type> }

const tapeStmt = (stmt: Extract<Stmt, { kind: 'assign' | 'expression' | 'if' }>): Stmt => stmt;
const onTape = ofRole('tape'), before = ofRole('primal');

export interface TapeWriter {
  readonly locals: readonly Variable[];
  reserve(count: number): Stmt[];
  record(value: Expr, type: Type): Stmt[];
  replay(type: Type): Expr;
  /** A replay nobody reads. */
  drop(type: Type): Stmt;
  prologue(entry: boolean): Stmt[];
}

export const referenceStackName = (names: TapeNames, type: string, types: readonly string[]): string =>
  `${names.tape}Refs${types.indexOf(type) > 0 ? String(types.indexOf(type) + 1) : ''}`;

/** `used` is noted for this declaration; `shared` says what any of them puts on the tape. */
export function tapeWriter(names: TapeNames, used: TapeUse, shared: Recorded): TapeWriter {
  const referenceTypes = shared.references;
  const local: Variable = { type: num, hints: ['top', 'tapeTop'], role: 'primal', named: true };
  const localReferences = new Map<string, Variable>();
  const top = names.top === null ? variable(local) : nameOf(names.top);
  const tape = nameOf(names.tape);
  const counter = (type: string): Expr => {
    if (names.top !== null) return nameOf(`${referenceStackName(names, type, referenceTypes)}Top`);
    let own = localReferences.get(type);
    if (own === undefined) localReferences.set(type, own = { type: num, hints: ['refsTop', 'referencesTop'], role: 'primal', named: true });
    return variable(own);
  };
  const step = (operator: '++' | '--', prefix: boolean, operand: Expr): Expr => ({ kind: 'update', operator, prefix, operand });
  const isNumber = (type: Type): boolean => type.kind === 'num' || type.kind === 'bool';

  return {
    locals: [local],
    reserve(count) {
      const size = binary('+', top, numberLiteral(count));
      return [tapeStmt({
        kind: 'if', origin: onTape, test: binary('>', size, member(tape, 'length')), else: [],
        then: [{ kind: 'assign', origin: onTape, target: tape, operator: '=', computed: null, value: call(nameOf(names.grow), [tape, size]) }],
      })];
    },
    record(value, type) {
      if (isNumber(type)) {
        used.numbers = true;
        const stored: Expr = type === bool || type.kind === 'bool' ? { kind: 'conditional', test: value, yes: numberLiteral(1), no: numberLiteral(0) } : value;
        return [tapeStmt({ kind: 'assign', origin: onTape, target: index(tape, step('++', false, top)), operator: '=', computed: null, value: stored })];
      }
      const text = typeText(type);
      used.references.set(text, type);
      const stack = nameOf(referenceStackName(names, text, referenceTypes));
      const at = counter(text);
      return [
        tapeStmt({
          kind: 'if', origin: onTape, test: binary('===', at, member(stack, 'length')),
          then: [{ kind: 'expression', origin: onTape, expr: call(member(stack, 'push'), [value]) }],
          else: [{ kind: 'assign', origin: onTape, target: index(stack, at), operator: '=', computed: null, value }],
        }),
        tapeStmt({ kind: 'expression', origin: onTape, expr: step('++', false, at) }),
      ];
    },
    replay(type) {
      if (!isNumber(type)) {
        const text = typeText(type);
        used.references.set(text, type);
        return index(nameOf(referenceStackName(names, text, referenceTypes)), step('--', true, counter(text)));
      }
      used.numbers = true;
      const taken = index(tape, step('--', true, top));
      return type.kind === 'bool' ? binary('!==', taken, numberLiteral(0)) : taken;
    },
    drop(type) {
      if (isNumber(type)) used.numbers = true;
      else used.references.set(typeText(type), type);
      return tapeStmt({ kind: 'expression', origin: onTape, expr: step('--', false, isNumber(type) ? top : counter(typeText(type))) });
    },
    prologue(entry) {
      const start = (target: Expr): Stmt[] => {
        if (target.kind === 'variable') return [{ kind: 'declare', origin: before, variable: target.variable, init: numberLiteral(0) }];
        return entry ? [{ kind: 'assign', origin: before, target, operator: '=', computed: null, value: numberLiteral(0) }] : [];
      };
      // What an earlier call has left is let go.
      const emptied = (type: string): Stmt[] => (entry
        ? [{ kind: 'assign', origin: before, target: nameOf(referenceStackName(names, type, referenceTypes)), operator: '=', computed: null, value: { kind: 'array', elements: [] } }] : []);
      // The entry starts a shared tape also when only its helpers use it.
      const numbers = used.numbers || names.top !== null && shared.numbers;
      const references = names.top === null ? [...used.references.keys()] : referenceTypes;
      return [...(numbers ? start(top) : []), ...references.flatMap(type => [...emptied(type), ...start(counter(type))])];
    },
  };
}

/** How many numbers a straight group of operations, from here to the next branch, loop or call, puts on the tape. */
export function recordsAhead(nodes: readonly Node[], from: number): number {
  let count = 0;
  for (const node of nodes.slice(from)) {
    if (node.kind !== 'op' || node.op.kind === 'call') break;
    if (node.op.kind === 'record' && (node.op.value.type.kind === 'num' || node.op.value.type.kind === 'bool')) count++;
  }
  return count;
}
