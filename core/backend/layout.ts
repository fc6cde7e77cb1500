/** Statements as text, in the file's style, with Prettier's line breaks at 120 columns. */
import { computing, concat, group, indent, line, printDoc, printPiece, softline, ifBroken, type Doc } from './document';
import { declarations, rootOf } from './declarations';
import { argumentList, binaryParts, conditional, expression, type Names } from './expressionLayout';
import type { Origin, Role } from '../ir/origin';
import type { Style } from './declaration';
import { bareLine, joined, linesOf, noted, type Line, type Note, type Piece } from './lines';
import type { Expr, Stmt, ThrownArgument, Variable } from './syntax';
import { typeLayout } from './typeLayout';
import { typeText } from '../ir/typeText';

export const lineWidth = 120;

export interface LayoutOptions { readonly style: Style; readonly names: Names; readonly depth: number }

export function layoutStatements(stmts: readonly Stmt[], options: LayoutOptions): readonly Line[] {
  const { style, names } = options;
  const declarationOf = declarations(stmts);
  const end = style.semicolons ? ';' : '';
  const results = resultVariables(stmts);
  const text = (doc: Doc, depth: number, tail = ''): Piece => printPiece(concat(doc, tail), style.indent, depth, lineWidth);
  const pad = (depth: number): string => style.indent.repeat(depth);

  function assignment(left: Doc, operator: string, value: Expr, computed: Origin | null = null): Doc {
    const sign = concat(computing(computed), ` ${operator}`);
    if (value.kind === 'binary') return group(left, sign, group(indent(line, group(...binaryParts(value, names)))));
    if (value.kind === 'conditional' && value.test.kind === 'binary') {
      return group(left, sign, group(indent(line, conditional(value, names, true))));
    }
    return group(left, sign, ' ', expression(value, names));
  }
  function simple(stmt: Stmt, depth: number): Piece | null {
    const piece = bare(stmt, depth);
    return piece === null ? null : noted(piece, ...notesOf(stmt));
  }
  /** What a statement says of its first line. */
  function notesOf(stmt: Stmt): readonly Note[] {
    const target = stmt.kind === 'declare' && stmt.init !== null ? stmt.variable : stmt.kind === 'assign' ? rootOf(stmt.target) : null;
    const field = target === null ? undefined : results.get(target);
    return [{ kind: 'operation', origin: stmt.origin }, ...(field === undefined ? [] : [{ kind: 'field', field } as const])];
  }
  function bare(stmt: Stmt, depth: number): Piece | null {
    switch (stmt.kind) {
      case 'assign': return text(assignment(expression(stmt.target, names), stmt.operator, stmt.value, stmt.computed), depth, end);
      case 'expression': return text(expression(stmt.expr, names), depth, end);
      case 'break': return joined(`break${end}`);
      case 'return': {
        if (stmt.value === null) return joined(`return${end}`);
        const value = stmt.value.kind === 'binary'
          ? group(ifBroken('('), indent(softline, group(...binaryParts(stmt.value, names))), softline, ifBroken(')'))
          : expression(stmt.value, names);
        return text(concat('return ', value), depth, end);
      }
      case 'throw': return stmt.args === null ? joined(`throw ${stmt.error}${end}`) : text(concat(`throw new ${stmt.error}`, argumentList(stmt.args.map(thrown))), depth, end);
      default: return null;
    }
  }
  const thrown = (arg: ThrownArgument): Doc => {
    if (arg.kind === 'value') return expression(arg.value, names);
    if (arg.parts.every(part => typeof part === 'string')) return quoted(arg.parts.join(''), style.quote);
    const pieces = arg.parts.map(part => (typeof part === 'string' ? part.replace(/[`\\]|\$\{/g, found => `\\${found}`).replaceAll('\n', '\\n') : `\${${flat(part)}}`));
    return `\`${pieces.join('')}\``;
  };
  /** Prettier never breaks inside a template. */
  const flat = (expr: Expr): string => printDoc(expression(expr, names), style.indent, 0, Infinity);
  function body(header: Piece, stmts: readonly Stmt[], depth: number, role: Role, out: Line[], braces: boolean): void {
    const [only, ...more] = stmts;
    const inner = only === undefined || more.length > 0 || braces ? null : simple(only, depth + 1);
    if (inner !== null && !inner.text.includes('\n') && !header.text.includes('\n') && `${header.text} ${inner.text}`.length <= lineWidth) {
      out.push(...linesOf(joined(header, ' ', inner), role));
      return;
    }
    out.push(...linesOf(joined(header, ' {'), role));
    list(stmts, depth + 1, out);
    out.push(bareLine(`${pad(depth)}}`));
  }
  const keyword = (word: string, test: Expr, depth: number): Piece =>
    text(concat(`${word} (`, group(indent(softline, ...(test.kind === 'binary' ? binaryParts(test, names) : [expression(test, names)])), softline), ')'), depth);
  const condition = (word: string, test: Expr, depth: number): Piece => joined(pad(depth), keyword(word, test, depth));
  /** `} else if (…)`: goes on in the line that ends what came before. */
  const goesOn = (depth: number, rest: Piece): Piece => joined(pad(depth), '} ', rest);

  function statement(stmt: Stmt, depth: number, out: Line[]): void {
    const { role } = stmt.origin, short = simple(stmt, depth);
    if (short !== null) { out.push(...linesOf(joined(pad(depth), short), role)); return; }
    switch (stmt.kind) {
      case 'declare': {
        const { word, isTyped, isTypedInJavaScript } = declarationOf(stmt);
        const type = isTyped && style.language === 'typescript' ? concat(': ', typeLayout(typeText(stmt.variable.type), style.semicolons)) : null;
        if (isTypedInJavaScript && type === null) out.push(bareLine(`${pad(depth)}/** @type {${typeText(stmt.variable.type)}} */`));
        const left = concat(`${word} ${names(stmt.variable)}`, type ?? '');
        out.push(...linesOf(joined(pad(depth), noted(text(stmt.init === null ? left : assignment(left, '=', stmt.init), depth, end), ...notesOf(stmt))), role));
        break;
      }
      case 'if': {
        let at: Extract<Stmt, { kind: 'if' }> = stmt;
        const braces = at.else.length > 0;
        body(noted(condition('if', at.test, depth), ...notesOf(stmt)), at.then, depth, role, out, braces);
        while (at.else.length > 0) {
          const [next, ...more] = at.else;
          out.pop();
          if (next?.kind === 'if' && more.length === 0) {
            body(goesOn(depth, joined('else ', keyword('if', next.test, depth))), next.then, depth, role, out, true);
            at = next;
            continue;
          }
          body(goesOn(depth, joined('else')), at.else, depth, role, out, true);
          break;
        }
        break;
      }
      case 'for': {
        const name = names(stmt.variable);
        const { step } = stmt;
        const update = step === 1 ? `${name}++` : step === -1 ? `${name}--` : step > 0 ? `${name} += ${String(step)}` : `${name} -= ${String(-step)}`;
        const parts = [concat(`let ${name} = `, expression(stmt.from, names)), expression(stmt.test, names), update];
        const header = group('for (', indent(softline, ...parts.flatMap((part, i) => (i === 0 ? [part] : [';', line, part]))), softline, ')');
        body(noted(joined(pad(depth), text(header, depth)), ...notesOf(stmt)), stmt.body, depth, role, out, false);
        break;
      }
      case 'while': body(noted(condition('while', stmt.test, depth), ...notesOf(stmt)), stmt.body, depth, role, out, false); break;
      case 'do':
        body(noted(joined(`${pad(depth)}do`), ...notesOf(stmt)), stmt.body, depth, role, out, true);
        out.pop();
        out.push(...linesOf(goesOn(depth, joined(keyword('while', stmt.test, depth), end)), role));
        break;
      default: break;
    }
  }
  function list(stmts: readonly Stmt[], depth: number, out: Line[]): void {
    for (const stmt of stmts) statement(stmt, depth, out);
  }

  const out: Line[] = [];
  const gap = turn(stmts);
  stmts.forEach((stmt, i) => {
    if (i === gap) out.push(bareLine(''));
    statement(stmt, options.depth, out);
  });
  return out;
}

/** The variables that the function returns in fields of its result. */
function resultVariables(stmts: readonly Stmt[]): ReadonlyMap<Variable, string> {
  const last = stmts.at(-1), value = last?.kind === 'return' ? last.value : null;
  return new Map(value?.kind === 'object' ? value.fields.flatMap(field => (field.value.kind === 'variable' ? [[field.value.variable, field.name] as const] : [])) : []);
}

const withTangents = (stmts: readonly Stmt[]): boolean => stmts.some(stmt => {
  if (stmt.origin.role === 'tangent') return true;
  return stmt.kind === 'if' ? withTangents(stmt.then) || withTangents(stmt.else) : (stmt.kind === 'for' || stmt.kind === 'while' || stmt.kind === 'do') && withTangents(stmt.body);
});

/** Where the reverse part begins: from here on there is nothing of the source's own but the result. */
function turn(stmts: readonly Stmt[]): number {
  let at = stmts.length;
  while (at > 0) {
    const stmt = stmts[at - 1];
    if (stmt === undefined || (stmt.origin.role === 'primal' && stmt.kind !== 'return')) break;
    at--;
  }
  const rest = stmts.slice(at);
  // A forward function ends with what it saves, a tangent goes along with its value: neither has a reverse part.
  return at > 0 && rest.some(stmt => stmt.kind !== 'return' && stmt.origin.role === 'adjoint') && !withTangents(stmts) ? at : -1;
}

export function quoted(text: string, quote: "'" | '"'): string {
  const other = quote === "'" ? '"' : "'";
  const count = (mark: string): number => text.split(mark).length - 1;
  const mark = count(quote) > count(other) ? other : quote;
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return mark + body.replaceAll(mark, `\\${mark}`) + mark;
}
