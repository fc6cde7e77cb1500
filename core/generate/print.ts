/** A derivative as text, with its header. */
import { printDeclarations, textOf, type Declaration, type Line } from '../backend';
import { typeText } from '../ir/typeText';
import type { MarkedFunction, Surroundings } from '../frontend/api';
import type { Func } from '../ir/module';
import { nablaVersion } from '../version';
import type { Derived, DerivativeKind } from './derive';
import { tokenHash } from './hash';
import { headerLines } from './header';
import { freeName, tapeNames } from './names';
import { declaredParameters, helperParameters } from './parameters';

export interface PrintRequest {
  readonly fn: MarkedFunction;
  readonly derived: Derived;
  readonly kind: DerivativeKind;
  readonly wrt: readonly string[];
  readonly surroundings: Surroundings;
  /** Token texts of everything the derivative depends on. */
  readonly source: readonly string[];
  readonly checkedPoints: number;
  /** Splits a piece of source into the tokens that hashes are made of. */
  readonly tokens: (text: string) => readonly string[];
  /** Names of declarations that the derivative replaces. */
  readonly replaced: readonly string[];
  /** An existing mark above generated code survives replacement. */
  readonly marked: boolean;
}

/** The declarations: scratch, the derivative, its helpers. */
export function printDerivative(request: PrintRequest): readonly Line[] {
  const { fn, kind, wrt } = request;
  const plain = print(request, []);
  const lines = headerLines({
    kind, from: fn.name, wrt, version: nablaVersion, checkedPoints: request.checkedPoints,
    source: tokenHash([...request.source, ...wrt]), body: tokenHash(request.tokens(textOf(plain, request.surroundings.style))),
  });
  return print(request, request.marked ? [...lines, '@differentiable'] : lines);
}

function print(request: PrintRequest, doc: readonly string[]): readonly Line[] {
  const { derived, fn, surroundings, kind } = request;
  const javascript = /\.[cm]?jsx?$/.test(fn.file);
  const taken = new Set(surroundings.namesInScope.filter(name => !request.replaced.includes(name)));
  const names = tapeNames(fn.name, derived.func.name, kind, derived.helpers.length > 0, taken);
  const helpers = helperNames(derived, new Set([...taken, names.grow]));
  const used = new Set([...taken, names.grow, ...helpers.values()]);
  return printDeclarations(derived.module, declarations(request, doc, helpers), {
    style: { ...surroundings.style, language: javascript ? 'javascript' : 'typescript' },
    taken, tape: names, calleeName: callee => helpers.get(callee) ?? callee,
    constantName: global => freeName(`${derived.func.name}_${global.replace('$', '')}`, used),
  });
}

/** The names of helpers in the file, where code of the user may have taken theirs. */
function helperNames({ helpers }: Derived, taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name } of helpers) names.set(name, freeName(name, new Set([...taken, ...names.values()])));
  return names;
}

function declarations({ derived, fn, kind, wrt }: PrintRequest, doc: readonly string[], helpers: ReadonlyMap<string, string>): readonly Declaration[] {
  const main: Declaration = {
    func: derived.func, name: derived.func.name, exported: fn.exported, doc, params: declaredParameters(derived.func, fn, kind, wrt),
    // A vjp takes no earlier result.
    reuse: kind === 'gradient' ? derived.reuse : new Map(),
    resultText: typeText(derived.func.result),
  };
  return [main, ...derived.helpers.map(func => helperDeclaration(func, helpers.get(func.name) ?? func.name))];
}

const helperDeclaration = (func: Func, name: string): Declaration => ({
  func, name, exported: false, doc: [], reuse: new Map(),
  params: helperParameters(func),
  resultText: typeText(func.result),
});
