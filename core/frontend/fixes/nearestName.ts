/** Which of the known names was probably meant. */

/** The known name nearest to `written`, if one is near: a letter in three may be wrong, missing, superfluous or swapped with the next. */
export function nearestName(written: string, known: readonly string[]): string | null {
  const limit = Math.floor(written.length / 3);
  const near = known.map(name => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(found => found.distance <= limit).sort((a, b) => a.distance - b.distance);
  const [first, second] = near;
  return first === undefined || first.distance === second?.distance ? null : first.name;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau 1964). */
export function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
