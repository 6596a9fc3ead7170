import { ByteWriter } from './byteWriter.ts';
import { encodePackets, PACKET_HEADER_BYTES, PacketType } from './packet.ts';

/** Enough packets per write to be quick, few enough to keep one slow reader's memory small. */
const PACKETS_PER_WRITE = 8;

/**
 * One answer on its way out. Tokens go to `tokens`; `flush` sends the whole packets there are and waits while the
 * client does not read, `end` sends the rest and closes the message.
 */
export class ResponseStream {
  readonly tokens = new ByteWriter(1024);
  private readonly send: (bytes: Buffer) => Promise<void>;
  private readonly packetSize: number;
  private readonly sessionId: number;
  private nextPacket = 1;

  constructor(send: (bytes: Buffer) => Promise<void>, packetSize: number, sessionId: number) {
    this.send = send;
    this.packetSize = packetSize;
    this.sessionId = sessionId;
  }

  /** There is a good deal to send: time for a flush. */
  get isLarge(): boolean {
    return this.tokens.length > this.room * PACKETS_PER_WRITE;
  }

  /** Sends every full packet and keeps the rest, so that the last packet of the message is never empty. */
  async flush(): Promise<void> {
    const packets = Math.floor((this.tokens.length - 1) / this.room);
    if (packets < 1) return;
    await this.write(this.tokens.take(packets * this.room), false);
  }

  async end(): Promise<void> {
    await this.write(this.tokens.take(this.tokens.length), true);
  }

  private get room(): number {
    return this.packetSize - PACKET_HEADER_BYTES;
  }

  private async write(payload: Buffer, endOfMessage: boolean): Promise<void> {
    const packets = encodePackets(payload, {
      type: PacketType.tabularResult,
      packetSize: this.packetSize,
      sessionId: this.sessionId,
      firstPacket: this.nextPacket,
      endOfMessage,
    });
    this.nextPacket += Math.max(1, Math.ceil(payload.length / this.room));
    await this.send(packets);
  }
}
