import { Duplex } from 'node:stream';
import { DEFAULT_PACKET_SIZE, encodePackets, PACKET_HEADER_BYTES, PacketType } from './packet.ts';

/** First bytes of TLS records: change cipher spec, alert, handshake, application data. */
const TLS_RECORDS = [0x14, 0x15, 0x16, 0x17];

export interface TlsPipeOptions {
  /** True inside PRELOGIN (TDS 7.4), false when TLS comes first (TDS 8). */
  wrapped: boolean;
  write(bytes: Buffer, written: (error?: Error | null) => void): void;
  /** Something that is neither a wrapped nor a plain TLS record came, with its first byte. */
  onStranger(firstByte: number): void;
}

/**
 * The stream under the TLS engine. In TDS 7.4 the handshake's records travel inside PRELOGIN packets, and each client
 * packet gets exactly one back; with the first plain record the wrapping ends for good. Source: MS-TDS 3.2.5.2.
 */
export class TlsPipe extends Duplex {
  private readonly options: TlsPipeOptions;
  private wrapped: boolean;
  private incoming: Buffer = Buffer.alloc(0);
  private flight: Buffer[] = [];
  private flightScheduled = false;

  constructor(options: TlsPipeOptions) {
    super();
    this.options = options;
    this.wrapped = options.wrapped;
  }

  /** Bytes from the network. */
  feed(bytes: Buffer): void {
    if (!this.wrapped) {
      this.push(bytes);
      return;
    }
    let rest = this.incoming.length > 0 ? Buffer.concat([this.incoming, bytes]) : bytes;
    while (rest.length > 0) {
      const first = rest.readUInt8(0);
      if (first !== PacketType.prelogin) {
        this.unwrap(first, rest);
        return;
      }
      if (rest.length < PACKET_HEADER_BYTES) break;
      const length = rest.readUInt16BE(2);
      if (length < PACKET_HEADER_BYTES) {
        this.options.onStranger(first);
        return;
      }
      if (rest.length < length) break;
      this.push(Buffer.from(rest.subarray(PACKET_HEADER_BYTES, length)));
      rest = rest.subarray(length);
    }
    this.incoming = Buffer.from(rest);
  }

  private unwrap(first: number, rest: Buffer): void {
    if (!TLS_RECORDS.includes(first)) {
      this.options.onStranger(first);
      return;
    }
    this.wrapped = false;
    this.incoming = Buffer.alloc(0);
    this.push(rest);
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, written: (error?: Error | null) => void): void {
    if (!this.wrapped) {
      this.options.write(bytes, written);
      return;
    }
    this.flight.push(bytes);
    written();
    if (this.flightScheduled) return;
    this.flightScheduled = true;
    // The engine writes a flight record by record; the client expects the whole flight in one message.
    setImmediate(() => this.sendFlight());
  }

  override _final(done: (error?: Error | null) => void): void {
    done();
  }

  private sendFlight(): void {
    this.flightScheduled = false;
    const payload = Buffer.concat(this.flight.splice(0));
    const shape = { type: PacketType.prelogin, packetSize: DEFAULT_PACKET_SIZE, sessionId: 0 };
    this.options.write(encodePackets(payload, shape), () => {});
  }
}
