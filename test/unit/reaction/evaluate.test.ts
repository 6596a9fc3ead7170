import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '../failover/facts.ts';
import { databaseScope, MINUTE, SECOND, STOCK, says, T0 } from '../outage/builders.ts';
import { LINK, ReactionWorld, STOCK_LINK, topologyOf } from './reactionWorld.ts';

test('while nothing speaks for an outage nobody is asked and nothing is written', async () => {
  const world = new ReactionWorld();
  assert.deepEqual(await world.evaluate(), { open: [], started: [], operations: [], nextAtMs: null });
  assert.deepEqual([world.asked, await world.incidents.recent(10), world.audit.rows], [[], [], []]);
});

test('an outage that is not confirmed yet is explained, told to nobody, and looked at when it could be confirmed', async () => {
  const world = new ReactionWorld();
  await world.outage();
  world.nowMs = T0 + 30 * SECOND;
  const { nextAtMs, started, open } = await world.evaluate();
  assert.deepEqual([nextAtMs, started, open.length], [T0 + MINUTE, [], 1]);
  const { phase, explanation } = await world.incident();
  assert.deepEqual([phase, explanation?.decision], ['open', 'wait']);
  assert.deepEqual(await world.told(), []);
});

test('confirmed, in automatic mode: it is told once, recorded, and one operation starts', async () => {
  const world = new ReactionWorld();
  const { started } = await world.later(MINUTE);
  const [operation, ...more] = await world.stored();
  assert.deepEqual([started, more], [[operation?.id], []]);
  assert.deepEqual(operation?.authority, { kind: 'policy', group: 'shop' });
  assert.deepEqual(
    operation?.steps.map(({ choice }) => choice.candidate?.linkKey),
    [LINK.linkKey],
  );
  const incident = await world.incident();
  assert.deepEqual([incident.phase, incident.operationId, incident.scope.kind], ['confirmed', operation?.id, 'region']);
  assert.deepEqual(await world.told(), ['RegionOutage first']);
  assert.deepEqual(
    world.audit.rows.map(({ record }) => record.kind),
    ['observation', 'verdict', 'gate', 'decision'],
  );
  await world.later(20 * SECOND);
  assert.deepEqual([(await world.stored()).length, await world.told()], [1, ['RegionOutage first']]);
});

test('what the message says it will do, what could be lost and what a person could type stand in the notice', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  const [entry] = await world.table.outbox.recent(1);
  const outage = entry?.notice.outage;
  assert.match(outage?.decision ?? '', /^It fails over\. Forced/);
  assert.match(outage?.plan?.join('\n') ?? '', /contoso-we\/orders would move to contoso-ne\/orders in northeurope/);
  assert.equal(typeof outage?.lossBoundMs, 'number');
  assert.match(outage?.breakGlass?.join('\n') ?? '', /FORCE_FAILOVER_ALLOW_DATA_LOSS/);
});

test('why it was done stays as it was written, while the operation runs and after', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  world.replicaRole = 0;
  await world.later(MINUTE);
  const { explanation } = await world.incident();
  assert.equal(explanation?.decision, 'act');
});

test('in notify mode it tells what it would have done, and starts nothing', async () => {
  const world = new ReactionWorld({ mode: 'notify' });
  const { started } = await world.later(MINUTE);
  const { explanation } = await world.incident();
  assert.deepEqual([started, await world.stored(), explanation?.decision], [[], [], 'tell']);
  assert.match(explanation?.sentence ?? '', /In automatic mode it would have acted/);
  assert.deepEqual(await world.told(), ['RegionOutage first']);
});

test('isolated, it opens an incident that says so, asks no candidate and starts nothing', async () => {
  const world = new ReactionWorld();
  world.isolated = true;
  const { started } = await world.later(MINUTE);
  const { explanation, verdict } = await world.incident();
  assert.deepEqual([started, world.asked, verdict.name], [[], [], 'isolated']);
  assert.equal(explanation?.gates.find(({ gate }) => gate === 'notIsolated')?.open, false);
  assert.deepEqual(await world.told(), []);
});

test('paused, or with a switch that cannot be read, it starts nothing', async () => {
  const paused = new ReactionWorld();
  paused.paused = { byWhom: 'ann', comment: 'maintenance', sinceMs: T0 };
  await paused.later(MINUTE);
  assert.deepEqual([await paused.stored(), (await paused.incident()).explanation?.decision], [[], 'refuse']);
  const unreadable = new ReactionWorld();
  const { ports } = unreadable;
  Object.defineProperty(unreadable, 'ports', {
    value: { ...ports, paused: async () => Promise.reject(new Error('storage is away')) },
  });
  await unreadable.later(MINUTE);
  assert.deepEqual(await unreadable.stored(), []);
  assert.match((await unreadable.incident()).explanation?.sentence ?? '', /switch could not be read/);
});

test('without the fence it waits, and acts once the fence can be had', async () => {
  const world = new ReactionWorld();
  world.fenceIsFree = false;
  await world.later(MINUTE);
  assert.equal((await world.incident()).explanation?.decision, 'wait');
  world.fenceIsFree = true;
  assert.equal((await world.later(SECOND)).started.length, 1);
});

test('whoever loses the incident to another process starts nothing', async () => {
  const world = new ReactionWorld();
  await world.outage();
  await world.evaluate();
  const { save } = world.incidents;
  world.incidents.save = async () => undefined;
  const { started } = await world.later(MINUTE);
  assert.deepEqual([started, await world.stored()], [[], []]);
  world.incidents.save = save;
  assert.equal((await world.later(SECOND)).started.length, 1);
});

test('an operation that was promised and never stored is started under the same id', async () => {
  const world = new ReactionWorld();
  const { save } = world.operations;
  world.operations.save = async () => Promise.reject(new Error('the process died'));
  await assert.rejects(world.later(MINUTE), /died/);
  const { operationId } = await world.incident();
  world.operations.save = save;
  const { started } = await world.later(SECOND);
  assert.deepEqual(started, [operationId]);
  assert.deepEqual(await world.told(), ['RegionOutage first']);
});

test('an operation that moved nothing and is closed may be followed by another, three at most', async () => {
  const world = new ReactionWorld();
  for (let round = 1; round <= 7; round += 1) {
    await world.later(round === 1 ? MINUTE : 10 * SECOND);
    const row = (await world.stored()).find(({ state }) => state !== 'closed');
    if (row === undefined) continue;
    const stored = await world.operations.load(row.id);
    if (stored) await world.operations.save({ ...stored, value: { ...row, state: 'closed', auditedThrough: 0 } });
  }
  assert.equal((await world.stored()).length, 3);
  const { explanation } = await world.incident();
  assert.equal(explanation?.decision, 'refuse');
  assert.match(explanation?.sentence ?? '', /3 operations for this incident ended without having moved anything/);
});

test('the end is told when it was seen for long enough', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  world.nowMs += MINUTE;
  await world.end();
  const { nextAtMs } = await world.evaluate();
  assert.deepEqual([await world.told(), nextAtMs], [['RegionOutage first'], world.nowMs + MINUTE]);
  world.nowMs += MINUTE;
  await world.end();
  assert.deepEqual((await world.evaluate()).open, []);
  assert.deepEqual(await world.told(), ['RegionOutage first', 'RegionOutage resolved']);
});

test('an incident about one database ends when its region is down, and the region is told instead', async () => {
  const world = new ReactionWorld();
  world.topology = topologyOf([LINK, STOCK_LINK]);
  world.statuses.set(STOCK_LINK.linkKey, status({ sampledAtMs: T0 - 2 * SECOND }));
  world.nowMs = T0 + MINUTE;
  const seen = { atMs: world.nowMs };
  await world.evidence.put(says('ownProbe', seen));
  await world.evidence.put(says('witnessProbe', seen));
  await world.evaluate();
  assert.deepEqual(await world.told(), ['DatabaseOutage first']);
  await world.evidence.put(says('ownProbe', { ...seen, scope: databaseScope(STOCK) }));
  await world.evidence.put(says('witnessProbe', { ...seen, scope: databaseScope(STOCK) }));
  await world.evaluate();
  assert.deepEqual((await world.told()).sort(), [
    'DatabaseOutage first',
    'DatabaseOutage resolved',
    'RegionOutage first',
  ]);
  const open = await world.incidents.open();
  assert.deepEqual(
    open.map(({ value }) => value.scope.kind),
    ['region'],
  );
});

test('a group none of whose databases is touched has no incident, whatever Azure says of the region', async () => {
  const world = new ReactionWorld();
  await world.evidence.put(says('serviceHealth'));
  await world.evidence.put(says('ownProbe', { vote: 'against' }));
  world.nowMs = T0 + MINUTE;
  assert.deepEqual((await world.evaluate()).open, []);
});

test('one group whose evaluation fails holds up no other', async () => {
  const world = new ReactionWorld();
  const [shop] = world.settings.groups;
  const broken = { ...shop, name: 'broken', databases: ['contoso-we/*'] } as NonNullable<typeof shop>;
  world.settings = { ...world.settings, groups: [broken, shop as NonNullable<typeof shop>] };
  const { save } = world.incidents;
  world.incidents.save = async (row, outbox) => {
    if (row.value.group === 'broken') throw new Error('storage is away');
    return await save(row, outbox);
  };
  world.nowMs = T0 + MINUTE;
  await world.outage();
  await assert.rejects(world.evaluate(), /storage is away/);
  assert.deepEqual(
    (await world.incidents.open()).map(({ value }) => value.group),
    ['shop'],
  );
});
