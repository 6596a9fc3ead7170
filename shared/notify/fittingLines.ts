/**
 * As many whole lines as have room together; where that is not all of them, a last one says how many are left. Empty where not even one fits.
 * @param sizeOf one line with whatever parts it from the next, in the unit of `room`
 */
export function fittingLines(
  lines: readonly string[],
  room: number,
  { sizeOf, more }: { sizeOf: (line: string) => number; more: (left: number) => string },
): string[] {
  const all = fitting(lines, room, sizeOf);
  if (all === lines.length) return [...lines];
  const some = fitting(lines, room - sizeOf(more(lines.length)), sizeOf);
  return some === 0 ? [] : [...lines.slice(0, some), more(lines.length - some)];
}

function fitting(lines: readonly string[], room: number, sizeOf: (line: string) => number): number {
  let spare = room;
  const end = lines.findIndex((line) => {
    spare -= sizeOf(line);
    return spare < 0;
  });
  return end < 0 ? lines.length : end;
}

/** What a line costs in a list of JSON, with its comma. */
export function jsonBytes(line: string): number {
  return Buffer.byteLength(JSON.stringify(line)) + 1;
}
