/** Lines of the tables and labels of nodes as TeX: what the view typesets and what LaTeX tables are made of. */

/** Operations that TeX has a command for; the others are written upright. */
const commands: ReadonlySet<string> = new Set(['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'exp', 'ln', 'max', 'min']);

const signs: Readonly<Record<string, string>> = {
  '×': '\\times', '∥': '\\|', '∞': '\\infty', '…': '\\dots', '·': '\\cdot', '∂': '\\partial ', '%': '\\mathbin{\\%}', '&': '\\mathbin{\\&}', '~': '\\sim ', '^': '\\oplus', '#': '\\#', $: '\\$', '\\': '\\backslash ', '{': '\\{', '}': '\\}', '<<': '\\ll', '>>': '\\gg', '>>>': '\\ggg',
};

const name = String.raw`[\p{L}_$][\u0307\u0304]?[\w$\p{L}]*(?:-\d+(?!\w))?(?:\.[\p{L}_$][\w$\p{L}]*|\[[^\]]*\])*`;

/** The first that fits is what comes next in a line. */
const parts = new RegExp([
  // What a folded group is called.
  String.raw`(?<title>tangent|iteration \d+|(?:loop|call) · line \d+|[\p{L}_$][\w$]*\(\)|[^\s=+]+ \d+ … \d+)`,
  String.raw`∂(?<upper>${name})/∂(?<lower>${name})`,
  String.raw`(?<number>(?:(?<=^|[([=+×,] ?|[a-z] )-)?\d+(?:\.\d+)?)(?:e(?<exponent>[+-]?\d+))?`,
  String.raw`(?<special>NaN)\b`,
  // In front of what it is applied to.
  String.raw`(?<applied>[a-z]\w*)(?: (?=-?[\p{L}\d∞])|(?=\())`,
  `(?<name>${name})`,
  String.raw`(?<power> ?\*\* ?)`,
  String.raw`(?<sign><<|>>>?|[×∥∞…·∂%&~^#$\\{}])`,
  String.raw`(?<gap> {3,})`,
  String.raw`(?<other>[^])`,
].join('|'), 'gu');

/** What goes around its operand. */
const around: Readonly<Record<string, (operand: string) => string>> = { sqrt: (operand) => `\\sqrt{${operand}}`, abs: (operand) => `\\left|${operand}\\right|` };

/** A line of a table, or a part of one, in TeX's mathematics. */
export function formula(text: string): string {
  const written: string[] = [];
  let finish: ((operand: string) => string) | null = null;
  const write = (operand: string): void => {
    written.push(finish?.(operand) ?? operand);
    finish = null;
  };
  for (const { groups = {} } of text.matchAll(parts)) {
    const { title, upper, lower, number, exponent, special, applied, name: named, power, sign, gap, other } = groups;
    // MathML takes text for space, and gives none to a sign that has only that beside it.
    if (title !== undefined) write(`\\text{${written.join('') === '= ' ? ' ' : ''}${escaped(title)}}`);
    else if (upper !== undefined && lower !== undefined) write(`\\frac{\\partial ${nameTex(upper)}}{\\partial ${nameTex(lower)}}`);
    else if (number !== undefined) write(exponent === undefined ? number : `${number} \\cdot 10^{${String(Number(exponent))}}`);
    else if (special !== undefined) write('\\mathrm{NaN}');
    else if (applied !== undefined && applied in around) finish = around[applied] ?? null;
    else if (applied !== undefined) written.push(commands.has(applied) ? `\\${applied} ` : `\\operatorname{${applied}} `);
    else if (named !== undefined) write(nameTex(named));
    else if (power !== undefined) {
      const base = written.pop() ?? '';
      finish = (operand) => `{${/^-|cdot/.test(base) ? `(${base})` : base}}^{${operand}}`;
    } else if (sign !== undefined) write(signs[sign] ?? sign);
    else if (gap !== undefined) written.push('\\qquad ');
    else if (other !== undefined) written.push(other);
  }
  return written.join('').trim();
}

const marks: Readonly<Record<string, { readonly short: string; readonly long: string }>> = { '\u0307': { short: '\\dot', long: '\\dot' }, '\u0304': { short: '\\bar', long: '\\overline' } };

/** `v-1`, `x2`, `width`, `w[2]`, each with a dot or a bar over it. */
function nameTex(text: string): string {
  const [, first = '', mark = '', rest = '', index = ''] = /^(.)([\u0307\u0304]?)([\w$\p{L}]*(?:-\d+)?)(.*)$/u.exec(text) ?? [];
  const over = marks[mark], isNumbered = /^-?\d+$/.test(rest), isLetter = rest === '' || isNumbered;
  const body = isLetter ? escaped(first) : `\\mathit{${escaped(`${first}${rest}`)}}`;
  const marked = over === undefined ? body : `${isLetter ? over.short : over.long}{${body}}`;
  return `${marked}${isNumbered ? `_{${rest}}` : ''}${index.startsWith('.') ? `\\mathit{${escaped(index)}}` : escaped(index)}`;
}

const specials: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '^': '\\textasciicircum{}', '~': '\\textasciitilde{}' };

/** Text outside of mathematics. */
export const escaped = (text: string): string => text.replace(/[\\{}%&#$_^~]/g, (sign) => specials[sign] ?? `\\${sign}`);
