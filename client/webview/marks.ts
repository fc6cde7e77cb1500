/** Marks that tell curves apart where colours do not. */
import { symbol, symbolCircle, symbolSquare, symbolTriangle, type SymbolType } from 'd3-shape';

const marks: readonly SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle];

/** Of the curve with this number; `size` in square pixels. */
export const markOf = (index: number, size = 36): string => symbol(marks[index % marks.length] ?? symbolCircle, size)() ?? '';
