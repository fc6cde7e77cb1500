/** A generated gradient put into its file, marked, and differentiated once more, forward and reverse. */
import assert from 'node:assert/strict';
import { defaultLimits, finish, numbersOf, type Datum } from '../../../core/evaluate';
import { createWorkspace, functionNamed, markedFunctions, type MarkedFunction, type Project } from '../../../core/frontend';
import { adjointName } from '../../../core/ad/names';
import type { DerivativeKind } from '../../../core/generate/derive';
import { generate, type Generated } from '../../../core/generate/generate';
import { applyEdits } from '../../../core/generate/splice';
import { execute, type Exports } from '../generate/execution';
import { memoryHost, type MemoryHost } from '../frontend/memoryHost';

const file = '/f.ts';

export type Native = (...args: readonly unknown[]) => unknown;

/** A text that derivatives are put into. */
export class GrowingFile {
  private readonly host: MemoryHost;
  private executed: Exports | null = null;
  readonly project: Project;

  constructor(private text: string) {
    this.host = memoryHost({ [file]: text });
    this.project = createWorkspace(this.host).projectFor(file);
  }

  /** The marked functions. */
  marked(): readonly MarkedFunction[] { return markedFunctions(this.project, file); }

  named(name: string): MarkedFunction | null { return functionNamed(this.project, file, name); }

  /** Takes out everything that was put in. */
  reset(text: string): void { this.write(text); }

  private write(text: string): void {
    this.text = text;
    this.executed = null;
    this.host.write(file, text);
  }

  /** Generates a derivative and puts it in. */
  put(fn: MarkedFunction, kind: DerivativeKind, wrt: readonly string[] | null = null): Generated {
    const made = finish(generate({ project: this.project, fn, kind, wrt, limits: defaultLimits, useAlternative: false }));
    assert.ok(made.ok, `${kind}: ${made.ok ? '' : made.diagnostics.map(d => `${d.code} ${d.message}`).join()}\n${this.text}`);
    this.write(applyEdits(this.text, made.generated.edits));
    return made.generated;
  }

  /** A function of the text, run in Node. */
  load(name: string): Native {
    const found = (this.executed ??= execute(this.text, () => ({})))[name];
    if (typeof found !== 'function') throw new TypeError(`${name} is not exported`);
    return (...args) => { const result: unknown = Reflect.apply(found, undefined, args); return result; };
  }

  /** The tangent and the adjoint of a gradient that was put in. */
  again(gradientName: string, wrt: readonly string[]): SecondDerivatives {
    this.write(this.text.replace(/@generated(?=[^]*?export (?:default )?(?:async )?(?:function|const) (\S+?)\b)/g, (tag, name: string) => (name === gradientName ? `@differentiable\n * ${tag}` : tag)));
    for (const kind of ['jvp', 'vjp'] as const) {
      const fn = this.named(gradientName);
      assert.ok(fn !== null, this.text);
      this.put(fn, kind, wrt);
    }
    return new SecondDerivatives(this.load(`${gradientName}Jvp`), this.load(`${gradientName}Vjp`), wrt);
  }
}

/** Columns and rows of a Hessian, by text that Node runs. */
export class SecondDerivatives {
  private readonly fields: readonly string[];

  constructor(private readonly jvp: Native, private readonly vjp: Native, wrt: readonly string[]) {
    this.fields = wrt.map(adjointName);
  }

  /** `direction`: in the shapes of the parameters. */
  column(args: readonly Datum[], direction: readonly Datum[]): readonly number[] {
    const { dot } = this.jvp(...structuredClone(args), ...direction) as { readonly dot: unknown };
    return this.flat(dot);
  }

  row(args: readonly Datum[], direction: readonly Datum[]): readonly number[] {
    return this.flat(this.vjp(...structuredClone(args), { value: 0, ...Object.fromEntries(this.fields.map((field, i) => [field, direction[i] ?? 0])) }));
  }

  private flat(record: unknown): readonly number[] { return this.fields.flatMap(field => numbersOf((record as { readonly [name: string]: Datum })[field] ?? 0)); }
}
