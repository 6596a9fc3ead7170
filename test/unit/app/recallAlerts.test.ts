import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_DISPATCH } from '../../../shared/alerting/dispatch/types.ts';
import { makeNotice } from '../../../shared/alerting/makeNotice.ts';
import type { AlertState } from '../../../shared/alerting/types.ts';
import { recallAlerts } from '../../../shared/app/recallAlerts.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { DispatchDesk, dispatchConfiguration, WAIT_MS } from './dispatchWorld.ts';
import { LINK, START } from './world.ts';

const [primary = '', secondary = ''] = LINK.split('~');
const SUBJECT = { kind: 'link' as const, key: LINK, primary, secondary };
const SINCE = START - 600_000;
const FIRING = {
  phase: 'firing',
  sinceMs: SINCE,
  firedAtMs: SINCE + 60_000,
  peak: 12,
  sentence: 'It is 9 s behind.',
} as const;

async function deskWith(alerts: Partial<Record<'LagHigh' | 'LagUnknown', AlertState>>): Promise<DispatchDesk> {
  const desk = new DispatchDesk();
  await desk.table.subjects.commit(shardOf(LINK), [{ record: { value: { subject: SUBJECT, alerts } }, outbox: [] }]);
  return desk;
}

/** The event that its sweep stored when it began. */
function begun(desk: DispatchDesk) {
  const rule = desk.context.configuration?.alerts.LagHigh;
  assert.ok(rule);
  const context = { subject: SUBJECT, condition: 'LagHigh' as const, rule, nowMs: FIRING.firedAtMs };
  return makeNotice({ reason: 'first', state: FIRING }, context);
}

test('a dispatcher without a document knows what fires from the records, and tells it to whoever was not told', async () => {
  const desk = await deskWith({ LagHigh: FIRING });
  await desk.run();
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first'], 'once');
});

test('its end finds the beginning that was recalled', async () => {
  const desk = await deskWith({ LagHigh: { ...FIRING, phase: 'resolving', clearSinceMs: START - 1_000 } });
  await desk.run();
  await desk.event(desk.end(begun(desk)));
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first', 'LagHigh resolved']);
});

test('a beginning that is still to be taken in is not a second one', async () => {
  const desk = await deskWith({ LagHigh: FIRING });
  await desk.event(begun(desk));
  await desk.run();
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
});

test('a document that was damaged, and begun afresh, is as good as none', async () => {
  const desk = await deskWith({ LagHigh: FIRING });
  const storage = await desk.context.ports.storage();
  const version = await storage.dispatch.save({ value: EMPTY_DISPATCH });
  const load = storage.dispatch.load;
  storage.dispatch.load = async () => {
    storage.dispatch.load = load;
    return { value: EMPTY_DISPATCH, ...(version === undefined ? {} : { version }) };
  };
  await desk.run();
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
});

test('what nobody was told of is not recalled, and nothing is recalled twice', async () => {
  const desk = await deskWith({ LagUnknown: { phase: 'pending', sinceMs: SINCE } });
  await desk.run();
  assert.deepEqual((await desk.state())?.alerts, new Map());
  // From now on there is a document: records are for the sweeps.
  let loads = 0;
  const { subjects } = desk.table;
  const load = subjects.load;
  subjects.load = (shard) => {
    loads += 1;
    return load(shard);
  };
  await desk.after(WAIT_MS);
  assert.equal(loads, 0);
});

test('records that cannot be read stop the decision: half of the alerts would be half of the truth', async () => {
  const desk = await deskWith({ LagHigh: FIRING });
  const storage = await desk.context.ports.storage();
  const broken = { ...storage, subjects: { ...storage.subjects, load: () => Promise.reject(new Error('503')) } };
  await assert.rejects(recallAlerts(dispatchConfiguration(), broken), /Expected to read every record of an alert/);
});
