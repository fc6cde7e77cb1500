/** What the workspace remembers of points: the active one of each function, and those entered lately. */
import type * as vscode from 'vscode';
import type { ActivePoint, FunctionRef } from '../server/protocol';

const activeKey = 'nabla.activePoints';
const recentKey = 'nabla.recentPoints';
const recentPerFunction = 10;

const keyOf = ({ uri, name }: FunctionRef): string => `${uri}#${name}`;

export class Points {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly changed: (points: readonly ActivePoint[]) => void,
  ) {}

  /** Every function whose active point was picked or entered; the others use their first `@at`. */
  get active(): readonly ActivePoint[] {
    return this.memory.get<readonly ActivePoint[]>(activeKey, []);
  }

  async activate(point: ActivePoint): Promise<void> {
    const others = this.active.filter((known) => keyOf(known) !== keyOf(point));
    await this.memory.update(activeKey, [...others, point]);
    this.changed(this.active);
  }

  /** The text of a function's active point; null: its first written one. */
  activeText(ref: FunctionRef): string | null {
    return this.active.find((known) => keyOf(known) === keyOf(ref))?.text ?? null;
  }

  /** Back to the first written point. */
  async release(ref: FunctionRef): Promise<void> {
    await this.memory.update(activeKey, this.active.filter((known) => keyOf(known) !== keyOf(ref)));
    this.changed(this.active);
  }

  recent(ref: FunctionRef): readonly string[] {
    return this.recentPoints[keyOf(ref)] ?? [];
  }

  async remember({ text, ...ref }: ActivePoint): Promise<void> {
    const texts = [text, ...this.recent(ref).filter((known) => known !== text)].slice(0, recentPerFunction);
    await this.memory.update(recentKey, { ...this.recentPoints, [keyOf(ref)]: texts });
  }

  async forget({ text, ...ref }: ActivePoint): Promise<void> {
    const texts = this.recent(ref).filter((known) => known !== text);
    await this.memory.update(recentKey, { ...this.recentPoints, [keyOf(ref)]: texts });
  }

  private get recentPoints(): Readonly<Record<string, readonly string[]>> {
    return this.memory.get<Readonly<Record<string, readonly string[]>>>(recentKey, {});
  }
}
