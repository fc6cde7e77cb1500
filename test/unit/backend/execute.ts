/** Compiling and running printed declarations, and declaring IR functions for the printer. */
import ts from 'typescript';
import type { Declaration, Style } from '../../../core/backend/declaration';
import { printDeclarations, textOf } from '../../../core/backend';
import { typeText } from '../../../core/ir/typeText';
import type { Module } from '../../../core/ir/module';

export const plainStyle: Style = { indent: '  ', quote: "'", semicolons: true, eol: '\n', assertsElements: false, language: 'typescript' };

export function declarationsOf(module: Module): Declaration[] {
  return [...module.funcs.values()].map((func, i) => ({
    func, name: func.name, exported: i === 0, doc: [], resultText: typeText(func.result), reuse: new Map(),
    params: func.params.map(param => ({ name: param.name, typeText: typeText(param.value.type) })),
  }));
}

export function printed(module: Module, style: Style = plainStyle): string {
  const declarations = declarationsOf(module);
  const tape = { tape: 'fTape', top: declarations.length > 1 ? 'fTop' : null, grow: 'fGrad_grow' };
  return textOf(printDeclarations(module, declarations, { style, taken: new Set(), tape }), style);
}

/** The function that a text of declarations exports, run as JavaScript. */
export function load(text: string, name: string): (...args: readonly unknown[]) => unknown {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } });
  const make: unknown = new Function(`${outputText.replaceAll('export ', '')}\nreturn ${name};`);
  if (typeof make !== 'function') throw new TypeError('not a function');
  const made: unknown = make();
  if (typeof made !== 'function') throw new TypeError(`${name} is not a function`);
  return (...args) => { const result: unknown = Reflect.apply(made, undefined, args); return result; };
}

/** Complaints of the compiler about texts that must be clean under strict settings; one program for all of them. */
export function complaints(texts: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true, noUnusedLocals: true, noUnusedParameters: true, noImplicitReturns: true, target: ts.ScriptTarget.ES2023,
    allowJs: true, checkJs: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, noEmit: true, types: [], lib: ['lib.es2023.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (path, version) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const folders = new Set([...texts.keys()].map(path => path.slice(0, path.lastIndexOf('/'))));
  const { directoryExists } = host;
  host.directoryExists = path => folders.has(path) || directoryExists?.(path) === true;
  host.fileExists = path => texts.has(path) || fileExists(path);
  host.readFile = path => texts.get(path) ?? readFile(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${file?.fileName ?? ''}:${String(line)} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
