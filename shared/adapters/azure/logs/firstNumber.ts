/** A table as the library gives it. */
export interface Table {
  rows: readonly (readonly unknown[])[];
}

/**
 * The first number of the first row, from the left; null where there is none. Booleans and moments are no numbers. A decimal comes as
 * text: a text counts when it is nothing but a number.
 */
export function firstNumber(table: Table | undefined): number | null {
  for (const cell of table?.rows[0] ?? []) {
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
    if (typeof cell === 'string' && PLAIN_NUMBER.test(cell)) return Number(cell);
  }
  return null;
}

const PLAIN_NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;
