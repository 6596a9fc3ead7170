import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommonAlert } from '../../../../local/estate/alerts/commonAlert.ts';
import type { Change } from '../../../../local/estate/model/types.ts';
import { makeTelling } from './telling.ts';

const DOWN: Change = { kind: 'region', region: 'westeurope', becomes: 'down' };
const UP: Change = { kind: 'region', region: 'westeurope', becomes: 'up' };
const INCIDENT: Change = { kind: 'serviceHealth', region: 'westeurope', service: 'SQL Database', status: 'Active' };
const trackingOf = ({ data }: CommonAlert) => (data.alertContext.properties as { trackingId: string }).trackingId;

describe("Azure's own word on a region", () => {
  it('comes five minutes after the loss, and ends five seconds after the return, about one incident', async () => {
    const { stand, heard, posted } = makeTelling();
    stand.model.apply(DOWN);
    await stand.pass(400_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@300000']);
    stand.model.apply(UP);
    await stand.pass(60_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@300000', 'ServiceHealth Resolved@405000']);
    assert.equal(new Set(posted().map(trackingOf)).size, 1);
  });

  it('does not come when the region is back before it', async () => {
    const { stand, heard } = makeTelling();
    stand.model.apply(DOWN);
    await stand.pass(299_000);
    stand.model.apply(UP);
    await stand.pass(600_000);
    assert.deepEqual([heard(), stand.waiting()], [[], 0]);
  });

  it('comes when it was told to, counted from the loss, also when that is said during it', async () => {
    const { stand, heard } = makeTelling();
    stand.model.apply(DOWN);
    await stand.pass(2_000);
    stand.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: 8_000 });
    await stand.pass(10_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@8000']);
    stand.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: 1_000, resolvedAfterMs: 2_000 });
    stand.model.apply(UP);
    await stand.pass(10_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@8000', 'ServiceHealth Resolved@14000']);
  });

  it('never comes where it is switched off, and no end then either', async () => {
    const { stand, heard } = makeTelling();
    stand.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: null, resolvedAfterMs: null });
    stand.model.apply(DOWN);
    await stand.pass(3_600_000);
    stand.model.apply(INCIDENT);
    stand.model.apply(UP);
    await stand.pass(3_600_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@3600000']);
  });

  it('is not said a second time when a scenario has said it, and ends all the same', async () => {
    const { stand, heard, posted } = makeTelling();
    stand.model.apply(DOWN);
    await stand.pass(2_000);
    stand.model.apply(INCIDENT);
    stand.model.apply(INCIDENT);
    await stand.pass(400_000);
    stand.model.apply(UP);
    await stand.pass(60_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@2000', 'ServiceHealth Resolved@407000']);
    assert.equal(new Set(posted().map(trackingOf)).size, 1);
  });

  it('is of another incident the next time', async () => {
    const { stand, posted } = makeTelling();
    stand.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: 1_000, resolvedAfterMs: 1_000 });
    for (let round = 0; round < 2; round += 1) {
      stand.model.apply(DOWN);
      await stand.pass(5_000);
      stand.model.apply(UP);
      await stand.pass(5_000);
    }
    const [first, firstEnd, second, secondEnd] = posted().map(trackingOf);
    assert.equal(first, firstEnd);
    assert.equal(second, secondEnd);
    assert.notEqual(first, second);
  });

  it('waits with the end when the region goes again before it', async () => {
    const { stand, heard } = makeTelling();
    stand.model.apply(INCIDENT);
    stand.model.apply(DOWN);
    await stand.pass(1_000);
    stand.model.apply(UP);
    await stand.pass(1_000);
    stand.model.apply(DOWN);
    await stand.pass(60_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@0']);
    stand.model.apply(UP);
    await stand.pass(60_000);
    assert.deepEqual(heard().slice(1), ['ServiceHealth Resolved@67000']);
  });

  it('ends everything that was active for the region, and nothing that was active for another', async () => {
    const { stand, heard } = makeTelling();
    const place = { server: 'shop-we', database: 'orders' };
    const changes: Change[] = [
      { kind: 'resourceHealth', ...place, status: 'Unavailable' },
      { kind: 'metric', ...place, metric: 'availability', fired: true },
      { kind: 'metric', ...place, metric: 'connection_failed', fired: true },
      { kind: 'serviceHealth', region: 'westeurope', service: 'Virtual Machines', status: 'Active' },
      { kind: 'resourceHealth', server: 'shop-ne', database: 'orders', status: 'Degraded' },
      { kind: 'serviceHealth', region: 'northeurope', service: 'SQL Database', status: 'Active' },
    ];
    stand.model.apply(DOWN);
    for (const change of changes) stand.model.apply(change);
    await stand.pass(10);
    stand.calls.length = 0;
    stand.model.apply(UP);
    await stand.pass(600_000);
    assert.deepEqual(heard().sort(), [
      'Platform Resolved@5010',
      'Platform Resolved@5010',
      'Resource Health Resolved@5010',
      'ServiceHealth Resolved@5010',
    ]);
  });

  it('leaves an alert on a healthy region to whoever told of it', async () => {
    const { stand, heard } = makeTelling();
    stand.model.apply(INCIDENT);
    stand.model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
    stand.model.apply({ kind: 'region', region: 'northeurope', becomes: 'up' });
    await stand.pass(600_000);
    assert.deepEqual(heard(), ['ServiceHealth Fired@0']);
    stand.model.apply({ ...INCIDENT, status: 'Resolved' });
    stand.model.apply({ ...INCIDENT, status: 'Resolved' });
    await stand.pass(10);
    assert.deepEqual(heard(), ['ServiceHealth Fired@0', 'ServiceHealth Resolved@600000']);
  });

  it('is not said any more once everything is closed', async () => {
    const { stand, alerts, heard } = makeTelling();
    alerts.close();
    stand.model.apply(INCIDENT);
    stand.model.apply(DOWN);
    await stand.pass(600_000);
    assert.deepEqual([heard(), stand.waiting()], [[], 0]);
  });
});
