import { TdsProtocolError } from './protocolError.ts';

/** A bounds-checked little-endian cursor over one TDS message. Every read past the end is a TdsProtocolError. */
export class ByteReader {
  private readonly buffer: Buffer;
  private at: number;

  constructor(buffer: Buffer, start = 0) {
    this.buffer = buffer;
    this.at = start;
  }

  get position(): number {
    return this.at;
  }

  get remaining(): number {
    return this.buffer.length - this.at;
  }

  peek(): number | undefined {
    return this.buffer[this.at];
  }

  uint8(): number {
    return this.buffer.readUInt8(this.advance(1));
  }

  uint16(): number {
    return this.buffer.readUInt16LE(this.advance(2));
  }

  uint16BigEndian(): number {
    return this.buffer.readUInt16BE(this.advance(2));
  }

  uint32(): number {
    return this.buffer.readUInt32LE(this.advance(4));
  }

  int16(): number {
    return this.buffer.readInt16LE(this.advance(2));
  }

  int32(): number {
    return this.buffer.readInt32LE(this.advance(4));
  }

  int64(): bigint {
    return this.buffer.readBigInt64LE(this.advance(8));
  }

  uint64(): bigint {
    return this.buffer.readBigUInt64LE(this.advance(8));
  }

  float32(): number {
    return this.buffer.readFloatLE(this.advance(4));
  }

  float64(): number {
    return this.buffer.readDoubleLE(this.advance(8));
  }

  /** `bytes` is 1 to 6. */
  unsigned(bytes: number): number {
    if (bytes < 1 || bytes > 6) throw new TdsProtocolError(`expected an integer of 1 to 6 bytes, saw ${bytes}`);
    return this.buffer.readUIntLE(this.advance(bytes), bytes);
  }

  /** A view, not a copy. */
  bytes(count: number): Buffer {
    const start = this.advance(count);
    return this.buffer.subarray(start, start + count);
  }

  utf16(characters: number): string {
    return this.bytes(characters * 2).toString('utf16le');
  }

  skip(count: number): void {
    this.advance(count);
  }

  private advance(count: number): number {
    if (count < 0 || this.at + count > this.buffer.length) {
      throw new TdsProtocolError(`expected ${count} more bytes, saw ${this.remaining}`);
    }
    const start = this.at;
    this.at += count;
    return start;
  }
}
