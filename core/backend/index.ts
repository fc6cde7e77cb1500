/**
 * Value form to TypeScript: declarations as an expert would have written them.
 *
 * Input: value-form functions that passed the verifier, without `deriv` (resolved before) and without dead operations.
 * Output: the lines of the declarations, in order, with the module-level scratch they need, to be put into the file as they are, each with the operations
 * that it computes:
 *
 *     value func @fGrad(%x: num) -> {value: num, dx: num} {      export function fGrad(x: number): { value: number; dx: number } {
 *       %v = mul %x, %x                                            return { value: x * x, dx: 2 * x };
 *       …                                                 =>     }
 */
import type { Global, Module } from '../ir/module';
import { ofRole } from '../ir/origin';
import type { Type } from '../ir/type';
import type { Declaration, DeclaredParam, Style } from './declaration';
import { withAssertions } from './assertions';
import { constantDeclaration } from './constantDeclaration';
import { functionBody } from './functionBody';
import { binary, call, member, nameOf, numberLiteral, variable } from './expressions';
import { layoutStatements } from './layout';
import { bareLine, type Line } from './lines';
import { chooseNames } from './naming';
import { printDoc, concat, group, ifBroken, indent, join, line, softline, type Doc } from './document';
import { lineWidth } from './layout';
import { isObjectType, typeLayout } from './typeLayout';
import { typeText } from '../ir/typeText';
import { referenceStackName, tapeWriter, type Recorded, type TapeNames, type TapeUse } from './tape';
import type { Expr, Stmt, Variable } from './syntax';
import { visitOps } from '../ir/walk';
import { dropUnread } from './unreadVariables';
import { readsIn } from './reads';

export type { Declaration, DeclaredParam, Style } from './declaration';
export type { Line } from './lines';
export type { TapeNames } from './tape';

export interface PrintOptions {
  readonly style: Style;
  /** Names of the file that the generated functions must not shadow. */
  readonly taken: ReadonlySet<string>;
  readonly tape: TapeNames;
  /** The name a function of the module has in the file; the same by default. */
  readonly calleeName?: (callee: string) => string;
  /** The name of a constant that is written out, because none of the file names it; its own by default. */
  readonly constantName?: (global: string) => string;
}

/** Line by line. The first declaration is the entry: it starts the shared tape. */
export function printDeclarations(module: Module, declarations: readonly Declaration[], options: PrintOptions): readonly Line[] {
  const { style } = options;
  const typed = style.language === 'typescript';
  const end = style.semicolons ? ';' : '';
  const used: TapeUse = { numbers: false, references: new Map() };
  const constants = new Map<string, Global>();
  const recorded = recordedIn(declarations);
  const functions = declarations.map((declaration, i) => printFunction(module, declaration, options, { tape: used, constants }, recorded, i === 0));
  const scratch: string[] = [];
  const names = options.tape;
  const declareScratch = (name: string, type: string, init: string): void => {
    scratch.push(...(typed ? ['/** @scratch */'] : ['/**', ' * @scratch', ` * @type {${type}}`, ' */']), `let ${name}${typed && type !== 'number' ? `: ${type}` : ''} = ${init}${end}`);
  };
  if (used.numbers) {
    declareScratch(names.tape, 'Float64Array', 'new Float64Array(0)');
    if (names.top !== null) declareScratch(names.top, 'number', '0');
  }
  for (const type of used.references.keys()) {
    const name = referenceStackName(names, type, recorded.references);
    declareScratch(name, `${type}[]`, '[]');
    if (names.top !== null) declareScratch(`${name}Top`, 'number', '0');
  }
  const data = [...constants].map(([name, global]) => constantDeclaration(name, global, style));
  const parts = [bareLines(data), bareLines(scratch), ...functions, used.numbers ? bareLines(growFunction(names, style)) : []].filter(part => part.length > 0);
  return parts.flatMap((part, i) => (i === 0 ? part : [bareLine(''), ...part]));
}

/** Lines as they stand in a file. */
export const textOf = (lines: readonly Line[], { eol }: Pick<Style, 'eol'>): string => lines.map(({ text }) => `${text}${eol}`).join('');

const bareLines = (texts: readonly string[]): readonly Line[] => texts.flatMap(text => text.split('\n')).map(bareLine);

function recordedIn(declarations: readonly Declaration[]): Recorded {
  let numbers = false;
  const references = new Set<string>();
  for (const { func } of declarations) {
    visitOps(func.body, op => {
      if (op.kind !== 'record') return;
      if (op.value.type.kind === 'array' || op.value.type.kind === 'struct') references.add(typeText(op.value.type));
      else numbers = true;
    });
  }
  return { numbers, references: [...references] };
}

function growFunction(names: TapeNames, style: Style): readonly string[] {
  const typed = style.language === 'typescript';
  const end = style.semicolons ? ';' : '';
  const tab = style.indent;
  const header = typed
    ? `function ${names.grow}(tape: Float64Array, size: number): Float64Array {`
    : `/**\n * @param {Float64Array} tape\n * @param {number} size\n * @returns {Float64Array}\n */\nfunction ${names.grow}(tape, size) {`;
  return [
    header,
    `${tab}const grown = new Float64Array(2 * size)${end}`,
    `${tab}grown.set(tape)${end}`,
    `${tab}return grown${end}`,
    '}',
  ];
}

function printFunction(
  module: Module, declaration: Declaration, options: PrintOptions, used: { readonly tape: TapeUse; readonly constants: Map<string, Global> }, recorded: Recorded, entry: boolean,
): readonly Line[] {
  const { style } = options;
  const { func } = declaration;
  const own: TapeUse = { numbers: false, references: new Map() };
  const tape = tapeWriter(options.tape, own, recorded);
  const typed = style.language === 'typescript';
  // A rest parameter is the last.
  const takesInto = declaration.reuse.size > 0 && !declaration.params.some(param => param.rest === true);
  const reuse = new Map([...declaration.reuse].filter(([{ type }]) => takesInto && type.kind === 'array' && type.element.kind === 'num'));
  const intoName = declaration.params.some(param => param.name === 'into') ? 'earlier' : 'into';
  const into = nameOf(intoName);
  const called = new Set<string>();
  const { params, stmts } = functionBody(func, {
    tape, reuse, typed, quote: style.quote, taken: options.taken,
    paramNames: declaration.params.map(param => param.name),
    calleeName: callee => { const name = options.calleeName?.(callee) ?? callee; called.add(name); return name; },
    globalName: name => {
      const global = module.globals.get(name);
      const text = global?.isHidden === true ? options.constantName?.(name) ?? name : name;
      if (global?.isHidden === true) used.constants.set(text, global);
      called.add(text);
      return text;
    },
    reused: (field, length, made) => ({
      kind: 'conditional', test: binary('===', member(member(into, field, true), 'length'), length),
      yes: call(member(member(into, field), 'fill'), [numberLiteral(0)]), no: made,
    }),
    finish: value => finish(value, func.result, takesInto ? intoName : null),
  });
  if (own.numbers) used.tape.numbers = true;
  for (const [text, type] of own.references) used.tape.references.set(text, type);
  const body = dropUnread([...tape.prologue(entry), ...stmts]);
  const plain = [...unread(params, body), ...body];
  const all = style.assertsElements && typed ? withAssertions(plain) : plain;
  const taken = new Set([
    ...options.taken, ...called, ...module.globals.keys(), options.tape.tape, options.tape.grow,
    ...(options.tape.top === null ? [] : [options.tape.top]), ...(takesInto ? [intoName] : []),
  ]);
  const names = chooseNames(params, all, taken);
  const nameFor = (of: Variable): string => names.get(of) ?? of.hints[0] ?? 'unnamed';

  const listed = declaration.params.map((param, i) => { const of = params[i]; return of === undefined ? param : { ...param, name: nameFor(of) }; });
  const { semicolons } = style;
  const list: readonly Doc[] = [
    ...listed.map(param => declared(param, style)),
    ...(takesInto ? [typed ? concat(`${intoName}?: `, typeLayout(declaration.resultText, semicolons)) : intoName] : []),
  ];
  const result = typed ? concat(': ', typeLayout(declaration.resultText, semicolons)) : '';
  const isHugged = typed && list.length === 1 && isObjectType(listed[0]?.typeText ?? '');
  const listing = isHugged ? concat('(', ...list, ')') : concat('(', indent(softline, join(concat(',', line), list)), ifBroken(','), softline, ')');
  // One parameter stays on the line of an object type, which breaks before it does.
  const isTogether = list.length === 1 && typed && isObjectType(declaration.resultText);
  const signature = printDoc(
    concat(`${declaration.exported ? 'export ' : ''}function ${declaration.name}`, group(isTogether ? group(listing) : listing, result), ' {'),
    style.indent, 0, lineWidth,
  );
  const doc = documentation(typed ? declaration.doc : [...declaration.doc, ...documentedTypes(listed, declaration.resultText, takesInto ? intoName : null)]);
  // The result is put together on behalf of the function as a whole, which says nothing of a line.
  const statements = layoutStatements(all, { style, names: nameFor, depth: 1 }).map(each => ({ ...each, origins: each.origins.filter(({ site }) => site !== func.origin.site) }));
  return [...bareLines([...doc, signature]), ...statements, bareLine('}')];
}

/** Parameters the signature has for the sake of its shape: `void xDot;` says so to compilers and linters. */
function unread(params: readonly Variable[], stmts: readonly Stmt[]): Stmt[] {
  const read = readsIn(stmts);
  return params.filter(param => !read.has(param)).map(param => ({ kind: 'expression', origin: ofRole('primal'), expr: { kind: 'unary', operator: 'void ', operand: variable(param) } }));
}

/** A parameter as it stands in the list. */
function declared(param: DeclaredParam, { language, semicolons }: Style): Doc {
  if (param.withDefault !== undefined && param.withDefault !== null) return param.withDefault;
  const name = `${param.rest === true ? '...' : ''}${param.name}`;
  return language === 'typescript' ? concat(`${name}: `, typeLayout(param.typeText, semicolons)) : name;
}

/** The types of a JavaScript function, for its documentation comment. */
function documentedTypes(params: readonly DeclaredParam[], resultText: string, into: string | null): string[] {
  return [
    ...params.map(param => `@param {${param.rest === true ? `...${elementText(param.typeText)}` : param.typeText}} ${
      param.withDefault !== undefined && param.withDefault !== null ? `[${param.name}]` : param.name}`),
    ...(into === null ? [] : [`@param {${resultText}} [${into}]`]),
    `@returns {${resultText}}`,
  ];
}
const elementText = (type: string): string => (type.endsWith('[]') ? type.slice(0, -2) : type);

function documentation(lines: readonly string[]): string[] {
  const [first, ...more] = lines;
  if (first === undefined) return [];
  if (more.length === 0) return [`/** ${first} */`];
  return ['/**', ...lines.map(text => (text === '' ? ' *' : ` * ${text}`)), ' */'];
}

/** `return value`, or with an earlier result to overwrite: its fields are set first. */
function finish(value: Expr, type: Type, intoName: string | null): Stmt[] {
  const role = 'adjoint', origin = ofRole(role);
  if (intoName === null || type.kind !== 'struct') return [{ kind: 'return', value, origin }];
  const into = nameOf(intoName);
  if (value.kind !== 'object') {
    const copied: Stmt[] = type.fields.map(({ name }) => ({ kind: 'assign', target: member(into, name), operator: '=', value: member(value, name), computed: null, origin }));
    return [{ kind: 'if', test: into, then: [...copied, { kind: 'return', value: into, origin }], else: [], origin }, { kind: 'return', value, origin }];
  }
  const before: Stmt[] = [];
  const fields = value.fields.map(field => {
    if (field.value.kind === 'variable') return field;
    const held: Variable = { type: { kind: 'num' }, hints: [field.name, `${field.name}Result`], role, named: true };
    before.push({ kind: 'declare', variable: held, init: field.value, origin });
    return { ...field, value: variable(held) };
  });
  const set: Stmt[] = fields.map(field => ({ kind: 'assign', target: member(into, field.name), operator: '=', value: field.value, computed: null, origin }));
  return [
    ...before,
    { kind: 'if', test: into, then: [...set, { kind: 'return', value: into, origin }], else: [], origin },
    { kind: 'return', value: { kind: 'object', fields }, origin },
  ];
}
