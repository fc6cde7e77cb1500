/**
 * What the user must know about a result: each convention or cut that decided a number at this point, with both one-sided derivatives.
 * The trace notes every place where that may have happened; here it is decided whether it did. A kink whose two sides agree with the
 * derivative shown decided nothing and is not reported.
 */
import { noteName, nodeName } from '../format/operation';
import type { Span } from '../ir/origin';
import { wordingOf, type MessageName, type MessageParameters } from '../messages';
import type { Slicer } from '../passes/slice';
import type { Datum } from './datum';
import { firstOrder, oneSided, secondOrder, type Sides } from './oneSided';
import { influences, inputName, pathTo, type Step } from './provenance';
import type { Note } from './program';
import type { Task, Trace, TraceOptions } from './run';
import { silentZeros } from './silentZeros';
import { adjoints, type Adjoints } from './sweeps';
import type { TraceEvent } from './tape';

export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly span: Span | null;
  readonly operation: string;
  /** Iteration of the innermost loop, from 0. */
  readonly iteration?: number;
  readonly oneSided?: Sides;
  /** From the parameter to the cut. */
  readonly path?: readonly Step[];
}

export interface WarningOptions extends TraceOptions {
  /** Operations that one-sided derivatives may cost in total; beyond, warnings come without them. */
  readonly oneSidedOperations?: number;
  /** What the result comes from on any branch; asked for only when a derivative is zero. */
  readonly slicer?: () => Slicer;
  /** The highest derivatives that are shown; of second ones only those of a single number. */
  readonly order?: 1 | 2;
}

const defaultOneSidedOperations = 2e7;
/** After `maxCalm` smooth iterations a place is not looked at again. */
const maxWarnings = 32, testedLeaves = 4, maxCalm = 4;

export function* warningsOf(trace: Trace, args: readonly Datum[], options: WarningOptions): Task<Warning[]> {
  return yield* new Warner(trace, args, options).collect();
}

class Warner {
  private readonly warnings: Warning[] = [];
  private readonly reports = new Set<string>();
  private readonly calm = new Map<string, number>();
  /** Nodes that a path has been shown to. */
  private readonly shown: number[] = [];
  private left: number;
  private readonly all: Adjoints;
  /** What the result was computed from. */
  private readonly flowing: Uint8Array;
  /** What only decided something. */
  private readonly deciding: Uint8Array;

  constructor(private readonly trace: Trace, private readonly args: readonly Datum[], private readonly options: WarningOptions) {
    this.left = options.oneSidedOperations ?? defaultOneSidedOperations;
    const { tape, outputs } = trace;
    this.all = adjoints(tape, outputs.map(({ id }) => ({ node: id, weight: 1 })));
    const decisions = tape.events.filter((e) => e.kind === 'decision' || e.kind === 'trips' || e.kind === 'index').map((e) => e.node);
    this.flowing = influences(tape, outputs.map((o) => o.id));
    this.deciding = influences(tape, decisions);
  }

  *collect(): Task<Warning[]> {
    for (const event of this.trace.tape.events) {
      if (this.warnings.length >= maxWarnings) break;
      yield* this.event(event);
    }
    this.indeterminate();
    this.silentZeros();
    return this.warnings;
  }

  private *event(event: TraceEvent): Task<void> {
    const { tape } = this.trace;
    const note = tape.notes[event.note];
    if (note === undefined) return;
    const key = reportKey(event, note);
    if (event.kind === 'decision' || this.reports.has(key) || !this.isRelevant(event)) return;
    const sides = yield* this.sides(event);
    if (sides !== null && !sides.differ && this.mayBeCalm(event)) {
      const times = (this.calm.get(key) ?? 0) + 1;
      this.calm.set(key, times);
      if (times === maxCalm) this.reports.add(key);
      return;
    }
    this.reports.add(key);
    const isNode = event.kind === 'cut' || event.kind === 'critical' || event.kind === 'tie';
    const operation = isNode ? nodeName(tape.op[event.node] ?? 'input', note) : noteName(note);
    const at = this.placeOf(event);
    const path = event.kind === 'critical' || event.kind === 'tie' ? null : pathTo(this.trace, event.node, { name: operation, span: note.origin.span }, !isNode);
    if (path !== null) this.shown.push(event.node);
    this.add(...messageOf(event, operation, at), {
      span: note.origin.span, operation, context: event.context, oneSided: sides?.sides ?? null, path,
    });
  }

  /** A kink matters if the derivative flows through it, a cut if anything was computed from it or decided by it; trip counts and indices always do. */
  private isRelevant(event: TraceEvent): boolean {
    switch (event.kind) {
      case 'critical': return this.all.reached[event.node] === 1;
      case 'tie': case 'cut': return this.flowing[event.node] === 1 || this.deciding[event.node] === 1;
      case 'comparison': return this.trace.tape.varied[event.node] === 1;
      case 'decision': case 'trips': case 'index': return true;
    }
  }

  /** What decided nothing where both sides agree. A cut that the result is computed from is always said: the derivative does not see it. */
  private mayBeCalm(event: TraceEvent): boolean {
    switch (event.kind) {
      case 'critical': case 'tie': case 'comparison': return true;
      case 'cut': return this.flowing[event.node] !== 1;
      case 'decision': case 'trips': case 'index': return false;
    }
  }

  private placeOf(event: TraceEvent): string {
    const { tape } = this.trace;
    const given: number[] = [];
    for (let e = tape.first[event.node] ?? 0; e < (tape.first[event.node + 1] ?? 0); e++) given.push(tape.given[e] ?? NaN);
    return given.length === 1 ? `at ${String(given[0])}` : `at (${given.join(', ')})`;
  }

  /** One-sided derivatives along the inputs that reach the event's node most strongly, until two sides differ. */
  private *sides(event: TraceEvent): Task<{ readonly sides: Sides; readonly differ: boolean } | null> {
    if (event.kind === 'decision') return null;
    const { trace } = this;
    const { bars, reached } = adjoints(trace.tape, sourceOf(trace, event));
    const leaves = Array.from({ length: trace.inputCount }, (_, i) => i).filter((i) => reached[i + 1] === 1)
      .sort((a, b) => Math.abs(bars[b + 1] ?? 0) - Math.abs(bars[a + 1] ?? 0) || a - b);
    const directions = leaves.slice(0, testedLeaves).sort((a, b) => a - b).map((leaf) => unit(trace.inputCount, leaf));
    if (leaves.length > testedLeaves) directions.push(Float64Array.from({ length: trace.inputCount }, (_, i) => Math.sign(bars[i + 1] ?? 0)));
    let first: Sides | null = null;
    for (const measure of this.options.order === 2 && trace.outputs.length === 1 ? [firstOrder, secondOrder] : [firstOrder]) {
      for (const direction of directions) {
        const cost = 4 * trace.operations * (measure === secondOrder ? 4 * (trace.inputCount + 1) : 1);
        if (cost > this.left) return null;
        this.left -= cost;
        const beside = yield* oneSided(trace.program, this.args, trace, direction, this.options, measure);
        const here = measure(trace, direction).slopes;
        for (let k = 0; k < beside.length; k++) {
          const [l, r] = beside[k] ?? [NaN, NaN], d = here[k] ?? NaN;
          if (!agree(l, r) || !agree(l, d)) return { sides: [l, r], differ: true };
          first ??= [l, r];
        }
      }
    }
    return first === null ? null : { sides: first, differ: false };
  }

  private indeterminate(): void {
    const { trace } = this;
    const { tape, outputs } = trace;
    for (let k = 0; k < outputs.length && k < 64; k++) {
      const [first] = adjoints(tape, [{ node: outputs[k]?.id ?? 0, weight: 1 }]).indeterminate;
      if (first === undefined) continue;
      const note = tape.notes[tape.note[first.node] ?? -1];
      const user = consumer(trace, first.node);
      const inner = nodeName(tape.op[first.node] ?? 'input', note);
      const outer = user === 0 ? 'the result' : nodeName(tape.op[user] ?? 'input', tape.notes[tape.note[user] ?? -1]);
      const key = `indeterminate ${tape.note[first.node] ?? -1}`;
      if (this.reports.has(key)) continue;
      this.reports.add(key);
      this.add('zeroTimesInfinity', { first: outer, second: inner, stable: stableForm(inner) }, {
        span: note?.origin.span ?? null, operation: inner, context: tape.context[first.node] ?? 0, oneSided: null, path: null,
      });
    }
  }

  /** Numbers without any path to the result that nevertheless decided something. */
  private silentZeros(): void {
    const { trace, options: { slicer } } = this;
    const { tape, outputs } = trace;
    if (slicer === undefined) return;
    const reachedBy = (k: number): Uint8Array => (outputs.length === 1 ? this.all : adjoints(tape, [{ node: outputs[k]?.id ?? 0, weight: 1 }])).reached;
    for (const { input, leaf, whole, decision } of silentZeros(trace, reachedBy, influences(tape, this.shown), slicer)) {
      const note = tape.notes[decision.note];
      if (note === undefined || this.reports.has(reportKey({ ...decision, kind: 'comparison' }, note))) continue;
      const operation = noteName(note), { span } = note.origin;
      this.add('zeroByDecision', { name: whole ? input.name : inputName(trace, leaf), operation }, {
        span, operation, context: decision.context, oneSided: null, path: pathTo(trace, decision.node, { name: operation, span }, true, (node) => node === leaf),
      });
    }
  }

  private add<N extends MessageName>(
    name: N, parameters: MessageParameters<N>,
    found: { readonly span: Span | null; readonly operation: string; readonly context: number; readonly oneSided: Sides | null; readonly path: readonly Step[] | null },
  ): void {
    const { code, message } = wordingOf(name, parameters);
    const iteration = this.trace.tape.contexts.iteration(found.context);
    this.warnings.push({
      code, message, span: found.span, operation: found.operation,
      ...(iteration === null ? {} : { iteration }),
      ...(found.oneSided === null ? {} : { oneSided: found.oneSided }),
      ...(found.path === null ? {} : { path: found.path }),
    });
  }
}

/** One report for each operation of the source. */
const reportKey = (event: TraceEvent, note: Note): string =>
  `${event.kind} ${event.critical ?? ''} ${note.origin.site >= 0 ? note.origin.site : `#${event.note}`}`;

type EventMessage = 'kinkAtPoint' | 'tieAtPoint' | 'poleAtPoint' | 'undefinedAtPoint' | 'jumpAtPoint' | 'pathCut' | 'boundary' | 'activeTrips' | 'activeIndex';

function messageOf(event: TraceEvent, operation: string, at: string): [EventMessage, { operation: string; at: string }] {
  const parameters = { operation, at };
  switch (event.kind) {
    case 'tie': return ['tieAtPoint', parameters];
    case 'cut': return ['pathCut', parameters];
    case 'comparison': case 'decision': return ['boundary', parameters];
    case 'trips': return ['activeTrips', parameters];
    case 'index': return ['activeIndex', parameters];
    case 'critical':
      switch (event.critical) {
        case 'pole': return ['poleAtPoint', parameters];
        case 'jump': return ['jumpAtPoint', parameters];
        case 'undefined': case 'outside': return ['undefinedAtPoint', parameters];
        case 'kink': case null: return ['kinkAtPoint', parameters];
      }
  }
}

const unit = (length: number, index: number): Float64Array => Float64Array.from({ length }, (_, i) => (i === index ? 1 : 0));

/** Equal to the accuracy of extrapolated tangents; what is not finite is nothing smooth. */
function agree(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** What moves the run over the place: the operands of a cut, for two sides that are equal their difference. */
function sourceOf(trace: Trace, event: TraceEvent): { readonly node: number; readonly weight: number }[] {
  if (event.kind === 'cut' || event.kind === 'tie') return operandsOf(trace, event.node).map((node) => ({ node, weight: 1 }));
  return [{ node: event.node, weight: 1 }, ...(event.other === 0 ? [] : [{ node: event.other, weight: -1 }])];
}

function operandsOf({ tape }: Trace, node: number): number[] {
  const operands: number[] = [];
  for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) {
    const operand = Math.abs(tape.operand[e] ?? 0);
    if (operand !== 0) operands.push(operand);
  }
  return operands;
}

/** The node that reads this one last, where the other factor came from. */
function consumer({ tape }: Trace, node: number): number {
  for (let e = tape.edges - 1; e >= 0; e--) {
    if (tape.operand[e] !== node) continue;
    let low = 1, high = tape.count;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((tape.first[middle] ?? 0) <= e) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  return 0;
}

/** What usually helps against 0 · ∞ at an operation. */
function stableForm(operation: string): string {
  switch (operation) {
    case 'Math.exp': return 'write `log(1 + exp(x))` as `x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))`';
    case 'Math.sqrt': case '**': return 'simplify the product of roots, or treat 0 in a branch of its own';
    case 'Math.log': return 'write `x * log(x)` as `x === 0 ? 0 : x * Math.log(x)`';
    default: return 'treat this point in a branch of its own';
  }
}

