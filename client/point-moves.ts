/**
 * The active point as it is moved by sliders: while one move is on its way only the newest of each input waits, and the next one is
 * sent when everything that shows the point has followed.
 */
import type { FunctionRef } from '../server/protocol';
import type { Points } from './points';
import type { Requests } from './requests';

export class PointMoves {
  private readonly waiting = new Map<number, number>();
  private isBusy = false;
  private target: FunctionRef | undefined;

  constructor(
    private readonly points: Pick<Points, 'activate'>,
    private readonly requests: () => Promise<Pick<Requests, 'movePoint'> | undefined>,
    /** Resolves when what shows the point has followed. */
    private readonly followed: (problem: string | null) => Promise<void>,
  ) {}

  async move(target: FunctionRef, input: number, value: number): Promise<void> {
    this.target = target;
    this.waiting.set(input, value);
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (this.waiting.size > 0) await this.step(this.target);
    } finally {
      this.isBusy = false;
    }
  }

  /** The active point is being changed by a move. */
  get isMoving(): boolean {
    return this.isBusy;
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** What waits is of no use any more: the view turned to another function or point. */
  drop(): void {
    this.waiting.clear();
  }

  private async step(target: FunctionRef): Promise<void> {
    const moves = Array.from(this.waiting, ([input, value]) => ({ input, value }));
    this.waiting.clear();
    const result = await (await this.requests())?.movePoint({ ...target, moves }).catch(() => undefined);
    if (result?.ok === true) await this.points.activate({ ...target, text: result.text });
    await this.followed(result === undefined || result.ok ? null : result.message);
  }
}
