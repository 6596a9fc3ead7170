import type { ByteWriter } from './byteWriter.ts';
import {
  writeCollationChange,
  writeDatabaseChange,
  writeLanguageChange,
  writePacketSizeChange,
  writeRouting,
} from './environmentChange.ts';
import { type Login7, TDS_7_4, TDS_8_0 } from './login7.ts';
import { DEFAULT_PACKET_SIZE } from './packet.ts';
import type { ServerMessage } from './tokens.ts';
import {
  DoneStatus,
  DoneToken,
  writeDone,
  writeError,
  writeFeatureExtAck,
  writeInfo,
  writeLoginAck,
} from './tokens.ts';

const SMALLEST_PACKET = 512;
const LARGEST_PACKET = 32_767;

/** The packet size both sides use from the end of the login answer on. */
export function negotiatePacketSize(asked: number): number {
  if (asked === 0) return DEFAULT_PACKET_SIZE;
  return Math.min(LARGEST_PACKET, Math.max(SMALLEST_PACKET, asked));
}

export interface Acceptance {
  login: Login7;
  database: string;
  server: string;
  /** Where the client must go instead of staying. */
  route?: { host: string; port: number };
}

/** The tokens of a login that succeeded, in SQL Server's order. */
export function writeAcceptance(writer: ByteWriter, acceptance: Acceptance): void {
  const { login, database, server } = acceptance;
  const text = `Changed database context to '${database}'.`;
  writeDatabaseChange(writer, database, 'master');
  writeInfo(writer, { number: 5701, severity: 0, state: 2, text, server });
  writeCollationChange(writer);
  writeLanguageChange(writer, 'us_english');
  const language = 'Changed language setting to us_english.';
  writeInfo(writer, { number: 5703, severity: 0, state: 1, text: language, server });
  writeLoginAck(writer, login.tdsVersion === TDS_8_0 ? TDS_8_0 : TDS_7_4);
  writePacketSizeChange(writer, negotiatePacketSize(login.packetSize), DEFAULT_PACKET_SIZE);
  const features = { fedAuth: login.fedAuth !== undefined, utf8Support: login.utf8Support };
  if (features.fedAuth || features.utf8Support) writeFeatureExtAck(writer, features);
  if (acceptance.route) writeRouting(writer, acceptance.route.host, acceptance.route.port);
  writeDone(writer, DoneToken.done, DoneStatus.final);
}

export function writeRefusal(writer: ByteWriter, messages: readonly ServerMessage[]): void {
  for (const message of messages) writeError(writer, message);
  writeDone(writer, DoneToken.done, DoneStatus.error);
}
