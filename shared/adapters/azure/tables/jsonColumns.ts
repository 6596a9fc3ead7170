/** A string property holds 64 KiB, which is 32 K characters of UTF-16; an entity 1 MiB in all. */
const COLUMN = 32_000;
const COLUMNS = 14;

/**
 * A value as JSON, in as many columns (`data0`, `data1`, …) as it needs.
 * @throws RangeError when it does not fit into one entity.
 */
export function toColumns(value: unknown): Record<string, string> {
  const json = asciiOnly(JSON.stringify(value ?? null));
  if (json.length > COLUMN * COLUMNS) {
    throw new RangeError(`Expected a record of at most ${COLUMN * COLUMNS} characters of JSON, saw ${json.length}.`);
  }
  const columns: Record<string, string> = {};
  for (let at = 0, n = 0; at < json.length; at += COLUMN, n += 1) columns[`data${n}`] = json.slice(at, at + COLUMN);
  return columns;
}

/** Escaped, because Azurite 3.37 damages a character of several bytes that lies across two chunks of a request. Costs only length. */
function asciiOnly(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Undefined when the columns are missing or hold no JSON. */
export function fromColumns(entity: Record<string, unknown>): unknown {
  let json = '';
  for (let n = 0; n < COLUMNS; n += 1) {
    const column = entity[`data${n}`];
    if (typeof column !== 'string') break;
    json += column;
  }
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
