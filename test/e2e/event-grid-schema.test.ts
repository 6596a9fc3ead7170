/** Event Grid's own schema, through the host to the function and into a verdict; the scenarios deliver CloudEvents. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDesk } from '../kit/desk.ts';
import { until } from '../kit/until.ts';

const GROUP = { name: 'shop', databases: ['contoso-we/*'], mode: 'notify', confirmFor: '1s', minKinds: 2 };

interface Incidents {
  incidents: Array<{ verdict: { name: string; agreedSince: string | null; sentence: string } }>;
}

const gridEvent = (eventType: string, data: unknown) => ({
  id: `event-${eventType}`,
  topic: '/subscriptions/s/resourceGroups/rg-events/providers/Microsoft.EventGrid/topics/outage',
  subject: 'databases/contoso-we/orders',
  eventType,
  eventTime: new Date().toISOString(),
  data,
  dataVersion: '1',
  metadataVersion: '1',
});

/** What a witness in France saw of orders. */
function witnessWord(nowMs: number) {
  return {
    id: `witnessProbe-${'0'.repeat(32)}`,
    source: 'witnessProbe',
    vote: 'down',
    scope: { kind: 'database', server: 'contoso-we', database: 'orders', region: 'westeurope' },
    sinceMs: nowMs,
    atMs: nowMs,
    expiresAtMs: nowMs + 60_000,
    path: 'francecentral',
    failure: { kind: 'unavailable', number: 40_613 },
    sentence: 'A login was answered with error 40613.',
  };
}

test('an event of the Event Grid schema shakes hands, reaches reactToOutage, and its word counts', async () => {
  await withDesk({ configuration: { groups: [GROUP], supervision: { every: '1s' } } }, async (desk) => {
    const key = desk.deployments[0]?.eventGridKey ?? assert.fail('there is no deployment');
    const send = (kind: string, events: unknown[], code = key) =>
      fetch(`${desk.appUrl}/runtime/webhooks/EventGrid?functionName=reactToOutage&code=${encodeURIComponent(code)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'aeg-event-type': kind },
        body: JSON.stringify(events),
        signal: AbortSignal.timeout(10_000),
      });
    const validation = gridEvent('Microsoft.EventGrid.SubscriptionValidationEvent', { validationCode: 'A-1' });
    assert.deepEqual(await (await send('SubscriptionValidation', [validation])).json(), { validationResponse: 'A-1' });
    assert.equal((await send('Notification', [], 'wrong')).status, 401);

    await until('orders is watched', async () =>
      (await desk.status()).links.every(({ state }) => state === 'caughtUp'),
    );
    desk.estate.model.apply({ kind: 'database', server: 'contoso-we', database: 'orders', becomes: 'Unavailable' });
    const verdicts = async () => {
      const response = await fetch(`${desk.appUrl}/api/incidents`, { signal: AbortSignal.timeout(10_000) });
      return ((await response.json()) as Incidents).incidents.map(({ verdict }) => verdict);
    };
    const alone = await until('our own view makes it suspect', async () =>
      (await verdicts()).find(({ name }) => name === 'suspect'),
    );
    assert.equal(alone.agreedSince, null);

    const word = gridEvent('Geowarden.Outage.EvidenceChanged', { evidence: witnessWord(Date.now()) });
    const foreign = gridEvent('Microsoft.Resources.ResourceWriteSuccess', {});
    assert.equal((await send('Notification', [foreign, word])).status, 202);
    // Suspect still: a witness that says it once only is not seen again lately enough to call it down.
    const agreed = await until('the two agree', async () =>
      (await verdicts()).find(({ agreedSince }) => agreedSince !== null),
    );
    assert.match(agreed.sentence, /our own probe .*\(from uksouth\), a witness .*\(from francecentral\)/);
  });
});
