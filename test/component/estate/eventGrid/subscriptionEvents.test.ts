import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEstate } from '../../../../local/estate/estate.ts';
import type { Estate } from '../../../../local/estate/types.ts';
import { readSubscriptionEvent } from '../../../../shared/topology/subscriptionEvent.ts';
import { until } from '../../../kit/until.ts';
import { DEFINITION, SUBSCRIPTION } from '../../../unit/estate/eventGrid/stand.ts';
import { type StartedHost, start } from '../../host/support.ts';
import { ask, vantageAgent } from '../support/vantageAgent.ts';

let folder: string;
let estate: Estate;
let host: StartedHost;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-subscription-events-'));
  estate = await startEstate(DEFINITION, { folder });
  host = await start({ timers: false });
});
after(async () => {
  await estate?.close();
  await host?.stop();
  await rm(folder, { recursive: true });
});

/** Fails the geo-secondary over as a portal, a CLI or the product does: with a token, at Resource Manager. */
async function failOver(): Promise<number> {
  const { names } = await estate.openVantage('swedencentral');
  const agent = vantageAgent(names, await readFile(estate.certificateAuthorityFile, 'utf8'));
  const headers = { authorization: `Bearer ${estate.tokens.issue('https://management.azure.com')}` };
  const [view = assert.fail()] = estate.model.linkViews('shop-ne', 'orders');
  const id = `${estate.model.database('shop-ne', 'orders')?.resourceId}/replicationLinks/${view.linkId}`;
  const url = `https://management.azure.com${id}/failover?api-version=2025-01-01`;
  return (await ask(agent, url, { method: 'POST', headers })).status;
}

for (const schema of ['EventGridSchema', 'CloudEventSchemaV1_0'] as const) {
  test(`a failover at Resource Manager arrives at the function as a hint to look (${schema})`, async () => {
    await estate.subscribe({
      topic: `subscription:${SUBSCRIPTION}`,
      name: `on-${schema.slice(0, 5)}`,
      schema,
      url: `${host.url}/runtime/webhooks/EventGrid?functionName=onEvent&code=${host.eventGridKey}`,
    });
    if (schema === 'EventGridSchema') assert.equal(await failOver(), 202);
    else estate.model.apply({ kind: 'scale', server: 'shop-we', database: 'stock', sku: 'GP_Gen5_4' });
    const wanted = schema === 'EventGridSchema' ? 'eventType' : 'type';
    const arrived = async () =>
      (await host.seen('onEvent')).map(([, event]) => event as Record<string, unknown>).filter((one) => wanted in one);
    await until('the event at the function', async () => (await arrived()).length > 0);
    const reading = readSubscriptionEvent((await arrived())[0]);
    assert.equal(reading.kind, 'hint', JSON.stringify(reading));
    const operation =
      schema === 'EventGridSchema'
        ? 'Microsoft.Sql/servers/databases/replicationLinks/failover/action'
        : 'Microsoft.Sql/servers/databases/write';
    assert.equal(reading.kind === 'hint' && reading.operation, operation);
    assert.ok(reading.kind === 'hint' && Math.abs((reading.atMs ?? 0) - Date.now()) < 60_000);
    assert.ok(estate.eventDeliveries().every(({ outcome }) => outcome === 202));
  });
}
