import type { ByteReader } from './byteReader.ts';
import { TdsProtocolError } from './protocolError.ts';

/**
 * Skips ALL_HEADERS (transaction descriptor, notifications, activity id) in front of a request; MARS is not offered,
 * so nothing in it is needed. Source: MS-TDS 2.2.5.3. @throws TdsProtocolError
 */
export function skipAllHeaders(reader: ByteReader): void {
  const total = reader.uint32();
  if (total < 4) throw new TdsProtocolError(`expected ALL_HEADERS of at least 4 bytes, saw ${total}`);
  reader.skip(total - 4);
}
