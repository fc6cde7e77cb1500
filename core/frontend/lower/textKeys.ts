/** `w[k]` where the text k is one of several that are known from its type: a branch for each. */
import type ts from 'typescript';
import { newValue } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { Origin } from '../../ir/origin';
import { presenceOf } from '../../ir/presence';
import { sameType, type Type } from '../../ir/type';
import { lowerValue } from './expressions';
import type { FunctionScope } from './scope';

export interface KeyedField { readonly type: Type; read(at: ts.Node): Value; write(value: Value, origin: Origin): void }

/** The texts that a key can be; null where it can be any. */
export function textsOf(fn: FunctionScope, key: ts.Expression): readonly string[] | null {
  const type = fn.lexicon.oracle.typeOf(key);
  const members = type.isUnion() ? type.types : [type];
  const texts = members.flatMap(member => (member.isStringLiteral() ? [member.value] : []));
  return texts.length === members.length ? texts : null;
}

/** Null where a text that the key can be names no field, or one that may be missing, or the fields are of different types. */
export function keyedField(fn: FunctionScope, base: Value, key: ts.Expression): KeyedField | null {
  const names = base.type.kind === 'struct' ? textsOf(fn, key) : null;
  const fields = base.type.kind === 'struct' ? base.type.fields : [];
  const types = (names ?? []).flatMap(name => (base.type.kind === 'struct' && presenceOf(base.type, name) !== null ? [] : fields.find(field => field.name === name)?.type ?? []));
  const [type, ...others] = types;
  if (names === null || type === undefined || types.length < names.length || !others.every(other => sameType(other, type))) return null;
  const chosen = lowerValue(fn, key);
  const isNamed = (name: string, at: ts.Node): Value => fn.b.prim('eq', [chosen, fn.b.constant(name, fn.at(at))], fn.at(at), null, { switchCase: true });
  const read = (from: number, at: ts.Node): Value => {
    const name = names[from] ?? '';
    if (from >= names.length - 1) return fn.b.getField(base, name, fn.at(at));
    const result = newValue(type);
    fn.b.if(isNamed(name, at), fn.region(at, () => [fn.b.getField(base, name, fn.at(at))]), fn.region(at, () => [read(from + 1, at)]), [result], fn.at(at));
    return result;
  };
  const write = (from: number, value: Value, origin: Origin): void => {
    const name = names[from] ?? '';
    const put = (): void => { fn.b.setField(base, name, value, origin); };
    if (from >= names.length - 1) put();
    else fn.b.if(isNamed(name, key), fn.region(key, () => { put(); return []; }), fn.region(key, () => { write(from + 1, value, origin); return []; }), [], origin);
  };
  return { type, read: at => read(0, at), write: (value, origin) => { write(0, value, origin); } };
}
