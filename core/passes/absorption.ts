/**
 * Keeps known where operations went that a pass leaves out: what read their result reads something else from then on, and takes their origins over, so
 * that a line of generated code can say all that it stands for.
 *
 *     %a = mul %one, %x   #3 adjoint        %b = add %dx, %x   #5 adjoint, absorbed #3
 *     %b = add %dx, %a    #5 adjoint   =>
 */
import type { Op, Value } from '../ir/op';
import { absorbing, type Origin } from '../ir/origin';
import { operands } from '../ir/walk';

export class Absorption {
  private readonly left = new Map<Value, Origin>();

  /** The operation with this result is left out. */
  leaveOut(result: Value, origin: Origin): void { this.left.set(result, origin); }

  /** An operation as rewritten, with the origins of what it read before. */
  into<T extends Op>(before: Op, rewritten: T): T {
    const others = operands(before).flatMap(operand => this.left.get(operand) ?? []);
    return others.length === 0 ? rewritten : { ...rewritten, origin: absorbing(rewritten.origin, others) };
  }
}
