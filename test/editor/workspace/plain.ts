/** A file without a mark. */
export function area(width: number, height: number): number {
  return width * height;
}
