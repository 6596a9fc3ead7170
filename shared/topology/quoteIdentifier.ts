/** sysname is nvarchar(128). */
const LONGEST = 128;

/**
 * The one way a name gets into a T-SQL text: `[name]` with every `]` doubled, as QUOTENAME does.
 * @throws RangeError for what can be no identifier: empty, longer than 128 characters, or with a NUL in it.
 */
export function quoteIdentifier(name: string): string {
  if (name.length === 0 || name.length > LONGEST || name.includes('\0')) {
    throw new RangeError(
      `Expected an identifier of 1 to ${LONGEST} characters, saw ${JSON.stringify(name.slice(0, 200))}.`,
    );
  }
  return `[${name.replaceAll(']', ']]')}]`;
}
