import { PACKET_HEADER_BYTES, PacketStatus } from './packet.ts';
import { TdsProtocolError } from './protocolError.ts';

/** Largest message a client may send; far above any statement, far below what would hurt the host. */
export const MAXIMUM_MESSAGE_BYTES = 16 * 1024 * 1024;

export interface IncomingMessage {
  type: number;
  payload: Buffer;
  /** The client asked that the session's state be reset before this request. */
  resetConnection: boolean;
  /** The client changed its mind half-way: acknowledge and do nothing. */
  ignored: boolean;
}

/** Puts messages together from bytes in any chunking. Bytes that are no packets throw TdsProtocolError. */
export class PacketReader {
  private pending: Buffer = Buffer.alloc(0);
  private pieces: Buffer[] = [];
  private pieceBytes = 0;
  private messageType: number | null = null;
  private reset = false;

  /** Returns the messages that `bytes` completes, in order. */
  push(bytes: Buffer): IncomingMessage[] {
    let rest = this.pending.length > 0 ? Buffer.concat([this.pending, bytes]) : bytes;
    const complete: IncomingMessage[] = [];
    while (rest.length >= PACKET_HEADER_BYTES) {
      const length = rest.readUInt16BE(2);
      if (length < PACKET_HEADER_BYTES) {
        throw new TdsProtocolError(`expected a packet length of at least 8, saw ${length}`);
      }
      if (rest.length < length) break;
      const message = this.accept(rest.subarray(0, length));
      if (message) complete.push(message);
      rest = rest.subarray(length);
    }
    this.pending = Buffer.from(rest);
    return complete;
  }

  private accept(packet: Buffer): IncomingMessage | null {
    const type = packet.readUInt8(0);
    const status = packet.readUInt8(1);
    if (this.messageType !== null && this.messageType !== type) {
      throw new TdsProtocolError(`expected the next packet of message type ${this.messageType}, saw type ${type}`);
    }
    this.messageType = type;
    this.pieceBytes += packet.length - PACKET_HEADER_BYTES;
    if (this.pieceBytes > MAXIMUM_MESSAGE_BYTES) {
      throw new TdsProtocolError(`expected at most ${MAXIMUM_MESSAGE_BYTES} bytes in a message, saw more`);
    }
    this.pieces.push(packet.subarray(PACKET_HEADER_BYTES));
    const resetBits = PacketStatus.resetConnection | PacketStatus.resetConnectionSkipTransaction;
    if ((status & resetBits) !== 0) this.reset = true;
    if ((status & PacketStatus.endOfMessage) === 0) return null;
    const message = {
      type,
      payload: Buffer.concat(this.pieces),
      resetConnection: this.reset,
      ignored: (status & PacketStatus.ignoreThisEvent) !== 0,
    };
    this.pieces = [];
    this.pieceBytes = 0;
    this.messageType = null;
    this.reset = false;
    return message;
  }
}
