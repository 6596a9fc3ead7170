import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tendOutbox } from '../../../shared/app/notifications.ts';
import { type Tidied, tidy } from '../../../shared/app/tidy.ts';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { auditEntry, evidence, incident, operation } from '../../contract/outageRecords.ts';
import { AppWorld, LINK, START } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP_MS = 10 * DAY_MS;
/** A group that was failed over and cools down for longer than anything is kept. */
const COOLING = { name: 'shop', cooldownMs: 60 * DAY_MS, confirmForMs: 0 };

function worldWith(groups: ReadonlyArray<typeof COOLING> = []): AppWorld {
  const given = new AppWorld().context.configuration;
  assert.ok(given);
  // Of a group only these count here.
  return new AppWorld({ ...given, history: { keepMs: KEEP_MS }, groups: groups as unknown as typeof given.groups });
}

async function turn(world: AppWorld, days: number): Promise<Tidied> {
  world.nowMs = START + days * DAY_MS;
  assert.ok(world.context.configuration);
  return tidy(world.context, world.context.configuration, world.storage);
}

const over = (id: string, atMs: number) =>
  incident(id, { phase: 'over', openedAtMs: atMs, overAtMs: atMs, toldAtMs: atMs, closedAtMs: atMs });
const closed = (id: string, atMs: number) =>
  operation(id, { state: 'closed', sinceMs: atMs, closedToldAtMs: atMs, auditedThrough: 1 }, atMs);
const said = (world: AppWorld, count: number, atMs: number) =>
  appendRecords(
    world.audit,
    Array.from({ length: count }, (_, n) => ({ ...auditEntry(n).record, id: `${n} ${atMs}`, atMs })),
  );
const left = async ({ storage, audit, deadLetters }: AppWorld) => ({
  incidents: (await storage.incidents.recent(100)).map(({ id }) => id),
  operations: (await storage.operations.recent(100)).map(({ id }) => id),
  audit: audit.rows.length,
  letters: deadLetters.letters.length,
  evidence: (await storage.evidence.load()).length,
});

/** One of each, at the start. */
async function withPast(world: AppWorld): Promise<AppWorld> {
  await world.storage.incidents.save({ value: over('past', START) });
  await world.storage.operations.save({ value: closed('past', START) });
  await said(world, 3, START);
  await world.storage.evidence.put(evidence({ expiresAtMs: START }));
  await world.storage.deadLetters.write({ atMs: START, from: 'alert', reason: 'x', body: 'x' });
  return world;
}

test('what is over is kept for as long as the configuration says, and then removed', async () => {
  const world = await withPast(worldWith());
  await turn(world, 9.9);
  assert.deepEqual(await left(world), { incidents: ['past'], operations: ['past'], audit: 3, letters: 1, evidence: 0 });
  const { removed, failures } = await turn(world, 11);
  assert.deepEqual([removed, failures], [5, []]);
  assert.deepEqual(await left(world), { incidents: [], operations: [], audit: 1, letters: 0, evidence: 0 });
});

test('what is open stays however old, and with it all that was done and said since it began', async () => {
  for (const open of ['incident', 'operation']) {
    const world = await withPast(worldWith());
    const { incidents, operations } = world.storage;
    if (open === 'incident') await incidents.save({ value: incident('open', { openedAtMs: START + 1 }) });
    else await operations.save({ value: operation('open', { state: 'failed' }, START + 1) });
    await incidents.save({ value: over('since', START + 2) });
    await operations.save({ value: closed('since', START + 2) });
    await said(world, 4, START + 2);
    await turn(world, 300);
    const found = await left(world);
    assert.deepEqual(found.incidents.includes('past') || found.operations.includes('past'), false, open);
    assert.ok(found.incidents.includes('since') && found.operations.includes('since'), open);
    assert.equal([...found.incidents, ...found.operations].filter((id) => id === 'open').length, 1, open);
    assert.equal(found.audit, 4, open);
  }
});

test('an operation that still counts for a cooldown is kept, though history would let it go', async () => {
  const world = await withPast(worldWith([COOLING]));
  await turn(world, 59);
  assert.deepEqual((await left(world)).operations, ['past']);
  await turn(world, 68);
  assert.deepEqual((await left(world)).operations, []);
});

test('hours are made compact ten minutes after they ended', async () => {
  const world = worldWith();
  const hourMs = Math.floor(START / HOUR_MS) * HOUR_MS;
  const lines = Array.from({ length: 60 }, (_, n) => ({
    atMs: hourMs + n * 1_000,
    linkKey: LINK,
    state: 'caughtUp' as const,
    lagSeconds: n,
  }));
  await world.storage.history.append(shardOf(LINK), lines);
  const sizeAt = async (atMs: number) => {
    world.nowMs = atMs;
    await tendOutbox(world.context, world.log);
    return (await world.storage.history.recent(shardOf(LINK), LINK, 0, 100)).length;
  };
  assert.equal(await sizeAt(hourMs + HOUR_MS + 9 * 60_000), 60);
  assert.equal(await sizeAt(hourMs + HOUR_MS + 15 * 60_000), 2);
  assert.match(world.logLines.join('\n'), /\[403\] 1 hour\(s\) of history made compact/);
});

test('there is a turn every five minutes, not each time that messages are re-driven', async () => {
  const world = worldWith();
  let turns = 0;
  world.storage.history.compact = async () => {
    turns += 1;
    return 0;
  };
  for (let minute = 0; minute < 12; minute += 1) {
    world.nowMs = START + minute * 60_000;
    await tendOutbox(world.context, world.log);
  }
  assert.equal(turns, 3);
});

test('no hour is begun when the turn has taken its time', async () => {
  const world = worldWith();
  const answers: boolean[] = [];
  world.storage.history.compact = async (_before, _limit, goOn) => {
    for (const afterMs of [0, 19_000, 20_000]) {
      world.nowMs = START + afterMs;
      answers.push(goOn());
    }
    return 0;
  };
  await turn(world, 0);
  assert.deepEqual(answers, [true, true, false]);
});

test('one store that fails keeps none of the others from being tidied, and it is told', async () => {
  const world = await withPast(worldWith());
  const failing = new Error('the storage account did not answer');
  world.storage.history.removeOlderThan = async () => Promise.reject(failing);
  world.storage.outbox.removeOlderThan = async () => Promise.reject(failing);
  world.nowMs = START + 11 * DAY_MS;
  await assert.rejects(tendOutbox(world.context, world.log), failing);
  assert.deepEqual(await left(world), { incidents: [], operations: [], audit: 1, letters: 0, evidence: 0 });
});
