import type { ByteWriter } from './byteWriter.ts';
import { COLLATION } from './dataTypes.ts';

/** ENVCHANGE: the session's surroundings changed. Source: MS-TDS 2.2.7.9. */
const ENVCHANGE = 0xe3;
const Kind = {
  database: 1,
  language: 2,
  packetSize: 4,
  collation: 7,
  beginTransaction: 8,
  commitTransaction: 9,
  rollbackTransaction: 10,
  resetConnection: 18,
  routing: 20,
} as const;

export function writeDatabaseChange(writer: ByteWriter, now: string, before: string): void {
  writeText(writer, Kind.database, now, before);
}

export function writeLanguageChange(writer: ByteWriter, now: string): void {
  writeText(writer, Kind.language, now, '');
}

export function writePacketSizeChange(writer: ByteWriter, now: number, before: number): void {
  writeText(writer, Kind.packetSize, String(now), String(before));
}

export function writeCollationChange(writer: ByteWriter): void {
  writeBinary(writer, Kind.collation, COLLATION, Buffer.alloc(0));
}

/** `descriptor` is the eight bytes that name the transaction in later requests. */
export function writeTransactionChange(
  writer: ByteWriter,
  event: 'begin' | 'commit' | 'rollback',
  descriptor: Buffer,
): void {
  const none = Buffer.alloc(0);
  if (event === 'begin') writeBinary(writer, Kind.beginTransaction, descriptor, none);
  else if (event === 'commit') writeBinary(writer, Kind.commitTransaction, none, descriptor);
  else writeBinary(writer, Kind.rollbackTransaction, none, descriptor);
}

export function writeResetAcknowledgement(writer: ByteWriter): void {
  writeBinary(writer, Kind.resetConnection, Buffer.alloc(0), Buffer.alloc(0));
}

/** The gateway sends the client to the node that holds the database. */
export function writeRouting(writer: ByteWriter, host: string, port: number): void {
  const tcp = 0;
  writer.uint8(ENVCHANGE).counted16((inner) => {
    inner.uint8(Kind.routing);
    inner.counted16((route) => route.uint8(tcp).uint16(port).longText(host));
    inner.uint16(0);
  });
}

function writeText(writer: ByteWriter, kind: number, now: string, before: string): void {
  writer.uint8(ENVCHANGE).counted16((inner) => inner.uint8(kind).shortText(now).shortText(before));
}

function writeBinary(writer: ByteWriter, kind: number, now: Buffer, before: Buffer): void {
  writer.uint8(ENVCHANGE).counted16((inner) => {
    inner.uint8(kind).uint8(now.length).bytes(now).uint8(before.length).bytes(before);
  });
}
