/** Conditions that are asked again where they are known: what was false right before is so again. */
import { effects } from './effects';
import { sameExpr } from './sameExpr';
import type { Expr, Stmt } from './syntax';

/** The other side of a branch: in `if (a) … else if (b) … else if (a) … else c` the last one is `c`. A test that takes from the tape takes something else, and behind a call nothing is known. */
export function withoutTest(test: Expr, otherwise: readonly Stmt[]): readonly Stmt[] {
  const [next, ...more] = otherwise;
  if (next?.kind !== 'if' || more.length > 0 || effects(test).length > 0) return otherwise;
  if (effects(next.test).length > 0) return otherwise;
  const rest = withoutTest(test, next.else);
  if (sameExpr(test, next.test)) return rest;
  return rest === next.else ? otherwise : [{ ...next, else: rest }];
}
