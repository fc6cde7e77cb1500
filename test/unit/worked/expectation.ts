/**
 * What is known by hand of a fixture's functions, written above each of them as `// expect { … }`: a JavaScript object in which the
 * parameters have their values at the point and everything in `Math` its short name. One such line holds for all points, as a formula;
 * several hold for the points in their order. A line that starts with two more spaces continues the one above.
 *
 * `// refused N1055` stands above a function that the front end must refuse.
 */
import { isDatumRecord, type Datum } from '../../../core/evaluate';

export interface Expectation {
  /** What the function returns. */
  readonly value?: Datum;
  /** For a function that returns one number. */
  readonly gradient?: Datum;
  /** A gradient for each number of the result, depth first. */
  readonly jacobian?: Datum;
  /** Over the flattened parameters, or why it is not compared; without it the second derivatives are those that differences of a formula give. */
  readonly hessian?: Datum | string;
  /** Codes, each with the one-sided derivatives if they matter: `N2001 -1 1`. */
  readonly warnings?: readonly string[];
  /** The message of the error that the function, and every derivative of it, throws. */
  readonly throws?: string;
}

export interface Expected {
  readonly refused: readonly string[];
  /** The expressions, one for all points or one for each. */
  readonly expressions: readonly string[];
}

/** The functions of a file with what stands above them. */
export function expectationsOf(source: string): ReadonlyMap<string, Expected> {
  const found = new Map<string, Expected>();
  for (const [, comment = '', name = ''] of source.matchAll(/((?:^\/\/.*\n)+)\/\*\*(?:(?!\*\/)[^])*@differentiable(?:(?!\*\/)[^])*\*\/\nexport (?:function|const) (\w+|[^\s(]+)/gm)) {
    const expressions: string[] = [];
    const refused: string[] = [];
    let isOpen = false;
    for (const line of comment.trimEnd().split('\n')) {
      const [, kind, text = ''] = /^\/\/ (expect|refused| {2}) ?(.*)$/.exec(line) ?? [];
      if (kind === '  ' && isOpen) expressions.push(`${expressions.pop() ?? ''} ${text}`);
      else if (kind === 'expect') expressions.push(text);
      else if (kind === 'refused') refused.push(...text.split(' '));
      isOpen = kind === 'expect' || (kind === '  ' && isOpen);
    }
    found.set(name, { expressions, refused });
  }
  return found;
}

const members = Object.getOwnPropertyNames(Math);

/** The expectation at a point. */
export function evaluated(expression: string, params: readonly string[], args: readonly Datum[]): Expectation {
  const scope = new Map<string, unknown>(members.map(name => [name, Reflect.get(Math, name)]));
  params.forEach((name, i) => scope.set(name, args[i]));
  const make: unknown = new Function(...scope.keys(), `return ${expression};`);
  if (typeof make !== 'function') throw new TypeError('not a function');
  const made = Reflect.apply(make, undefined, [...scope.values()]) as Expectation;
  for (const key of Object.keys(made)) if (!['value', 'gradient', 'jacobian', 'hessian', 'warnings', 'throws'].includes(key)) throw new Error(`${key} is nothing that can be expected`);
  return made;
}

/** The derivatives in the order of the parameters, one row for each number of the result. */
export function rowsOf({ gradient, jacobian }: Expectation, wrt: readonly string[]): readonly (readonly Datum[])[] {
  const rows = gradient !== undefined ? [gradient] : jacobian;
  if (!Array.isArray(rows)) throw new Error('neither a gradient nor a Jacobian is expected');
  return (rows as readonly Datum[]).map(row => {
    if (!isDatumRecord(row) || Object.keys(row).sort().join() !== [...wrt].sort().join()) throw new Error(`derivatives with respect to ${wrt.join()} are expected, not ${JSON.stringify(row)}`);
    return wrt.map(name => row[name] ?? NaN);
  });
}
