import { PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';
import { ResponseStream } from '../../../../../local/estate/sql/tds/responseStream.ts';

export interface Captured {
  response: ResponseStream;
  /** Bytes that have left so far, without packet headers. */
  sent(): Buffer;
  /** Ends the message and returns its payload in hexadecimal. */
  finish(): Promise<string>;
}

/** A response that goes nowhere. */
export function captureResponse(): Captured {
  const packets: Buffer[] = [];
  const response = new ResponseStream(
    async (bytes) => {
      packets.push(bytes);
      // A socket never calls back within the same turn of the event loop either.
      await new Promise((resolve) => setImmediate(resolve));
    },
    512,
    51,
  );
  return {
    response,
    sent: () => Buffer.concat(packets),
    async finish() {
      await response.end();
      const [message] = new PacketReader().push(Buffer.concat(packets));
      return (message?.payload ?? Buffer.alloc(0)).toString('hex');
    },
  };
}

/** DONE, DONEPROC and DONEINPROC of an answer with nothing else in it: token, status and count. */
export function doneTokens(hex: string): [number, number, number][] {
  const bytes = Buffer.from(hex, 'hex');
  const found: [number, number, number][] = [];
  for (let at = 0; at < bytes.length; at += 13) {
    found.push([bytes.readUInt8(at), bytes.readUInt16LE(at + 1), Number(bytes.readBigUInt64LE(at + 5))]);
  }
  return found;
}
