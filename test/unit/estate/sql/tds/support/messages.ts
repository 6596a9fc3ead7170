/** Client messages made by hand from MS-TDS, independent of the server's own encoder. */

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

export function packet(type: number, payload: Buffer, status = 1): Buffer {
  const header = Buffer.from([type, status, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(payload.length + 8, 2);
  return Buffer.concat([header, payload]);
}

/** PRELOGIN with version, encryption and, if asked, FEDAUTHREQUIRED. */
export function prelogin(encryption: number, fedAuth?: number): Buffer {
  const values: [number, number[]][] = [
    [0, [0, 0, 0, 0, 0, 0]],
    [1, [encryption]],
  ];
  if (fedAuth !== undefined) values.push([6, [fedAuth]]);
  let offset = values.length * 5 + 1;
  const heads: number[] = [];
  for (const [option, value] of values) {
    heads.push(option, offset >> 8, offset & 0xff, 0, value.length);
    offset += value.length;
  }
  return Buffer.from([...heads, 0xff, ...values.flatMap(([, value]) => value)]);
}

export interface Login7Fields {
  tdsVersion?: number;
  packetSize?: number;
  hostName?: string;
  userName?: string;
  password?: string;
  applicationName?: string;
  serverName?: string;
  database?: string;
  integrated?: boolean;
  /** Feature id and data. */
  features?: [number, Buffer][];
}

/** The nibbles of each byte swapped, then 0xA5. */
function obfuscate(password: string): Buffer {
  return Buffer.from(utf16(password).map((byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5));
}

export function login7(fields: Login7Fields): Buffer {
  const head = Buffer.alloc(94);
  head.writeUInt32LE(fields.tdsVersion ?? 0x74000004, 4);
  head.writeUInt32LE(fields.packetSize ?? 4096, 8);
  head[25] = fields.integrated ? 0x83 : 0x03;
  head[27] = fields.features ? 0x10 : 0;
  const parts: Buffer[] = [];
  let at = 94;
  const place = (header: number, data: Buffer, units = data.length / 2) => {
    head.writeUInt16LE(at, header);
    head.writeUInt16LE(units, header + 2);
    parts.push(data);
    at += data.length;
  };
  place(36, utf16(fields.hostName ?? 'desk'));
  place(40, utf16(fields.userName ?? 'keeper'));
  place(44, obfuscate(fields.password ?? ''));
  place(48, utf16(fields.applicationName ?? 'test'));
  place(52, utf16(fields.serverName ?? ''));
  // The extension field points at a pointer to the features, which stand at the end.
  const extensionHeader = at;
  place(56, Buffer.alloc(4), 4);
  place(60, utf16('library'));
  place(64, utf16(''));
  place(68, utf16(fields.database ?? ''));
  const features = (fields.features ?? []).flatMap(([id, data]) => [Buffer.from([id]), uint32(data.length), data]);
  const message = Buffer.concat([head, ...parts, ...features, Buffer.from([0xff])]);
  message.writeUInt32LE(at, extensionHeader);
  message.writeUInt32LE(message.length, 0);
  return message;
}

/** FEDAUTH with the token in LOGIN7, and with a request for the endpoint. */
export function securityToken(token: string, nonce?: Buffer): [number, Buffer] {
  const bytes = utf16(token);
  return [2, Buffer.concat([Buffer.from([0x01 << 1]), uint32(bytes.length), bytes, nonce ?? Buffer.alloc(0)])];
}

export const ADAL: [number, Buffer] = [2, Buffer.from([0x02 << 1, 0x01])];

/** ALL_HEADERS with a transaction descriptor, as drivers send it. */
export const HEADERS = Buffer.concat([uint32(22), uint32(18), uint16(2), Buffer.alloc(8), uint32(1)]);

export function batch(text: string): Buffer {
  return Buffer.concat([HEADERS, utf16(text)]);
}

/** An RPC with the parameters' bytes (name, status, type, value) as given. */
export function rpc(procedure: string | number, ...parameters: Buffer[]): Buffer {
  const name =
    typeof procedure === 'number'
      ? Buffer.concat([uint16(0xffff), uint16(procedure)])
      : Buffer.concat([uint16(procedure.length), utf16(procedure)]);
  return Buffer.concat([HEADERS, name, uint16(0), ...parameters]);
}

export function parameter(name: string, typed: Buffer | number[], status = 0): Buffer {
  return Buffer.concat([Buffer.from([name.length]), utf16(name), Buffer.from([status]), Buffer.from(typed)]);
}

export function nvarchar(text: string): Buffer {
  const bytes = utf16(text);
  return Buffer.concat([Buffer.from([0xe7]), uint16(8000), Buffer.alloc(5), uint16(bytes.length), bytes]);
}
