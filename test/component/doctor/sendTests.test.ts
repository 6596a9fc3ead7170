/** `npm run doctor -- --send-test` against the desk's PagerDuty: a test must leave nothing open that wakes somebody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendTests } from '../../../doctor/run/channels.ts';
import { listenSites } from '../../../local/estate/network/siteListener.ts';
import { createPagerDuty } from '../../../local/estate/pagerDuty/pagerDuty.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import { mapNames, trustedAuthority } from '../channels/servers.ts';

test('an incident that the test opens is closed by it', async () => {
  const options = { model: { channelState: () => 'ok' as const }, clock: { now: () => Date.now() } };
  const pagerDuty = createPagerDuty(options);
  const estate = await listenSites({
    sites: [pagerDuty.site],
    fromRegion: 'uksouth',
    certificates: await trustedAuthority(),
    reachability: () => 'open',
  });
  try {
    mapNames(estate.names);
    const loaded = loadConfiguration(`
name: shops
scopes: [{ name: all, subscriptions: [11111111-2222-3333-4444-555555555555] }]
objectives: { rpo: 5s, rto: 5m }
channels: [{ name: on-call, type: pagerDuty, routingKey: { setting: KEY } }]
`);
    assert.ok(loaded.ok);
    const settings = { KEY: pagerDuty.routingKey };
    const [check] = await sendTests(loaded.configuration, settings, { id: 'run-1', nowMs: Date.now() });
    assert.equal(check?.result, 'ok', JSON.stringify(check));
    assert.deepEqual(
      pagerDuty.incidents().map(({ status, triggers }) => [status, triggers]),
      [['resolved', 1]],
    );
  } finally {
    await estate.close();
  }
});
