import type { ByteWriter } from './byteWriter.ts';
import { DataType } from './dataTypes.ts';

/** The small tokens of an answer. Source: MS-TDS 2.2.7. */
const Token = {
  returnStatus: 0x79,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureExtAck: 0xae,
} as const;

export const DoneToken = { done: 0xfd, doneProc: 0xfe, doneInProc: 0xff } as const;
export const DoneStatus = { final: 0x00, more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;

const CURRENT_COMMAND = { select: 0xc1, execute: 0xe0 } as const;

export interface ServerMessage {
  number: number;
  /** 0 to 10 informs, 11 and above is an error. */
  severity: number;
  state: number;
  text: string;
  /** Logical server name. */
  server: string;
}

export function writeError(writer: ByteWriter, message: ServerMessage): void {
  writeMessage(writer, Token.error, message);
}

export function writeInfo(writer: ByteWriter, message: ServerMessage): void {
  writeMessage(writer, Token.info, message);
}

function writeMessage(writer: ByteWriter, token: number, message: ServerMessage): void {
  const noProcedure = '';
  const line = 1;
  writer.uint8(token).counted16((inner) => {
    inner.int32(message.number).uint8(message.state).uint8(message.severity);
    inner.longText(message.text.slice(0, 2048)).shortText(message.server.slice(0, 128));
    inner.shortText(noProcedure).uint32(line);
  });
}

/** `count` is the number of rows, where the statement has one. */
export function writeDone(writer: ByteWriter, token: number, status: number, count?: number): void {
  const command = token === DoneToken.doneProc ? CURRENT_COMMAND.execute : CURRENT_COMMAND.select;
  const counted = count === undefined ? status : status | DoneStatus.count;
  writer
    .uint8(token)
    .uint16(counted)
    .uint16(command)
    .uint64(BigInt(count ?? 0));
}

export function writeReturnStatus(writer: ByteWriter, status: number): void {
  writer.uint8(Token.returnStatus).int32(status);
}

/** The integer output parameter in which sp_prepare and sp_prepexec return their handle. */
export function writeReturnHandle(writer: ByteWriter, name: string, handle: number): void {
  writer.uint8(Token.returnValue).uint16(0).shortText(name).uint8(0x01).uint32(0).uint16(0);
  writer.uint8(DataType.intN).uint8(4).uint8(4).int32(handle);
}

/** `tdsVersion` travels big-endian here, unlike in LOGIN7. */
export function writeLoginAck(writer: ByteWriter, tdsVersion: number): void {
  const transactSql = 1;
  writer.uint8(Token.loginAck).counted16((inner) => {
    inner.uint8(transactSql).uint32BigEndian(tdsVersion).shortText('Microsoft SQL Server');
    inner.uint8(12).uint8(0).uint8(0x07).uint8(0xd0);
  });
}

/** Which of the features the client offered are in force. */
export function writeFeatureExtAck(writer: ByteWriter, features: { fedAuth: boolean; utf8Support: boolean }): void {
  writer.uint8(Token.featureExtAck);
  if (features.fedAuth) writer.uint8(0x02).uint32(0);
  if (features.utf8Support) writer.uint8(0x0a).uint32(1).uint8(1);
  writer.uint8(0xff);
}
