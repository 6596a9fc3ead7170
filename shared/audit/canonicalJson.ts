/**
 * JSON with its keys in code unit order and without what is undefined: a row that went through a table and came back hashes the same.
 * Every record of the audit goes through it: what is in order already is left to JSON.stringify, which is much faster than we are.
 * @throws Error on numbers that JSON cannot say.
 */
export function canonicalJson(value: unknown): string {
  if (isInOrder(value)) return JSON.stringify(value);
  if (typeof value === 'number')
    throw new Error(`expected a finite number in an audit record, saw ${value}; write null for what is unknown`);
  if (value === undefined) return 'null';
  return Array.isArray(value) ? `[${value.map(canonicalJson).join()}]` : inOrder(value as Record<string, unknown>);
}

/** Whether JSON.stringify says it as it has to be said. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  if (Array.isArray(value)) return value.every(isInOrder);
  const members = value as Record<string, unknown>;
  let before = '';
  for (const key of Object.keys(members)) {
    if (key < before || !isInOrder(members[key])) return false;
    before = key;
  }
  return true;
}

function inOrder(members: Record<string, unknown>): string {
  // Sorted by code units, as sort() does where it is not told otherwise.
  const said = Object.keys(members)
    .sort()
    .filter((key) => members[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(members[key])}`);
  return `{${said.join()}}`;
}
