/**
 * Decisions of a random program, read from a list of numbers. Past its end every decision is the first, simplest one, so a shorter
 * list with smaller numbers is a simpler program: this is what shrinking works on.
 */
export class Choices {
  private position = 0;
  constructor(private readonly stream: readonly number[]) {}

  /** A number from 0 to `count - 1`. */
  below(count: number): number { return (this.stream[this.position++] ?? 0) % count; }

  /** Whether something happens that is to happen `percent` times in a hundred. */
  chance(percent: number): boolean { return this.below(100) >= 100 - percent; }

  pick<T>(items: readonly [T, ...T[]]): T { return items[this.below(items.length)] ?? items[0]; }

  get isExhausted(): boolean { return this.position >= this.stream.length; }
}
