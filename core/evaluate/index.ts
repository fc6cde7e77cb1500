/** What the evaluator offers to the command line, the server and the gate. */
export * from './datum';
export * from './fault';
export { type InputParam, leafCount, leafPath, mapLeaves, replaceLeaves } from './inputs';
export { Numbers } from './memory';
export { compileModule } from './moduleCompiler';
export type { Note, Program } from './program';
export { finish, interpret, interpretProgram, sliceSteps, trace, traceProgram, type Run, type Task, type Trace, type TraceOptions, type TraceResult } from './run';
export type { OutputLeaf } from './transfer';
export type { NodeOp, Tape, TraceEvent } from './tape';
export { adjointMagnitudes, adjoints, largestThrough, tangents, type Adjoints, type DerivativeRow, type Indeterminate } from './sweeps';
export * from './derivatives';
export { warningsOf, type Warning, type WarningOptions } from './warnings';
export { displaced, oneSided, type Sides } from './oneSided';
export { influencedBy, influences, inputName, inputOf, inputSpan, pathTo, type Step } from './provenance';
export { coerce, type Coerced } from './coerce';
export * from './point';
export { Scan, type Sample, type ScanQuestion } from './scan';
export { differences, dotProductGap, type Along, type Estimate, type Side } from './differences';
