/** Constants of other modules, written out where the derivative is, as Prettier would. */
import type { Data, Global } from '../ir/module';
import { presenceOf } from '../ir/presence';
import { absenceIn, num, type Type } from '../ir/type';
import type { Style } from './declaration';
import { concat, fill, group, ifBroken, indent, join, line, printDoc, softline, type Doc } from './document';
import { numberLiteral } from './expressions';
import { expression } from './expressionLayout';
import { lineWidth, quoted } from './layout';
import { propertyName, storageConstructor, typeText } from '../ir/typeText';

export function constantDeclaration(name: string, { type, data }: Global, style: Style): string {
  const text = typeText(type);
  const typed = style.language === 'typescript';
  const declaration = printDoc(concat(`const ${name}${typed ? `: ${text}` : ''} = `, literal(data, type, style.quote).doc, style.semicolons ? ';' : ''), style.indent, 0, lineWidth);
  return typed ? declaration : `/** @type {${text}} */\n${declaration}`;
}

/** `breaks`: it stands on several lines, whether it fits in one or not. */
interface Literal { readonly doc: Doc; readonly breaks: boolean }

const isList = (data: Data): data is readonly Data[] => Array.isArray(data);
const isRecord = (data: Data): data is { readonly [field: string]: Data } => typeof data === 'object' && data !== null && !isList(data);
const numberText = (value: number): string => printDoc(expression(numberLiteral(value), () => ''), '', 0, lineWidth);

function literal(data: Data, type: Type, quote: Style['quote']): Literal {
  if (typeof data === 'number') return { doc: numberText(data), breaks: false };
  if (typeof data === 'boolean') return { doc: String(data), breaks: false };
  if (typeof data === 'string') return { doc: quoted(data, quote), breaks: false };
  if (!isList(data)) {
    const entries = (type.kind === 'struct' ? type.fields : []).flatMap(field => {
      const content = isRecord(data) ? data[field.name] : undefined;
      if (content !== undefined) return [{ name: field.name, ...literal(content, field.type, quote) }];
      const absence = type.kind === 'struct' ? presenceOf(type, field.name)?.absence ?? 'nothing' : 'nothing';
      return absence === 'nothing' ? [] : [{ name: field.name, doc: absence, breaks: false }];
    });
    return listed('{', entries.map(({ name, doc }) => concat(`${propertyName(name)}: `, doc)), '}', line, entries.some(({ breaks }) => breaks));
  }
  const absence = absenceIn(type);
  if (absence !== null) return listed('[', data.map(each => (each === null ? absence : literal(each, num, quote).doc)), ']', softline, false);
  const list = listLiteral(data, type.kind === 'array' ? type.element : type, quote);
  return type.kind === 'array' && type.storage !== 'array' ? { doc: concat(`new ${storageConstructor(type.storage)}(`, list.doc, ')'), breaks: list.breaks } : list;
}

function listLiteral(data: readonly Data[], type: Type, quote: Style['quote']): Literal {
  if (data.length > 1 && data.every(each => typeof each === 'number')) return { doc: group('[', indent(softline, fill(data.map(numberText))), softline, ']'), breaks: false };
  const elements = data.map(each => literal(each, type, quote));
  const isTable = data.length > 1 && data.every(each => typeof each === 'object' && each !== null && Object.keys(each).length > 1);
  return listed('[', elements.map(({ doc }) => doc), ']', softline, isTable || elements.some(({ breaks }) => breaks));
}

function listed(open: string, items: readonly Doc[], close: string, edge: Doc, breaks: boolean): Literal {
  if (items.length === 0) return { doc: open + close, breaks: false };
  const content = concat(open, indent(edge, join(concat(',', line), items)), breaks ? ',' : ifBroken(','), edge, close);
  return { doc: breaks ? content : group(content), breaks };
}
