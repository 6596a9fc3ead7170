import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFedAuthToken } from '../../../../../local/estate/sql/tds/fedAuth.ts';
import { parseLogin7 } from '../../../../../local/estate/sql/tds/login7.ts';
import { PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';
import { parsePrelogin } from '../../../../../local/estate/sql/tds/prelogin.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { parseRpcRequest, RpcParameterError } from '../../../../../local/estate/sql/tds/rpcRequest.ts';
import { parseTransactionRequest } from '../../../../../local/estate/sql/tds/transactionRequest.ts';
import { HEADERS, login7, nvarchar, parameter, rpc, securityToken } from './support/messages.ts';

const PARSERS: Record<string, (bytes: Buffer) => unknown> = {
  PRELOGIN: parsePrelogin,
  LOGIN7: parseLogin7,
  'FEDAUTH token': parseFedAuthToken,
  RPC: parseRpcRequest,
  'transaction request': parseTransactionRequest,
  packets: (bytes) => new PacketReader().push(bytes),
};

function onlyKnownErrors(parse: (bytes: Buffer) => unknown, bytes: Buffer): void {
  try {
    parse(bytes);
  } catch (error) {
    assert.ok(error instanceof TdsProtocolError || error instanceof RpcParameterError, String(error));
  }
}

for (const [name, parse] of Object.entries(PARSERS)) {
  test(`random bytes as ${name} give a message or a protocol error`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => onlyKnownErrors(parse, Buffer.from(bytes))),
      { numRuns: 500 },
    );
  });
}

const WHOLE: [(bytes: Buffer) => unknown, Buffer][] = [
  [parseLogin7, login7({ userName: 'keeper', password: 'secret', features: [securityToken('a.b.c')] })],
  [
    parseRpcRequest,
    rpc(10, parameter('', nvarchar('select @a')), parameter('@a', [0x2b, 7, 10, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0])),
  ],
  [parseTransactionRequest, Buffer.concat([HEADERS, Buffer.from([8, 0, 4, 97, 0, 98, 0, 0])])],
];

test('true messages with some bytes changed give a message or a protocol error', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...WHOLE), damage, fc.nat(), ([parse, whole], changes, cut) => {
      const bytes = Buffer.from(whole);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      onlyKnownErrors(parse, bytes.subarray(0, cut % (bytes.length + 1)));
    }),
    { numRuns: 2_000 },
  );
});
