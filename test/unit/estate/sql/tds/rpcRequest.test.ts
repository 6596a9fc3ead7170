import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { parseRpcRequest, RpcParameterError } from '../../../../../local/estate/sql/tds/rpcRequest.ts';
import { nvarchar, parameter, rpc } from './support/messages.ts';

test('a well-known number is given its name', () => {
  assert.equal(parseRpcRequest(rpc(10)).procedure, 'sp_executesql');
  assert.equal(parseRpcRequest(rpc(12)).procedure, 'sp_execute');
  assert.throws(() => parseRpcRequest(rpc(99)), /procedure number of 1 to 15, saw 99/);
});

test('a name is lower-cased, parameters keep name, kind and direction', () => {
  const call = parseRpcRequest(
    rpc(
      'Sys.SP_Wait',
      parameter('@a', nvarchar('x')),
      parameter('@b', [0x26, 4, 4, 7, 0, 0, 0], 1),
      parameter('', [0x26, 4, 0]),
    ),
  );
  assert.deepEqual(call, {
    procedure: 'sys.sp_wait',
    parameters: [
      { name: '@a', output: false, type: 'nvarchar', value: 'x' },
      { name: '@b', output: true, type: 'int', value: 7 },
      { name: '', output: false, type: 'int', value: null },
    ],
  });
});

test('a type it does not take is reported with place, name and code', () => {
  const bytes = rpc(10, parameter('', nvarchar('select')), parameter('@rows', [0xf3, 0, 0, 0]));
  assert.throws(
    () => parseRpcRequest(bytes),
    (error: unknown) =>
      error instanceof RpcParameterError &&
      error.ordinal === 2 &&
      error.parameterName === '@rows' &&
      error.dataType === 0xf3 &&
      error.message.includes('0xF3'),
  );
});

test('an encrypted parameter, a second call and too many parameters are protocol errors', () => {
  assert.throws(() => parseRpcRequest(rpc(10, parameter('@a', [0x30, 1], 8))), TdsProtocolError);
  assert.throws(() => parseRpcRequest(Buffer.concat([rpc(10), Buffer.from([0xff])])), TdsProtocolError);
  const many = Array.from({ length: 2101 }, () => parameter('', [0x30, 1]));
  assert.throws(() => parseRpcRequest(rpc(10, ...many)), /at most 2,100/);
  assert.equal(parseRpcRequest(rpc(10, ...many.slice(1))).parameters.length, 2100);
});

test('a call cut short anywhere is a protocol error or a shorter call, never anything else', () => {
  const whole = rpc('proc', parameter('@a', nvarchar('text')), parameter('@b', [0x6a, 5, 5, 2, 5, 1, 1, 0, 0, 0]));
  for (let length = 0; length < whole.length; length++) {
    try {
      assert.ok(parseRpcRequest(whole.subarray(0, length)).parameters.length < 2, `${length} bytes`);
    } catch (error) {
      assert.ok(error instanceof TdsProtocolError, `${length} bytes: ${error}`);
    }
  }
});
