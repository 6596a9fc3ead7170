/** A growing little-endian buffer for TDS tokens. Nothing here knows what the bytes mean. */
export class ByteWriter {
  private buffer: Buffer;
  private used = 0;

  constructor(initialBytes = 512) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  get length(): number {
    return this.used;
  }

  uint8(value: number): this {
    this.reserve(1);
    this.used = this.buffer.writeUInt8(value, this.used);
    return this;
  }

  uint16(value: number): this {
    this.reserve(2);
    this.used = this.buffer.writeUInt16LE(value, this.used);
    return this;
  }

  uint16BigEndian(value: number): this {
    this.reserve(2);
    this.used = this.buffer.writeUInt16BE(value, this.used);
    return this;
  }

  uint32(value: number): this {
    this.reserve(4);
    this.used = this.buffer.writeUInt32LE(value, this.used);
    return this;
  }

  uint32BigEndian(value: number): this {
    this.reserve(4);
    this.used = this.buffer.writeUInt32BE(value, this.used);
    return this;
  }

  int16(value: number): this {
    this.reserve(2);
    this.used = this.buffer.writeInt16LE(value, this.used);
    return this;
  }

  int32(value: number): this {
    this.reserve(4);
    this.used = this.buffer.writeInt32LE(value, this.used);
    return this;
  }

  int64(value: bigint): this {
    this.reserve(8);
    this.used = this.buffer.writeBigInt64LE(value, this.used);
    return this;
  }

  uint64(value: bigint): this {
    this.reserve(8);
    this.used = this.buffer.writeBigUInt64LE(value, this.used);
    return this;
  }

  float64(value: number): this {
    this.reserve(8);
    this.used = this.buffer.writeDoubleLE(value, this.used);
    return this;
  }

  /** `bytes` is 1 to 6. */
  unsigned(value: number, bytes: number): this {
    this.reserve(bytes);
    this.used = this.buffer.writeUIntLE(value, this.used, bytes);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.reserve(value.length);
    this.buffer.set(value, this.used);
    this.used += value.length;
    return this;
  }

  utf16(text: string): this {
    this.reserve(text.length * 2);
    this.used += this.buffer.write(text, this.used, 'utf16le');
    return this;
  }

  /** B_VARCHAR: at most 255 characters. */
  shortText(text: string): this {
    return this.uint8(text.length).utf16(text);
  }

  /** US_VARCHAR: at most 65,535 characters. */
  longText(text: string): this {
    return this.uint16(text.length).utf16(text);
  }

  /** Writes a 16-bit byte count in front of whatever `write` adds. */
  counted16(write: (writer: this) => void): this {
    const at = this.used;
    this.uint16(0);
    write(this);
    this.buffer.writeUInt16LE(this.used - at - 2, at);
    return this;
  }

  /** Forgets everything written after `length`: how a half-encoded row is taken back. */
  truncate(length: number): void {
    this.used = Math.min(this.used, length);
  }

  /** Removes and returns the first `count` bytes, as a copy of its own. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.buffer.subarray(0, Math.min(count, this.used)));
    this.buffer.copy(this.buffer, 0, taken.length, this.used);
    this.used -= taken.length;
    return taken;
  }

  /** A copy of everything written so far. */
  toBuffer(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.used));
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
