interface Fit {
  /** One line with whatever parts it from the next, in the unit of the room. */
  sizeOf: (line: string) => number;
  /** Stands where lines were left out. */
  more: (left: number) => string;
  /**
   * Lines that were left out before: they count among those that are left.
   * @default 0
   */
  notShown?: number;
}

/**
 * As many whole lines as have room together; where that is not all of them, a last one says how many are left. Empty where not even one fits.
 */
export function fittingLines(lines: readonly string[], room: number, { sizeOf, more, notShown = 0 }: Fit): string[] {
  const all = howManyFit(lines, room, sizeOf);
  if (all === lines.length && notShown === 0) return [...lines];
  const some = howManyFit(lines, room - sizeOf(more(lines.length + notShown)), sizeOf);
  return some === 0 ? [] : [...lines.slice(0, some), more(lines.length - some + notShown)];
}

/** How many of the first have room together, whole. */
export function howManyFit<Item>(items: readonly Item[], room: number, sizeOf: (item: Item) => number): number {
  let spare = room;
  const end = items.findIndex((item) => {
    spare -= sizeOf(item);
    return spare < 0;
  });
  return end < 0 ? items.length : end;
}

/** What one entry of a list costs in JSON, with its comma. */
export function jsonBytes(entry: unknown): number {
  return Buffer.byteLength(JSON.stringify(entry)) + 1;
}
