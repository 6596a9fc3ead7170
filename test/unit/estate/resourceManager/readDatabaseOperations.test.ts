import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, NE, namesOf, WE } from './harness.ts';

test('a database that nothing was done to has an empty list, and so has master', async () => {
  const { ask } = createHarness();
  for (const database of ['Orders', 'master']) {
    assert.deepEqual((await ask(`${NE}/databases/${database}/operations`)).body, { value: [] }, database);
  }
});

test('a failover shows while it runs and after it, at the database it was asked of, in the shape of the specification', async () => {
  const { ask, model, clock } = createHarness();
  const startMs = clock.ms;
  const { id } = model.failover({ server: 'shop-ne', database: 'Orders', mode: 'planned', by: 'arm' });
  clock.ms += 100;
  const [running = assert.fail()] = (await ask(`${NE}/databases/orders/operations`)).body.value;
  assert.match(running.id, new RegExp(`/servers/shop-ne/databases/Orders/operations/${id}$`));
  assert.deepEqual(
    { ...running, id: '' },
    {
      id: '',
      name: id,
      type: 'Microsoft.Sql/servers/databases/operations',
      properties: {
        databaseName: 'Orders',
        operation: 'FailoverDatabase',
        operationFriendlyName: 'FAILOVER DATABASE',
        percentComplete: running.properties.percentComplete,
        serverName: 'shop-ne',
        startTime: new Date(startMs).toISOString(),
        state: running.properties.state,
        isCancellable: false,
      },
    },
  );
  assert.match(String(running.properties.state), /^(Pending|InProgress)$/);
  clock.ms += 60_000;
  const [over = assert.fail()] = (await ask(`${NE}/databases/orders/operations`)).body.value;
  assert.deepEqual([over.properties.state, over.properties.percentComplete], ['Succeeded', 100]);
  assert.deepEqual(namesOf(await ask(`${NE}/databases/ledger/operations`)), []);
});

test('a failed operation tells its error by number and text', async () => {
  const { ask, model, clock } = createHarness();
  model.failover({ server: 'shop-ne', database: 'Orders', mode: 'planned', by: 'tsql' });
  model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  clock.ms += 120_000;
  const [failed = assert.fail()] = (await ask(`${NE}/databases/Orders/operations`)).body.value;
  const { state, errorCode, errorDescription, errorSeverity, isUserError } = failed.properties;
  assert.deepEqual([state, errorSeverity, typeof isUserError], ['Failed', 16, 'boolean']);
  assert.ok(Number(errorCode) > 0 && String(errorDescription).length > 10);
});

test('an operation that ended more than an hour ago is not kept', async () => {
  const { ask, model, clock } = createHarness();
  model.failover({ server: 'shop-ne', database: 'Orders', mode: 'forced', by: 'arm' });
  clock.ms += 59 * 60_000;
  assert.equal((await ask(`${NE}/databases/Orders/operations`)).body.value.length, 1);
  clock.ms += 3 * 60_000;
  assert.deepEqual(namesOf(await ask(`${NE}/databases/Orders/operations`)), []);
});

test('a long list comes in pages, oldest first', async () => {
  const { ask, model, clock } = createHarness({ pageSize: 1 });
  const ids = ['shop-ne', 'shop-we', 'shop-ne'].map((server) => {
    const { id } = model.failover({ server, database: 'ledger', mode: 'planned', by: 'arm' });
    clock.ms += 600_000;
    return id;
  });
  const first = await ask(`${NE}/databases/ledger/operations`);
  const second = await ask(first.body.nextLink ?? assert.fail('expected a second page'));
  assert.deepEqual([...namesOf(first), ...namesOf(second)], [ids[0], ids[2]]);
  assert.equal(second.body.nextLink, undefined);
  assert.deepEqual(namesOf(await ask(`${WE}/databases/ledger/operations`)), [ids[1]]);
});

test('what is not there, what may not be done and what was not asked right is refused as elsewhere', async () => {
  const { ask } = createHarness({ authorize: (_who, action) => !/operations\/read$/.test(action) });
  const refused = await ask(`${NE}/databases/Orders/operations`);
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'AuthorizationFailed']);
  assert.match(refused.body.error.message, /Microsoft\.Sql\/servers\/databases\/operations\/read/);
  const harness = createHarness();
  const missing = await harness.ask(`${NE}/databases/nobody/operations`);
  assert.deepEqual([missing.status, missing.body.error.code], [404, 'ParentResourceNotFound']);
  const posted = await harness.ask(`${NE}/databases/Orders/operations`, { method: 'POST' });
  assert.deepEqual([posted.status, posted.headers.allow], [405, 'GET']);
  const versionless = await harness.ask(`${NE}/databases/Orders/operations`, { version: null });
  assert.equal(versionless.body.error.code, 'MissingApiVersionParameter');
});
