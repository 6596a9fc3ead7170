import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receiveAlert } from '../../../shared/app/receiveAlert.ts';
import { affected, alert, resourceHealth, SECRET, serviceHealth } from '../outage/alerts.ts';
import { LookingWorld, spoken } from './lookingWorld.ts';
import { START } from './world.ts';

const at = (atMs: number) => new Date(atMs).toISOString();
const SERVER =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Sql/servers/ONE';
const NOW_FIELDS = { submissionTimestamp: at(START), eventTimestamp: at(START) };
const unavailable = (target = `${SERVER}/databases/Orders`, more = {}) =>
  resourceHealth(more, { alertTargetIDs: [target], firedDateTime: at(START) }, NOW_FIELDS);
const incident = (...services: ReturnType<typeof affected>[]) =>
  serviceHealth({ impactStartTime: at(START), impactedServices: JSON.stringify(services) }, NOW_FIELDS, {
    firedDateTime: at(START),
  });

async function discovered(): Promise<LookingWorld> {
  const world = new LookingWorld();
  await world.sweep();
  world.nowMs = START + 10_000;
  return world;
}

async function post(world: LookingWorld, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await receiveAlert(world.context, text, world.log);
  return { ...reply, value: JSON.parse(reply.body) };
}

describe('an alert about a watched database', () => {
  test('is evidence in the table, an event, and an incident at once; 202 says what was understood', async () => {
    const world = await discovered();
    const reply = await post(world, unavailable());
    assert.equal(reply.status, 202);
    assert.deepEqual(
      reply.value.understood.map(({ source, vote, about }: Record<string, string>) => [source, vote, about]),
      [['resourceHealth', 'down', 'database/one/orders']],
    );
    assert.deepEqual(reply.value.ignored, []);
    assert.deepEqual(await world.stored(), ['resourceHealth down one/orders']);
    assert.deepEqual(
      world.published.map(({ evidence }) => spoken(evidence)),
      ['resourceHealth down one/orders'],
    );
    assert.equal((await world.storage.incidents.open()).length, 1);
  });

  test('sent again changes nothing and is published once', async () => {
    const world = await discovered();
    for (const _ of [1, 2, 3]) assert.equal((await post(world, unavailable())).status, 202);
    assert.equal(world.published.length, 1);
    assert.equal((await world.storage.incidents.recent(10)).length, 1);
  });

  test('is taken although no topic takes the event: the table has it', async () => {
    const world = await discovered();
    world.publishFails = new Error('no topic took it');
    assert.equal((await post(world, unavailable())).status, 202);
    assert.deepEqual(await world.stored(), ['resourceHealth down one/orders']);
  });

  test('copies nothing private into the table, the event, the log or the reply', async () => {
    const world = await discovered();
    const reply = await post(world, unavailable());
    const everything = JSON.stringify([await world.storage.evidence.load(), world.published, world.logLines, reply]);
    assert.ok(!everything.includes(SECRET));
  });
});

describe('an alert that says nothing of an outage of ours', () => {
  test('about a database that nobody watches is accepted and ignored, in words', async () => {
    const world = await discovered();
    const reply = await post(world, unavailable(`${SERVER.replace('ONE', 'other')}/databases/x`));
    assert.equal(reply.status, 202);
    assert.deepEqual(reply.value.understood, []);
    assert.match(reply.value.ignored.join(), /other\/x, which is not watched/);
    assert.deepEqual(await world.stored(), []);
  });

  test('of Service Health keeps the regions in which something is watched, of either end', async () => {
    const world = await discovered();
    const reply = await post(world, incident(affected('SQL Database', 'West Europe', 'North Europe', 'Brazil South')));
    assert.equal(reply.status, 202);
    assert.deepEqual(await world.stored(), ['serviceHealth down northeurope', 'serviceHealth down westeurope']);
    assert.deepEqual(reply.value.ignored, ['Nothing that is watched is in brazilsouth.']);
  });

  test('of another service wakes nobody', async () => {
    const world = await discovered();
    const reply = await post(world, alert('Log Alerts V2', {}));
    assert.deepEqual([reply.status, reply.value.understood], [202, []]);
    assert.deepEqual(await world.storage.incidents.recent(10), []);
  });
});

describe('what is no alert is answered 400 and kept', () => {
  for (const [name, body, reason] of [
    ['no JSON', '{"schemaId":', /Expected JSON/],
    ['nothing', '', /Expected JSON/],
    ['a list', [], /the body: expected an object/],
    [
      'another schema',
      { schemaId: 'AzureMonitorMetricAlert', data: {} },
      /schemaId: expected azureMonitorCommonAlertSchema/,
    ],
    ['an alert without essentials', { schemaId: 'azureMonitorCommonAlertSchema', data: {} }, /data\.essentials/],
  ] as const) {
    test(name, async () => {
      const world = await discovered();
      const reply = await post(world, body);
      assert.deepEqual([reply.status, reply.headers['content-type']], [400, 'application/problem+json; charset=utf-8']);
      assert.match(reply.value.detail, reason);
      const [letter] = world.deadLetters.letters;
      assert.deepEqual([letter?.from, letter?.reason], ['alert', reply.value.detail]);
      assert.deepEqual(await world.stored(), []);
    });
  }

  test('with everything secret taken out of what is kept', async () => {
    const world = await discovered();
    const broken = serviceHealth({ incidentType: 7 }, { claims: '{"name":"ada"}', caller: 'ada@example' });
    assert.equal((await post(world, broken)).status, 400);
    const [letter] = world.deadLetters.letters;
    assert.doesNotMatch(letter?.body ?? '', /ada/);
    assert.match(letter?.body ?? '', /ABCD-123/, 'what helps to understand it stays');
    await post(world, 'https://x/?code=abc&sig=d%2Fe Bearer eyJhbGciOi.eyJzdWIi.c2ln AccountKey=k;');
    assert.equal(world.deadLetters.letters[1]?.body, 'https://x/?code=…&sig=… Bearer … AccountKey=…;');
  });

  test('too large: 413, and the letter says so', async () => {
    const world = await discovered();
    const reply = await receiveAlert(world.context, undefined, world.log);
    assert.equal(reply.status, 413);
    assert.match(world.deadLetters.letters[0]?.reason ?? '', /at most 262144 bytes/);
  });
});

describe('an alert that should be sent again is answered 503', () => {
  test('where the configuration has faults', async () => {
    const world = await discovered();
    const reply = await receiveAlert({ ...world.context, configuration: undefined }, '{}', world.log);
    assert.equal(reply.status, 503);
  });

  test('where nothing was discovered yet: nobody knows what is watched', async () => {
    assert.equal((await post(new LookingWorld(), unavailable())).status, 503);
  });

  test('where the table does not take it', async () => {
    const world = await discovered();
    world.storage.evidence.put = async () => Promise.reject(new Error('the table is gone'));
    assert.equal((await post(world, unavailable())).status, 503);
    assert.deepEqual(world.published, []);
  });
});
