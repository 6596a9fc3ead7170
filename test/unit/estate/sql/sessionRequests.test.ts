import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EstateModel, SqlFault } from '../../../../local/estate/model/types.ts';
import { SessionRequests } from '../../../../local/estate/sql/sessionRequests.ts';
import { UnknownParameterTypeError } from '../../../../local/estate/sql/tds/parameterValue.ts';
import { RpcParameterError } from '../../../../local/estate/sql/tds/rpcRequest.ts';
import type { ClientRequest } from '../../../../local/estate/sql/tds/services.ts';
import type { SqlSession, SqlStep } from '../../../../local/estate/sql/types.ts';
import { captureResponse, doneTokens } from './support/capture.ts';

const [DONE, DONE_PROC] = [0xfd, 0xfe];

function newSession(fault: SqlFault | null = null, steps: SqlStep[] = [{ kind: 'done' }]) {
  const executed: { text: string; session: SqlSession }[] = [];
  const counts = { queries: 0 };
  const state = { fault, stands: true };
  const model = { sqlFault: () => state.fault } as unknown as EstateModel;
  const session = { model, server: 'shop-we', database: 'orders', loginName: 'keeper' } as SqlSession;
  const requests = new SessionRequests({
    session,
    execute: (text, _parameters, current) => {
      executed.push({ text, session: current });
      return steps;
    },
    clock: { now: () => 0 },
    tracingId: 'id',
    clientAddress: '127.0.0.1',
    onQuery: () => counts.queries++,
    stillStands: () => state.stands,
  });
  const ask = async (request: Partial<ClientRequest>, controller = new AbortController()) => {
    const captured = captureResponse();
    const whole = { resetConnection: false, ...request } as ClientRequest;
    const end = await requests.handle(whole, captured.response, controller.signal);
    return { end, hex: await captured.finish() };
  };
  return { ask, executed, counts, state };
}

const batch = (text: string): Partial<ClientRequest> => ({ kind: 'batch', text });
const call = (procedure: string): Partial<ClientRequest> => ({ kind: 'rpc', call: { procedure, parameters: [] } });
const transaction = (request: object): Partial<ClientRequest> =>
  ({ kind: 'transaction', request }) as Partial<ClientRequest>;

test('a batch is run and answered', async () => {
  const { ask, executed } = newSession();
  const { end, hex } = await ask(batch('select 1'));
  assert.equal(end, 'answered');
  assert.deepEqual(
    executed.map(({ text }) => text),
    ['select 1'],
  );
  assert.deepEqual(doneTokens(hex), [[DONE, 0, 0]]);
});

test('a call ends in a return status and DONEPROC', async () => {
  const { hex } = await newSession().ask(call('sp_who'));
  assert.equal(hex, 'ff0100c1000000000000000000' + '7900000000' + 'fe0000e0000000000000000000');
});

test('a call that failed returns the number of the error', async () => {
  const { hex } = await newSession(null, [{ kind: 'error', number: 208, severity: 16, state: 1, message: 'x' }]).ask(
    call('sp_who'),
  );
  assert.ok(hex.endsWith('79d0000000' + 'fe0200e0000000000000000000'), hex);
});

test('queries are counted, the SET batch of a login is not', async () => {
  const { ask, counts } = newSession();
  await ask(batch('set nocount on'));
  assert.equal(counts.queries, 0);
  await ask(batch('select 1'));
  await ask(call('sp_who'));
  assert.equal(counts.queries, 2);
});

test('a session that lost its database is reset, and nothing is run', async () => {
  const { ask, executed, state } = newSession();
  state.stands = false;
  assert.equal((await ask(batch('select 1'))).end, 'reset');
  assert.deepEqual(executed, []);
});

test('a fault of queries answers with the error, as batch and as call', async () => {
  const { ask, executed } = newSession({ kind: 'queryError', number: 40501 });
  const asBatch = await ask(batch('select 1'));
  assert.match(asBatch.hex, /^aa.*fd0200c1000000000000000000$/);
  const asCall = await ask(call('sp_who'));
  assert.match(asCall.hex, /^aa.*79359e0000fe0200e0000000000000000000$/);
  assert.deepEqual(executed, []);
});

test('a hanging statement ends only when it is interrupted', async () => {
  const { ask } = newSession({ kind: 'hangQuery' });
  const controller = new AbortController();
  const asking = ask(batch('select 1'), controller);
  let ended = false;
  void asking.then(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ended, false);
  controller.abort();
  assert.equal((await asking).end, 'interrupted');
});

test('sick servers end a request in their own ways', async () => {
  assert.equal((await newSession({ kind: 'silent' }).ask(batch('select 1'))).end, 'silence');
  assert.equal((await newSession({ kind: 'garbage' }).ask(batch('select 1'))).end, 'garbage');
  assert.equal((await newSession({ kind: 'dropQuery' }).ask(batch('select 1'))).end, 'reset');
});

test('transactions of the driver are told to the front, and named by their own descriptors', async () => {
  const { ask, executed } = newSession();
  const first = await ask(transaction({ kind: 'begin' }));
  assert.match(first.hex, /^e30b0008080100000000000000/);
  const commit = await ask(transaction({ kind: 'commit', beginsAnother: true }));
  assert.match(commit.hex, /^e30b000900080100000000000000e30b0008080200000000000000/);
  const rollback = await ask(transaction({ kind: 'rollback', beginsAnother: false, savepoint: '' }));
  assert.match(rollback.hex, /^e30b000a00080200000000000000/);
  const texts = executed.map(({ text }) => text);
  assert.deepEqual(texts, ['BEGIN TRANSACTION', 'COMMIT TRANSACTION', 'BEGIN TRANSACTION', 'ROLLBACK TRANSACTION']);
});

test('savepoints change nothing: the transaction goes on', async () => {
  const { ask, executed } = newSession();
  assert.deepEqual(doneTokens((await ask(transaction({ kind: 'save' }))).hex), [[DONE, 0, 0]]);
  const back = await ask(transaction({ kind: 'rollback', beginsAnother: false, savepoint: 'here' }));
  assert.deepEqual(doneTokens(back.hex), [[DONE, 0, 0]]);
  assert.deepEqual(executed, []);
});

test('a reset is acknowledged first, and the front sees a new session', async () => {
  const { ask, executed } = newSession();
  await ask(batch('a'));
  await ask(batch('b'));
  const { hex } = await ask({ ...batch('c'), resetConnection: true });
  assert.match(hex, /^e30300120000fd/);
  const [a, b, c] = executed.map(({ session }) => session);
  assert.equal(a, b);
  assert.notEqual(b, c);
  assert.deepEqual({ ...c }, { ...b });
});

test('a parameter of a type it does not take is error 8009 that names it', async () => {
  const error = new RpcParameterError(3, '@rows', new UnknownParameterTypeError(0xf3));
  const { hex } = await newSession().ask({ kind: 'badParameter', error } as Partial<ClientRequest>);
  const text = Buffer.from('Parameter 3 ("@rows"): Data type 0xF3 is unknown.', 'utf16le').toString('hex');
  assert.ok(hex.includes(text));
  assert.equal(hex.slice(-26, -24), DONE_PROC.toString(16));
});
