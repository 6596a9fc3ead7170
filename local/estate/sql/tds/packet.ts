/** TDS packets: an 8-byte header and a piece of a message. Source: MS-TDS 2.2.3. */
export const PACKET_HEADER_BYTES = 8;

/** Until LOGIN7 has negotiated another. */
export const DEFAULT_PACKET_SIZE = 4096;

export const PacketType = {
  sqlBatch: 0x01,
  rpc: 0x03,
  tabularResult: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  fedAuthToken: 0x08,
  transactionManager: 0x0e,
  login7: 0x10,
  prelogin: 0x12,
} as const;

export const PacketStatus = {
  endOfMessage: 0x01,
  ignoreThisEvent: 0x02,
  resetConnection: 0x08,
  resetConnectionSkipTransaction: 0x10,
} as const;

export interface Outgoing {
  type: number;
  packetSize: number;
  sessionId: number;
  /** Packet number of the first packet, 1 for a new message; it wraps at 256. */
  firstPacket?: number;
  /** False when more packets of the same message follow later. */
  endOfMessage?: boolean;
}

/** Cuts `payload` into packets of at most `packetSize` bytes, header included. An empty payload is one empty packet. */
export function encodePackets(payload: Buffer, outgoing: Outgoing): Buffer {
  const room = outgoing.packetSize - PACKET_HEADER_BYTES;
  const count = Math.max(1, Math.ceil(payload.length / room));
  const out = Buffer.allocUnsafe(payload.length + count * PACKET_HEADER_BYTES);
  let to = 0;
  for (let index = 0; index < count; index++) {
    const piece = payload.subarray(index * room, (index + 1) * room);
    const last = index === count - 1 && outgoing.endOfMessage !== false;
    out[to] = outgoing.type;
    out[to + 1] = last ? PacketStatus.endOfMessage : 0;
    out.writeUInt16BE(piece.length + PACKET_HEADER_BYTES, to + 2);
    out.writeUInt16BE(outgoing.sessionId, to + 4);
    out[to + 6] = ((outgoing.firstPacket ?? 1) + index) & 0xff;
    out[to + 7] = 0;
    piece.copy(out, to + PACKET_HEADER_BYTES);
    to += piece.length + PACKET_HEADER_BYTES;
  }
  return out;
}
