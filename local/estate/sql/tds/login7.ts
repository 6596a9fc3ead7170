import { ByteReader } from './byteReader.ts';
import { TdsProtocolError } from './protocolError.ts';

/** LOGIN7 as the client sent it. Source: MS-TDS 2.2.6.4. */
export interface Login7 {
  tdsVersion: number;
  packetSize: number;
  hostName: string;
  userName: string;
  /** Readable: never log or store it. */
  password: string;
  applicationName: string;
  serverName: string;
  database: string;
  integratedSecurity: boolean;
  /** Present when the client authenticates with Entra ID. */
  fedAuth?: FedAuthFeature;
  utf8Support: boolean;
}

interface FedAuthFeature {
  /** `securityToken` carries the token in LOGIN7; `adal` asks for the endpoint first and sends the token after. */
  flow: 'securityToken' | 'adal';
  token?: string;
}

/** Versions this server speaks: 7.4 (as Azure's gateway), and 8.0 inside TDS 8. */
export const TDS_7_4 = 0x74000004;
export const TDS_8_0 = 0x08000000;

const Feature = { fedAuth: 0x02, utf8Support: 0x0a, terminator: 0xff } as const;
const FIXED_BYTES = 94;

/** @throws TdsProtocolError when lengths and offsets do not fit the message */
export function parseLogin7(payload: Buffer): Login7 {
  if (payload.length < FIXED_BYTES || payload.readUInt32LE(0) > payload.length) {
    throw new TdsProtocolError(`expected a LOGIN7 of at least ${FIXED_BYTES} bytes, saw ${payload.length}`);
  }
  const text = (at: number) => field(payload, at).toString('utf16le');
  const login: Login7 = {
    tdsVersion: payload.readUInt32LE(4),
    packetSize: payload.readUInt32LE(8),
    integratedSecurity: (payload.readUInt8(25) & 0x80) !== 0,
    hostName: text(36),
    userName: text(40),
    password: revealPassword(field(payload, 44)),
    applicationName: text(48),
    serverName: text(52),
    database: text(68),
    utf8Support: false,
  };
  const extensionUsed = (payload.readUInt8(27) & 0x10) !== 0;
  if (extensionUsed) {
    const at = payload.readUInt16LE(56);
    if (at + 4 > payload.length) throw new TdsProtocolError('expected a LOGIN7 feature extension, saw the end');
    readFeatures(new ByteReader(payload, payload.readUInt32LE(at)), login);
  }
  return login;
}

/** Text fields are an offset in bytes and a length in UTF-16 units. */
function field(payload: Buffer, at: number): Buffer {
  return new ByteReader(payload, payload.readUInt16LE(at)).bytes(payload.readUInt16LE(at + 2) * 2);
}

/** LOGIN7 hides the password by swapping the halves of each byte and flipping bits with 0xA5. */
function revealPassword(hidden: Buffer): string {
  const plain = Buffer.alloc(hidden.length);
  for (const [index, byte] of hidden.entries()) {
    const flipped = byte ^ 0xa5;
    plain[index] = ((flipped << 4) | (flipped >> 4)) & 0xff;
  }
  return plain.toString('utf16le');
}

function readFeatures(reader: ByteReader, login: Login7): void {
  for (let feature = reader.uint8(); feature !== Feature.terminator; feature = reader.uint8()) {
    const data = Buffer.from(reader.bytes(reader.uint32()));
    if (feature === Feature.utf8Support) login.utf8Support = true;
    if (feature === Feature.fedAuth) login.fedAuth = readFedAuth(data);
  }
}

function readFedAuth(data: Buffer): FedAuthFeature {
  const reader = new ByteReader(data);
  const library = reader.uint8() >> 1;
  if (library === 0x02) return { flow: 'adal' };
  if (library !== 0x01) {
    throw new TdsProtocolError(`expected FEDAUTH library 1 (security token) or 2 (ADAL), saw ${library}`);
  }
  return { flow: 'securityToken', token: reader.bytes(reader.uint32()).toString('utf16le') };
}
