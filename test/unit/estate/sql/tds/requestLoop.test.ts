import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { RequestLoop } from '../../../../../local/estate/sql/tds/requestLoop.ts';
import { ResponseStream } from '../../../../../local/estate/sql/tds/responseStream.ts';
import type { ClientRequest, RequestEnd } from '../../../../../local/estate/sql/tds/services.ts';
import { DoneToken, writeDone } from '../../../../../local/estate/sql/tds/tokens.ts';
import { batch, HEADERS, nvarchar, parameter, rpc, uint16 } from './support/messages.ts';

const ANSWER = 'fd0000c1000000000000000000';
const INTERRUPTED = 'fd0200c1000000000000000000';
const ATTENTION = 'fd2000c1000000000000000000';

/** Waits for the end that the test decides on, or for the interruption. */
function newLoop(written: Promise<void> = Promise.resolve()) {
  const packets: Buffer[] = [];
  const seen: ClientRequest[] = [];
  const faults: string[] = [];
  let decide: (end: RequestEnd | Error) => void = () => {};
  const send = (bytes: Buffer) => {
    packets.push(bytes);
    return written;
  };
  const loop = new RequestLoop({
    respond: () => new ResponseStream(send, 512, 51),
    reset: () => faults.push('reset'),
    sendGarbage: () => faults.push('garbage'),
    serve: async (request, response, signal) => {
      seen.push(request);
      const end = await new Promise<RequestEnd | Error>((resolve) => {
        decide = resolve;
        signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
      });
      if (end instanceof Error) throw end;
      if (end === 'answered') writeDone(response.tokens, DoneToken.done, 0);
      return end;
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    loop,
    seen,
    faults,
    settle,
    end: async (end: RequestEnd | Error) => {
      decide(end);
      await settle();
    },
    ask: (type: number, payload: Buffer, more: { ignored?: boolean; resetConnection?: boolean } = {}) =>
      loop.receive({ type, payload, ignored: false, resetConnection: false, ...more }),
    messages: () => new PacketReader().push(Buffer.concat(packets)).map(({ payload }) => payload.toString('hex')),
  };
}

test('a batch, a call and a transaction request reach the server as such', async () => {
  const { ask, seen, end } = newLoop();
  ask(1, batch('select ☃'), { resetConnection: true });
  await end('answered');
  ask(3, rpc(10, parameter('', nvarchar('x'))));
  await end('answered');
  ask(0x0e, Buffer.concat([HEADERS, uint16(5)]));
  await end('answered');
  assert.deepEqual(seen[0], { kind: 'batch', text: 'select ☃', resetConnection: true });
  assert.deepEqual(
    seen.map(({ kind }) => kind),
    ['batch', 'rpc', 'transaction'],
  );
});

test('an answered request is one message', async () => {
  const { ask, end, messages } = newLoop();
  ask(1, batch('a'));
  await end('answered');
  assert.deepEqual(messages(), [ANSWER]);
});

test('attention closes the interrupted answer, then acknowledges in a message of its own', async () => {
  const { ask, settle, messages } = newLoop();
  ask(1, batch('a'));
  ask(6, Buffer.alloc(0));
  await settle();
  assert.deepEqual(messages(), [INTERRUPTED, ATTENTION]);
});

test('attention that comes after the answer is acknowledged alone', async () => {
  const { ask, end, settle, messages } = newLoop();
  ask(1, batch('a'));
  await end('answered');
  ask(6, Buffer.alloc(0));
  await settle();
  assert.deepEqual(messages(), [ANSWER, ATTENTION]);
});

test('attention with nothing asked is acknowledged', async () => {
  const { ask, settle, messages } = newLoop();
  ask(6, Buffer.alloc(0));
  await settle();
  assert.deepEqual(messages(), [ATTENTION]);
});

test('the next request is served after an interruption', async () => {
  const { ask, end, settle, messages } = newLoop();
  ask(1, batch('a'));
  ask(6, Buffer.alloc(0));
  await settle();
  ask(1, batch('b'));
  await end('answered');
  assert.deepEqual(messages(), [INTERRUPTED, ATTENTION, ANSWER]);
});

test('a second request before the answer is a protocol error: there is no MARS', () => {
  const { ask } = newLoop();
  ask(1, batch('a'));
  assert.throws(() => ask(1, batch('b')), TdsProtocolError);
});

test('a request taken back is acknowledged and not served', async () => {
  const { ask, settle, messages, seen } = newLoop();
  ask(1, batch('a'), { ignored: true });
  await settle();
  assert.deepEqual([messages(), seen], [[ANSWER], []]);
});

test('messages that are no requests are protocol errors', () => {
  for (const type of [0x07, 0x08, 0x10, 0x12, 0x99]) {
    assert.throws(() => newLoop().ask(type, HEADERS), new RegExp(`saw type ${type}`));
  }
});

test('a parameter of an unknown type is handed on as such', async () => {
  const { ask, seen, end } = newLoop();
  ask(3, rpc(10, parameter('@t', [0xf3, 0, 0, 0])));
  await end('answered');
  assert.equal(seen[0]?.kind === 'badParameter' && seen[0].error.dataType, 0xf3);
});

test('a batch of half a character is cut, not refused', async () => {
  const { ask, seen, end } = newLoop();
  ask(1, Buffer.concat([batch('ab'), Buffer.from([0x63])]));
  await end('answered');
  assert.equal(seen[0]?.kind === 'batch' && seen[0].text, 'ab');
});

test('silence lasts: nothing is answered any more, attention neither', async () => {
  const { ask, end, settle, messages, seen } = newLoop();
  ask(1, batch('a'));
  await end('silence');
  ask(6, Buffer.alloc(0));
  ask(1, batch('b'));
  await settle();
  assert.deepEqual([messages(), seen.length], [[], 1]);
});

test('a server that drops, babbles or fails ends the connection', async () => {
  for (const [how, expected] of [
    ['reset', 'reset'],
    ['garbage', 'garbage'],
    [new Error('bug'), 'reset'],
  ] as const) {
    const { ask, end, faults, messages } = newLoop();
    ask(1, batch('a'));
    await end(how);
    assert.deepEqual([faults, messages()], [[expected], []]);
  }
});

test('a lost connection interrupts what runs', async () => {
  const { ask, loop, settle, seen } = newLoop();
  ask(1, batch('a'));
  loop.close();
  await settle();
  ask(1, batch('b'));
  assert.equal(seen.length, 2);
});

test('a client that asks again before the socket has reported the answer as written is served', async () => {
  const never = new Promise<void>(() => {});
  const { ask, end, messages } = newLoop(never);
  ask(1, batch('a'));
  await end('answered');
  ask(1, batch('b'));
  await end('answered');
  assert.deepEqual(messages(), [ANSWER, ANSWER]);
});

test('interrupted answer and acknowledgement leave in order, however slow the socket', async () => {
  const never = new Promise<void>(() => {});
  const { ask, settle, messages } = newLoop(never);
  ask(1, batch('a'));
  ask(6, Buffer.alloc(0));
  await settle();
  assert.deepEqual(messages(), [INTERRUPTED, ATTENTION]);
});
