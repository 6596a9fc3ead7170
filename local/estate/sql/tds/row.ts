import type { Value } from '../types.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { ColumnLayout } from './columnLayout.ts';
import { writeValue } from './rowValue.ts';

const ROW = 0xd1;
const NBCROW = 0xd2;

/**
 * ROW, or NBCROW (a bitmap of NULLs in front) when the row has any. Source: MS-TDS 2.2.7.19 and 2.2.7.17.
 * Writes nothing when it throws. @throws RangeError when a value does not fit its column
 */
export function writeRow(writer: ByteWriter, columns: readonly ColumnLayout[], row: readonly Value[]): void {
  const start = writer.length;
  const values = columns.map((_, index) => row[index] ?? null);
  if (values.includes(null)) writer.uint8(NBCROW).bytes(nullBitmap(values));
  else writer.uint8(ROW);
  try {
    for (const [index, column] of columns.entries()) {
      const value = values[index] ?? null;
      if (value !== null) writeValue(writer, column, value);
    }
  } catch (error) {
    writer.truncate(start);
    throw error;
  }
}

function nullBitmap(values: readonly Value[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) {
    if (value === null) bitmap[index >> 3] = (bitmap[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bitmap;
}
