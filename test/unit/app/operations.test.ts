import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOperation, readOperations } from '../../../shared/app/operations.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { OperationsView, OperationView } from '../../../shared/views/operationTypes.ts';
import type { Reply } from '../../../shared/views/reply.ts';
import { NOW, operation } from '../views/incidentFixtures.ts';
import { AppWorld } from './world.ts';

const ID = operation().id;

class Desk extends AppWorld {
  driven: string[] = [];

  static async with(...operations: Operation[]): Promise<Desk> {
    const desk = new Desk();
    desk.nowMs = NOW;
    for (const value of operations) await desk.storage.operations.save({ value });
    return desk;
  }

  async stored(): Promise<Operation> {
    const found = await this.storage.operations.load(ID);
    assert.ok(found);
    return found.value;
  }

  send(body: unknown, id = ID): Promise<Reply> {
    const incoming = {
      method: 'POST',
      body: JSON.stringify(body),
      contentType: 'application/json',
      principal: undefined,
    };
    return commandOperation(this.context, id, incoming, this.log, async (_app, driven) => {
      this.driven.push(driven);
    });
  }
}

const WORD = { by: 'Ada', comment: 'it is ready now' };

test('operations are listed, and one is shown whole', async () => {
  const desk = await Desk.with(operation());
  const list = JSON.parse((await readOperations(desk.context, undefined)).body) as OperationsView;
  assert.deepEqual(
    list.operations.map(({ id }) => id),
    [ID],
  );
  const one = JSON.parse((await readOperations(desk.context, ID)).body) as OperationView;
  assert.equal(one.journal.length, 1);
  assert.equal(one.steps[0]?.lossBoundSeconds, 403.5);
  assert.equal((await readOperations(desk.context, 'nobody')).status, 404);
});

test('a retry is written down, recorded, and driven at once', async () => {
  const desk = await Desk.with(operation());
  const reply = await desk.send({ command: 'retry', ...WORD, allowLossSeconds: 600 });
  assert.equal(reply.status, 200);
  const [step] = (await desk.stored()).steps;
  assert.notEqual(step?.state, 'asking');
  assert.equal(step?.operatorAllowsMs, 600_000);
  assert.deepEqual(desk.driven, [ID]);
  assert.equal(desk.audit.rows[0]?.record.kind, 'operator');
  assert.deepEqual(desk.audit.rows[0]?.record.details, { command: 'retry', ...WORD, allowsLossMs: 600_000 });
  assert.equal((JSON.parse(reply.body) as OperationView).id, ID);
});

test('giving up ends what asks', async () => {
  const desk = await Desk.with(operation());
  assert.equal((await desk.send({ command: 'giveUp', ...WORD })).status, 200);
  assert.equal((await desk.stored()).steps[0]?.state, 'failed');
});

test('to abort is asked for, with who and why', async () => {
  const desk = await Desk.with(operation());
  assert.equal((await desk.send({ command: 'abort', ...WORD })).status, 200);
  assert.deepEqual((await desk.stored()).abortRequested, { ...WORD, atMs: NOW });
  const again = await desk.send({ command: 'abort', ...WORD });
  assert.equal(again.status, 409);
  assert.deepEqual(desk.driven, [ID]);
});

test('where there is nothing to decide the answer says so, and nothing is driven or recorded', async () => {
  const desk = await Desk.with(operation({ state: 'told' }));
  const reply = await desk.send({ command: 'retry', ...WORD });
  assert.equal(reply.status, 409);
  assert.match(reply.body, /is told/);
  assert.deepEqual(desk.driven, []);
  assert.equal(desk.audit.rows.length, 0);
  assert.equal((await desk.send({ command: 'retry', ...WORD }, 'nobody')).status, 404);
});

test('who changed it meanwhile wins: the other is asked to look again', async () => {
  const desk = await Desk.with(operation());
  desk.storage.operations = { ...desk.storage.operations, save: async () => undefined };
  const reply = await desk.send({ command: 'retry', ...WORD });
  assert.equal(reply.status, 409);
  assert.match(reply.body, /look again/);
  assert.deepEqual(desk.driven, []);
});

test('every fault of the body is named at once', async () => {
  const desk = await Desk.with(operation());
  const reply = await desk.send({ command: 'again', by: 7, allowLossSeconds: -1, loss: 3 });
  assert.equal(reply.status, 400);
  const { faults } = JSON.parse(reply.body) as { faults: Array<{ field: string }> };
  assert.deepEqual(
    faults.map(({ field }) => field),
    ['command', 'by', 'comment', 'allowLossSeconds', 'loss'],
  );
  assert.equal((await desk.stored()).steps[0]?.state, 'asking');
});

test('a loss is allowed with a retry only, and only as a number that can be meant', async () => {
  const desk = await Desk.with(operation());
  assert.equal((await desk.send({ command: 'abort', ...WORD, allowLossSeconds: 5 })).status, 400);
  for (const allowLossSeconds of ['600', null, 1e12, {}]) {
    assert.equal((await desk.send({ command: 'retry', ...WORD, allowLossSeconds })).status, 400);
  }
  assert.equal((await desk.stored()).steps[0]?.operatorAllowsMs, undefined);
  assert.equal((await desk.send({ command: 'retry', ...WORD, allowLossSeconds: 0 })).status, 200);
  assert.equal((await desk.stored()).steps[0]?.operatorAllowsMs, 0);
});

test('an audit that does not answer holds no command up', async () => {
  const desk = await Desk.with(operation());
  desk.storage.audit = { ...desk.storage.audit, last: () => Promise.reject(new Error('storage is away')) };
  assert.equal((await desk.send({ command: 'retry', ...WORD })).status, 200);
  assert.deepEqual(desk.driven, [ID]);
  assert.match(desk.logLines.join('\n'), /\[602\]/);
});
