/** What a trace says about the source that it was recorded from, line by line. */
export { linesOf, type LineAt, type Lines, type SourceLine } from './lines';
export { influenceByLine, type LineInfluence } from './influence';
export { adjointTroubles, valueOrigin, type AdjointOrigin, type AdjointTrouble, type ValueOrigin } from './notFinite';
export { zeroCauses, type ZeroCause, type ZeroCauses, type ZeroKind } from './zeros';
export { localError, unitRoundoff, type LocalError } from './localErrors';
export { roundingLedger, type LineRounding, type RoundingLedger } from './rounding';
export { boundariesNear, type Boundaries, type Boundary, type Side } from './boundaries';
export type { Margin } from './margins';
