import { skipAllHeaders } from './allHeaders.ts';
import { ByteReader } from './byteReader.ts';
import { TdsProtocolError } from './protocolError.ts';

/** What a driver's transaction API asks. Source: MS-TDS 2.2.6.9. */
export type TransactionRequest =
  | { kind: 'begin' }
  /** `beginsAnother`: the next transaction starts at once. */
  | { kind: 'commit'; beginsAnother: boolean }
  | { kind: 'rollback'; beginsAnother: boolean; savepoint: string }
  | { kind: 'save' };

const RequestType = { begin: 5, commit: 7, rollback: 8, save: 9 } as const;

/** @throws TdsProtocolError for requests of a distributed transaction, which Azure SQL's gateway refuses too */
export function parseTransactionRequest(payload: Buffer): TransactionRequest {
  const reader = new ByteReader(payload);
  skipAllHeaders(reader);
  const type = reader.uint16();
  if (type === RequestType.begin) return { kind: 'begin' };
  if (type === RequestType.save) return { kind: 'save' };
  if (type !== RequestType.commit && type !== RequestType.rollback) {
    throw new TdsProtocolError(`expected a begin, commit, rollback or save request, saw type ${type}`);
  }
  const savepoint = reader.remaining > 0 ? reader.bytes(reader.uint8()).toString('utf16le') : '';
  const beginsAnother = reader.remaining > 0 && (reader.uint8() & 1) === 1;
  return type === RequestType.commit
    ? { kind: 'commit', beginsAnother }
    : { kind: 'rollback', beginsAnother, savepoint };
}
