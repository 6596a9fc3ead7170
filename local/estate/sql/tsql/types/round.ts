/** Rounds half away from zero, as SQL Server does; a negative scale rounds before the point. */
export function roundTo(value: number, scale: number): number {
  if (!Number.isFinite(value)) return value;
  const moved = shift(Math.abs(value), scale);
  return Math.sign(value) * shift(Math.round(moved), -scale) || 0;
}

/** Cuts off instead of rounding. */
export function cutTo(value: number, scale: number): number {
  return Math.sign(value) * shift(Math.floor(shift(Math.abs(value), scale)), -scale) || 0;
}

/** Moves the point in the decimal spelling, because 1.005 * 100 is not 100.5 in binary. */
function shift(value: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
