/** The estate's alerts and the product's reader are written apart, from Azure's documentation: here they meet. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { evidenceFromAlert } from '../../../../shared/outage/evidenceFromAlert.ts';
import { START_MS } from '../eventGrid/stand.ts';
import { makeTelling } from './telling.ts';

const PLACE = { server: 'shop-we', database: 'orders' };

/** Votes of the alerts that these changes lead to, one second apart, with what they are about. */
async function votes(...changes: Change[]): Promise<string[]> {
  const { stand, posted } = makeTelling();
  for (const change of changes) {
    stand.model.apply(change);
    await stand.pass(1_000);
  }
  const databases = stand.model.servers().flatMap((server) =>
    stand.model.databases(server.name).map(({ name, resourceId }) => ({
      server: server.name,
      database: name,
      databaseId: resourceId,
      region: server.region,
    })),
  );
  return posted().flatMap((body) => {
    const reading = evidenceFromAlert(body, { databases, nowMs: START_MS + 60_000 });
    assert.ok(reading.ok, JSON.stringify(reading));
    assert.deepEqual(reading.ignored, []);
    return reading.evidence.map(({ source, scope, vote, sinceMs }) => {
      const where = scope.kind === 'region' ? scope.region : `${scope.server}/${scope.database}`;
      return `${source} ${where} ${vote} since ${sinceMs - START_MS}`;
    });
  });
}

describe('what the product reads in the alerts of the estate', () => {
  it('is an incident of a region from the loss to its end', async () =>
    assert.deepEqual(
      await votes(
        { kind: 'region', region: 'westeurope', becomes: 'down' },
        { kind: 'serviceHealth', region: 'westeurope', service: 'SQL Database', status: 'Active' },
        { kind: 'serviceHealth', region: 'westeurope', service: 'SQL Database', status: 'Resolved' },
      ),
      ['serviceHealth westeurope down since 0', 'serviceHealth westeurope none since 2000'],
    ));

  it('is a database that is unavailable, and then a sign of its life', async () =>
    assert.deepEqual(
      await votes(
        { kind: 'resourceHealth', ...PLACE, status: 'Degraded' },
        { kind: 'resourceHealth', ...PLACE, status: 'Unavailable' },
        { kind: 'resourceHealth', ...PLACE, status: 'Available' },
      ),
      [
        'resourceHealth shop-we/orders none since 0',
        'resourceHealth shop-we/orders down since 1000',
        'resourceHealth shop-we/orders against since 2000',
      ],
    ));

  it('is a metric beyond its threshold, and back within it', async () =>
    assert.deepEqual(
      await votes(
        { kind: 'metric', ...PLACE, metric: 'availability', fired: true },
        { kind: 'metric', ...PLACE, metric: 'availability', fired: false },
        { kind: 'metric', ...PLACE, metric: 'connection_failed', fired: true },
      ),
      [
        'platformMetric shop-we/orders down since 0',
        'platformMetric shop-we/orders against since 1000',
        'platformMetric shop-we/orders down since 2000',
      ],
    ));
});
