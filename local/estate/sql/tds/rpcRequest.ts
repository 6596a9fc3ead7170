import type { SqlParameter } from '../types.ts';
import { skipAllHeaders } from './allHeaders.ts';
import { ByteReader } from './byteReader.ts';
import { readTypedValue, UnknownParameterTypeError } from './parameterValue.ts';
import { TdsProtocolError } from './protocolError.ts';

/** A remote procedure call. Source: MS-TDS 2.2.6.6. */
export interface RpcRequest {
  /** Lower-case name; well-known numbers are given their names. */
  procedure: string;
  parameters: RpcParameter[];
}

/** `name` is as sent: with `@`, or empty when the parameter goes by its place. */
export interface RpcParameter extends SqlParameter {
  output: boolean;
}

/** Thrown with what error 8009 needs to say. */
export class RpcParameterError extends Error {
  readonly ordinal: number;
  readonly parameterName: string;
  readonly dataType: number;
  constructor(ordinal: number, parameterName: string, cause: UnknownParameterTypeError) {
    super(`parameter ${ordinal} ("${parameterName}"): ${cause.message}`, { cause });
    this.name = 'RpcParameterError';
    this.ordinal = ordinal;
    this.parameterName = parameterName;
    this.dataType = cause.dataType;
  }
}

const WELL_KNOWN: Record<number, string> = {
  1: 'sp_cursor',
  2: 'sp_cursoropen',
  3: 'sp_cursorprepare',
  4: 'sp_cursorexecute',
  5: 'sp_cursorprepexec',
  6: 'sp_cursorunprepare',
  7: 'sp_cursorfetch',
  8: 'sp_cursoroption',
  9: 'sp_cursorclose',
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  13: 'sp_prepexec',
  14: 'sp_prepexecrpc',
  15: 'sp_unprepare',
};
const NAME_IS_NUMBER = 0xffff;
const BATCH_SEPARATORS = [0x80, 0xff, 0xfe];
const Status = { output: 0x01, encrypted: 0x08 } as const;
const MAXIMUM_PARAMETERS = 2100;

/** @throws RpcParameterError for a type it does not take, TdsProtocolError when the bytes are no RPC */
export function parseRpcRequest(payload: Buffer): RpcRequest {
  const reader = new ByteReader(payload);
  skipAllHeaders(reader);
  const length = reader.uint16();
  const procedure = length === NAME_IS_NUMBER ? wellKnown(reader.uint16()) : reader.utf16(length).toLowerCase();
  reader.skip(2);
  const parameters: RpcParameter[] = [];
  for (let next = reader.peek(); next !== undefined; next = reader.peek()) {
    // Several calls in one message are for batching drivers; none of ours does it.
    if (BATCH_SEPARATORS.includes(next)) throw new TdsProtocolError('expected one call in an RPC message, saw more');
    if (parameters.length === MAXIMUM_PARAMETERS) throw new TdsProtocolError('expected at most 2,100 parameters');
    parameters.push(readParameter(reader, parameters.length + 1));
  }
  return { procedure, parameters };
}

function wellKnown(number: number): string {
  const name = WELL_KNOWN[number];
  if (!name) throw new TdsProtocolError(`expected a procedure number of 1 to 15, saw ${number}`);
  return name;
}

function readParameter(reader: ByteReader, ordinal: number): RpcParameter {
  const name = reader.utf16(reader.uint8());
  const status = reader.uint8();
  if ((status & Status.encrypted) !== 0) throw new TdsProtocolError('expected a parameter that is not encrypted');
  try {
    return { name, output: (status & Status.output) !== 0, ...readTypedValue(reader) };
  } catch (error) {
    if (error instanceof UnknownParameterTypeError) throw new RpcParameterError(ordinal, name, error);
    throw error;
  }
}
