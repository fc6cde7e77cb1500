/**
 * Methods and getters of an object that is being made: `this.area = this.compute()` in a constructor. They are called with a record of
 * what the fields hold so far, and what they assign is taken over, so they may do nothing with the object but read and write its fields.
 */
import ts from 'typescript';
import type { Slot, Value } from '../../ir/op';
import type { StructType } from '../../ir/type';
import type { ClassNode } from '../classes';
import { enclosingFunction, isMemberFunction, type FunctionNode } from '../oracle';
import { isWritten } from '../writes';
import type { FunctionScope } from './scope';

interface Made { readonly node: ClassNode; readonly slots: ReadonlyMap<string, Slot>; readonly type: StructType }
export interface Unfinished { readonly value: Value; /** Takes over what was assigned. */ takeOver(): void }

/** Null where the object may be of a class that extends this one, or the member does more. */
export function unfinished(fn: FunctionScope, made: Made, member: FunctionNode, at: ts.Node): Unfinished | null {
  const { classes, oracle } = fn.lexicon;
  const assigned = classes.isExtended(made.node) ? null : fieldsAssigned(fn, made.node, member);
  if (assigned === null) return null;
  const family = classes.family(oracle.objectType(made.node));
  const values = made.type.fields.map(({ name, type }) => {
    const slot = made.slots.get(name);
    return name === family?.tag ? fn.constant(family.classes.indexOf(made.node), at) : slot === undefined ? fn.unset(type, at) : fn.b.get(slot, fn.at(at));
  });
  const value = fn.b.struct(made.type, values, fn.at(at));
  return {
    value,
    takeOver: () => {
      for (const name of assigned) {
        const slot = made.slots.get(name);
        if (slot !== undefined) fn.b.set(slot, fn.b.getField(value, name, fn.at(at)), fn.at(at));
      }
    },
  };
}

/** The fields that a member and those it calls assign; null where they do something else with the object. */
function fieldsAssigned(fn: FunctionScope, made: ClassNode, first: FunctionNode): ReadonlySet<string> | null {
  const { classes } = fn.lexicon;
  const assigned = new Set<string>();
  const members = new Set([first]);
  let isKept = false;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.SuperKeyword) isKept = true;
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const { parent } = node;
      if (!ts.isPropertyAccessExpression(parent) || !isOwn(node)) {
        isKept = true;
        return;
      }
      const symbol = fn.lexicon.oracle.symbolOf(parent.name);
      const name = symbol === undefined ? parent.name.text : classes.fieldName(symbol);
      if (isWritten(parent)) assigned.add(name);
      for (const kind of ['method', 'get', 'set'] as const) {
        const member = classes.member(made, parent.name.text, kind);
        if (member !== null) members.add(member);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const member of members) visit(member.body);
  return isKept ? null : assigned;
}

/** Whether `this` stands in the member itself, or in arrow functions that are passed on where they are written. */
function isOwn(node: ts.Node): boolean {
  const owner = enclosingFunction(node);
  if (owner === null || !ts.isArrowFunction(owner)) return owner !== null && isMemberFunction(owner);
  return ts.isCallExpression(owner.parent) && owner.parent.arguments.some(argument => argument === owner) && isOwn(owner);
}
