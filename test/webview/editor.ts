/** Stands for the editor behind the view: answers its questions as client and server do, from a function of a text, and moves its point. */
import assert from 'node:assert/strict';
import type { FromView, ToView } from '../../client/webview/protocol';
import type { MarkedFunction, Point } from '../../core/frontend/api';
import { finish } from '../../core/evaluate';
import { createWorkspace, functionNamed, functionNames, parsePoint, type Project } from '../../core/frontend';
import type { DerivativeKind } from '../../core/generate/derive';
import { generate, type Generated } from '../../core/generate/generate';
import { applyEdits } from '../../core/generate/splice';
import { comparisonOf } from '../../server/comparison-request';
import { evaluate, prepared, readyTarget, type Prepared } from '../../server/evaluation';
import { codeModel } from '../../server/features/code';
import type { Candidate } from '../../server/features/gradient-by-hand';
import { graphModel } from '../../server/features/graph';
import { boundaryTask, insightSections } from '../../server/features/insight';
import { inputsModel, movedText } from '../../server/features/inputs';
import type { Sources } from '../../server/features/places';
import { plotOf } from '../../server/plot-request';
import type { CodeMode } from '../../server/view-protocol';
import { memoryHost } from '../unit/frontend/memoryHost';

const file = '/shown.ts';
export const uri = 'file:///shown.ts';

type Ask<Kind extends FromView['kind']> = Extract<FromView, { kind: Kind }>;

const options = { budget: 10_000, wanted: (): boolean => true };

export class Editor {
  private readonly project: Project;
  private readonly fn: MarkedFunction;
  private readonly base: Point;
  private point: Point;
  private readonly asked = new Map<FromView['kind'], FromView>();
  private turn = 0;
  private readonly parse: (text: string) => Point;

  constructor(private readonly text: string, name: string) {
    const project = createWorkspace(memoryHost({ [file]: text })).projectFor(file);
    const fn = functionNamed(project, file, name), point = fn?.points[0];
    assert.ok(fn !== null && point !== undefined, name);
    this.project = project;
    this.fn = fn;
    this.base = this.point = point;
    this.parse = (moved) => {
      const parsed = parsePoint(project, fn, moved);
      assert.ok(parsed !== null, moved);
      return parsed;
    };
  }

  get active(): string { return this.point.text; }

  /** What the view hears in answer to what it said. */
  async answers(message: FromView): Promise<ToView[]> {
    switch (message.kind) {
      case 'ask-insight': return this.insight(message.output);
      case 'ask-comparison': return this.comparison(message);
      case 'ask-code': return this.code(message.mode, message.onlyInFile);
      case 'ask': case 'ask-inputs': case 'ask-plot':
        this.asked.set(message.kind, message);
        return this.answer(message);
      case 'move': {
        this.turn = message.turn;
        return this.moveTo(this.parse(movedText(this.point, this.at(this.point), [message.move])));
      }
      case 'reset': return this.moveTo(this.base);
      case 'ready': case 'show': case 'add-point': case 'save': case 'write-point': return [];
    }
  }

  private async moveTo(point: Point): Promise<ToView[]> {
    this.point = point;
    const answers: ToView[] = [];
    for (const message of this.asked.values()) if (message.kind === 'ask' || message.kind === 'ask-inputs' || message.kind === 'ask-plot') answers.push(...await this.answer(message));
    return answers;
  }

  private async answer(message: Ask<'ask'> | Ask<'ask-inputs'> | Ask<'ask-plot'>): Promise<ToView[]> {
    const { fn, point } = this;
    switch (message.kind) {
      case 'ask': {
        const evaluation = await evaluate(fn, point, options);
        if (evaluation.kind !== 'value') return [{ kind: 'answer', answer: { kind: 'nothing', reason: 'problem', message: evaluation.kind === 'problem' ? evaluation.message : evaluation.kind } }];
        return [{ kind: 'answer', answer: { kind: 'graph', graph: graphModel({ fn, point, evaluation, params: message, digits: 4, ...this.sources }) } }];
      }
      case 'ask-inputs':
        return message.inputs === null ? [] : [{ kind: 'inputs', turn: this.turn, answer: { kind: 'inputs', inputs: inputsModel({ fn, point, at: this.at(point), base: this.at(this.base), baseText: this.base.text, reach: message.inputs.reach }) } }];
      case 'ask-plot':
        return message.plot === null ? [] : [{ kind: 'plot', answer: await plotOf({ fn, at: this.at(point), base: this.at(this.base), params: message.plot, digits: 4, options }) }];
    }
  }

  /** The text with the gradient inserted. */
  withGradient(): string { return applyEdits(this.text, this.generated('gradient').edits); }

  private generated(kind: DerivativeKind): Generated {
    const { fn, project } = this;
    const made = finish(generate({ project, fn, kind, wrt: null, limits: { operations: 1e7, memory: 2 ** 28, depth: 1000 }, useAlternative: true }));
    assert.ok(made.ok, fn.name);
    return made.generated;
  }

  private code(mode: CodeMode, onlyInFile: boolean): ToView[] {
    const { fn, sources } = this, generated = this.generated(mode === 'forward' ? 'jvp' : fn.resultType?.kind === 'num' ? 'gradient' : 'vjp');
    if (onlyInFile && generated.places === null) return [{ kind: 'code', answer: { kind: 'absent' } }];
    return [{ kind: 'code', answer: { kind: 'code', code: codeModel({ fn, mode, generated, sources }) } }];
  }

  private async insight(output: number): Promise<ToView[]> {
    const evaluation = await evaluate(this.fn, this.point, options);
    assert.ok(evaluation.kind === 'value');
    return [{ kind: 'insight', answer: { kind: 'insight', sections: insightSections({ evaluation, sources: this.sources, boundaries: finish(boundaryTask(evaluation, output)), output, digits: 4 }) } }];
  }

  private async comparison(params: Ask<'ask-comparison'>): Promise<ToView[]> {
    const { fn } = this, evaluation = await evaluate(fn, this.point, options);
    assert.ok(evaluation.kind === 'value');
    return [{ kind: 'comparison', answer: await comparisonOf({ fn, evaluation, params, candidates: this.others(), options }) }];
  }

  private others(): Candidate[] {
    return functionNames(this.project, file).flatMap(({ name }) => {
      const other = name === this.fn.name ? null : functionNamed(this.project, file, name), target = other === null ? null : readyTarget(other);
      return target === null ? [] : [{ name, target }];
    });
  }

  private get sources(): Sources {
    return { textOf: (path) => (path === file ? this.text : undefined), uriOf: () => uri };
  }

  private at(point: Point): Prepared {
    const ready = prepared(this.fn, point);
    assert.ok(ready.kind === 'prepared', point.text);
    return ready;
  }
}
