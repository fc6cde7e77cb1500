/** The stack of suspended activations. Frames are reused, so a call allocates nothing once the stack has been that deep. */
import type { FunctionCode, Kind } from './program';

export interface Frame {
  returnTo: number;
  func: FunctionCode;
  numberBase: number;
  referenceBase: number;
  /** Where the caller wants the result. */
  toKind: Kind;
  to: number;
  context: number;
}

export class Frames {
  private readonly frames: Frame[] = [];
  depth = 0;

  push(returnTo: number, func: FunctionCode, numberBase: number, referenceBase: number, toKind: Kind, to: number, context: number): void {
    const frame = this.frames[this.depth];
    if (frame === undefined) this.frames.push({ returnTo, func, numberBase, referenceBase, toKind, to, context });
    else {
      frame.returnTo = returnTo;
      frame.func = func;
      frame.numberBase = numberBase;
      frame.referenceBase = referenceBase;
      frame.toKind = toKind;
      frame.to = to;
      frame.context = context;
    }
    this.depth++;
  }

  pop(): Frame | null {
    if (this.depth === 0) return null;
    this.depth--;
    return this.frames[this.depth] ?? null;
  }
}
