import { ByteReader } from './byteReader.ts';
import { ByteWriter } from './byteWriter.ts';

/** PRELOGIN, the first message both ways. Source: MS-TDS 2.2.6.5. */
const Option = { version: 0, encryption: 1, instance: 2, threadId: 3, mars: 4, fedAuthRequired: 6 } as const;
const TERMINATOR = 0xff;

export const Encryption = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

/** What Azure SQL answers for its version: 12.0.2000. */
const SERVER_VERSION = Buffer.from([12, 0, 0x07, 0xd0, 0, 0]);

export interface PreloginRequest {
  /** One of `Encryption`; a client that says nothing does not encrypt. */
  encryption: number;
  fedAuthRequired: boolean;
}

/** @throws TdsProtocolError when an option points outside the message */
export function parsePrelogin(payload: Buffer): PreloginRequest {
  const request: PreloginRequest = { encryption: Encryption.notSupported, fedAuthRequired: false };
  const options = new ByteReader(payload);
  for (let option = options.uint8(); option !== TERMINATOR; option = options.uint8()) {
    const offset = options.uint16BigEndian();
    const length = options.uint16BigEndian();
    if (length === 0) continue;
    const value = new ByteReader(payload, offset).bytes(length);
    if (option === Option.encryption) request.encryption = value.readUInt8(0);
    if (option === Option.fedAuthRequired) request.fedAuthRequired = value.readUInt8(0) === 1;
  }
  return request;
}

/**
 * The server's encryption answer. Azure SQL always encrypts the whole session: a client that offers gets "on", any
 * other is told that encryption is required.
 */
export function encryptionAnswer(asked: number, declines: boolean): number {
  if (declines) return Encryption.notSupported;
  return asked === Encryption.on ? Encryption.on : Encryption.required;
}

export function encodePrelogin(answer: { encryption: number; fedAuthRequired: boolean }): Buffer {
  const options: [number, Buffer][] = [
    [Option.version, SERVER_VERSION],
    [Option.encryption, Buffer.from([answer.encryption])],
    [Option.instance, Buffer.from([0])],
    [Option.threadId, Buffer.alloc(0)],
    [Option.mars, Buffer.from([0])],
  ];
  if (answer.fedAuthRequired) options.push([Option.fedAuthRequired, Buffer.from([1])]);
  const writer = new ByteWriter(64);
  let offset = options.length * 5 + 1;
  for (const [option, value] of options) {
    writer.uint8(option).uint16BigEndian(offset).uint16BigEndian(value.length);
    offset += value.length;
  }
  writer.uint8(TERMINATOR);
  for (const [, value] of options) writer.bytes(value);
  return writer.toBuffer();
}
