/**
 * How numbers are written for people: lens, hover, tables, command line. `significant` digits with trailing zeros dropped, exponent form
 * outside [1e-4, 1e6), whole numbers below 1e6 whole, ASCII minus, -0 as 0. The full form is the shortest that reads back the same.
 */
export function formatNumber(x: number, significant = 4): string {
  if (!Number.isFinite(x)) return formatSpecial(x);
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (Number.isInteger(x) && size < 1e6) return String(x);
  const digits = Math.min(Math.max(Math.trunc(significant), 1), 17);
  // Rounding may carry into the next power of ten, so the range is decided on the rounded number.
  const rounded = Number(x.toPrecision(digits));
  const roundedSize = Math.abs(rounded);
  if (roundedSize < 1e-4 || roundedSize >= 1e6) return dropZeros(x.toExponential(digits - 1));
  return dropZeros(rounded.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(roundedSize)))));
}

/** Shortest digits that read back as the same number. */
export function formatFull(x: number): string {
  if (!Number.isFinite(x)) return formatSpecial(x);
  return x === 0 ? '0' : String(x);
}

const formatSpecial = (x: number): string => (Number.isNaN(x) ? 'NaN' : x > 0 ? '∞' : '-∞');

function dropZeros(text: string): string {
  const [mantissa = '', exponent] = text.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined ? short : `${short}e${exponent}`;
}
