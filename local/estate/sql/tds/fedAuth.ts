import { ByteReader } from './byteReader.ts';
import type { ByteWriter } from './byteWriter.ts';

/** The ADAL flow's two messages: where to get a token, and the token. Source: MS-TDS 2.2.7.12 and 2.2.6.3. */
const FEDAUTHINFO = 0xee;
const StsUrl = 0x01;
const Spn = 0x02;

export interface FedAuthEndpoint {
  /** Issuer of tokens, with the tenant. */
  stsUrl: string;
  /** The resource a token must be for. */
  spn: string;
}

export function writeFedAuthInfo(writer: ByteWriter, endpoint: FedAuthEndpoint): void {
  const sts = Buffer.from(endpoint.stsUrl, 'utf16le');
  const spn = Buffer.from(endpoint.spn, 'utf16le');
  // Offsets count from the option count, which is followed by two options of nine bytes.
  const firstData = 4 + 2 * 9;
  writer.uint8(FEDAUTHINFO).uint32(firstData + sts.length + spn.length);
  writer.uint32(2);
  writer.uint8(StsUrl).uint32(sts.length).uint32(firstData);
  writer
    .uint8(Spn)
    .uint32(spn.length)
    .uint32(firstData + sts.length);
  writer.bytes(sts).bytes(spn);
}

/** @throws TdsProtocolError */
export function parseFedAuthToken(payload: Buffer): string {
  const reader = new ByteReader(payload);
  reader.skip(4);
  return reader.bytes(reader.uint32()).toString('utf16le');
}
