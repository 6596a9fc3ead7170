import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toColumns } from '../../../shared/adapters/azure/tables/jsonColumns.ts';
import { evidenceFromLogin } from '../../../shared/outage/evidenceFromLogin.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { MOST_DATABASES } from '../../../shared/reaction/groupSize.ts';
import { keptEvidence, MOST_KEPT } from '../../../shared/reaction/keptEvidence.ts';
import { end, link, status } from '../failover/facts.ts';
import { MINUTE, SECOND, T0 } from '../outage/builders.ts';
import { ReactionWorld, topologyOf } from './reactionWorld.ts';

/** As the table does it: what does not fit into one row is refused. */
class SmallRows extends ReactionWorld {
  constructor(...group: ConstructorParameters<typeof ReactionWorld>) {
    super(...group);
    const { incidents, operations, audit } = this;
    const [save, saveOperation, append] = [incidents.save, operations.save, audit.append];
    const fits = <T>(value: T): T => {
      toColumns(value);
      return value;
    };
    incidents.save = async (row, outbox) => await save({ ...row, value: fits(row.value) }, outbox);
    operations.save = async (row) => await saveOperation({ ...row, value: fits(row.value) });
    audit.append = async (entry) => await append(fits(entry));
  }

  failed(database: string, source: 'ownProbe' | 'witnessProbe'): Evidence {
    const look = {
      source,
      path: source === 'ownProbe' ? 'uksouth' : 'francecentral',
      reporter: 'r',
      lifetimeMs: 2 * MINUTE,
      database: { server: 'contoso-we', database, region: 'westeurope' },
    };
    return evidenceFromLogin(look, { ok: false, atMs: this.nowMs, failure: { kind: 'unreachable', message: '' } });
  }

  /** Its members, all of them sampled well before the outage. */
  grows(databases: number): void {
    const links = Array.from({ length: databases }, (_, number) =>
      link(end('contoso-we', `orders-${number}`, 'westeurope')),
    );
    this.topology = topologyOf(links);
    for (const { linkKey } of links) this.statuses.set(linkKey, status({ sampledAtMs: T0 - 2 * SECOND }));
  }
}

test('a thousand neighbours that are down do not keep a group from being moved, nor its incident from being stored', async () => {
  const world = new SmallRows();
  world.nowMs += MINUTE;
  const names = Array.from({ length: 1_000 }, (_, number) => `customer-${number}`);
  await world.outage(names.flatMap((name) => [world.failed(name, 'ownProbe'), world.failed(name, 'witnessProbe')]));
  const { started } = await world.evaluate();
  const { verdict } = await world.incident();
  assert.equal(started.length, 1);
  assert.equal(verdict.evidenceFor.length, MOST_KEPT);
  assert.ok(verdict.evidenceFor.some(({ scope }) => scope.kind === 'database' && scope.database === 'orders'));
  assert.match(verdict.sentence, /1802 more piece\(s\) of evidence, of other databases, are not listed/);
});

test('what fits is kept as it is', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  const { verdict } = await world.incident();
  assert.equal(keptEvidence(verdict, []), verdict);
});

test('a group of the largest size is moved, one that is larger is refused, told and explained before anything is called', async () => {
  for (const [databases, decision, operations] of [
    [MOST_DATABASES, 'act', 1],
    [MOST_DATABASES + 1, 'refuse', 0],
    [1_000, 'refuse', 0],
  ] as const) {
    const world = new SmallRows();
    world.grows(databases);
    world.nowMs += MINUTE;
    await world.outage([world.failed('orders-0', 'ownProbe'), world.failed('orders-0', 'witnessProbe')]);
    const { started } = await world.evaluate();
    const { explanation } = await world.incident();
    assert.deepEqual([explanation?.decision, started.length], [decision, operations], String(databases));
    assert.deepEqual(await world.told(), ['RegionOutage first']);
    if (operations === 1) continue;
    assert.match(explanation?.sentence ?? '', /at most 50 databases in a group.*Split the group/);
    assert.equal(explanation?.gates.find(({ gate }) => gate === 'configurationValid')?.open, false);
    assert.deepEqual(world.asked, []);
  }
});

test('in notify mode a group that is too large is told of, and why nothing could be done', async () => {
  const world = new SmallRows({ mode: 'notify' });
  world.grows(MOST_DATABASES + 1);
  world.nowMs += MINUTE;
  await world.outage([world.failed('orders-0', 'ownProbe')]);
  await world.evaluate();
  const { explanation } = await world.incident();
  assert.equal(explanation?.decision, 'tell');
  assert.match(explanation?.sentence ?? '', /at most 50 databases/);
});
