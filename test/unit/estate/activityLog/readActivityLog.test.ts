import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, EMPTY_SUBSCRIPTION, type Harness, NE, SUBSCRIPTION } from '../resourceManager/harness.ts';

const VERSION = '2015-04-01';

function ask(harness: Harness, filter: string | null, subscription = SUBSCRIPTION, version = VERSION) {
  const query = filter === null ? '' : `?$filter=${encodeURIComponent(filter)}`;
  const path = `/subscriptions/${subscription}/providers/microsoft.insights/eventtypes/management/values${query}`;
  return harness.ask(path, { version });
}
const since = (harness: Harness, more = '') =>
  `eventTimestamp ge '${new Date(harness.clock.ms - 60_000).toISOString()}'${more}`;

async function failedOver(options?: Parameters<typeof createHarness>[0]) {
  const harness = createHarness(options);
  const { linkId } = harness.link('shop-ne', 'Orders', 'shop-we');
  const resource = `${NE}/databases/Orders/replicationLinks/${linkId}`;
  assert.equal((await harness.ask(`${resource}/failover`, { method: 'POST' })).status, 202);
  return { harness, resource };
}

test('a failover is there with its beginning and its end, and with who called', async () => {
  const { harness, resource } = await failedOver();
  const { status, body } = await ask(harness, since(harness));
  assert.equal(status, 200);
  const entries = body.value as unknown as Array<Record<string, { value: string } & string>>;
  assert.deepEqual(
    entries.map(({ status: outcome }) => outcome?.value),
    ['Succeeded', 'Started'],
  );
  const [entry = assert.fail()] = entries;
  assert.equal(entry.operationName?.value, 'Microsoft.Sql/servers/databases/replicationLinks/failover/action');
  assert.equal(entry.resourceId, resource);
  assert.equal(entry.subscriptionId, SUBSCRIPTION);
  assert.equal(entry.eventTimestamp, new Date(harness.clock.ms).toISOString());
  assert.equal(entry.correlationId, entries[1]?.correlationId);
  assert.match(entry.caller ?? '', /^[0-9a-f-]{36}$/);
});

test('the filter narrows it down; a subscription shows its own only', async () => {
  const { harness, resource } = await failedOver();
  const count = async (more: string, subscription?: string) =>
    (await ask(harness, since(harness, more), subscription)).body.value.length;
  assert.equal(await count(" and resourceProvider eq 'microsoft.sql'"), 2);
  assert.equal(await count(" and resourceProvider eq 'Microsoft.Web'"), 0);
  assert.equal(await count(` and resourceUri eq '${resource}'`), 2);
  assert.equal(await count(" and resourceGroupName eq 'rg-archive'"), 0);
  assert.equal(await count(` and eventTimestamp le '${new Date(harness.clock.ms - 1).toISOString()}'`), 0);
  assert.equal(await count('', EMPTY_SUBSCRIPTION), 0);
});

test('pages lead on to each other', async () => {
  const { harness } = await failedOver({ pageSize: 1 });
  const first = await ask(harness, since(harness));
  assert.equal(first.body.value.length, 1);
  const next = await harness.ask(first.body.nextLink ?? '', { version: null });
  assert.deepEqual([next.status, next.body.value.length, next.body.nextLink], [200, 1, undefined]);
});

test('without a filter, with another version, and without the right it is refused', async () => {
  const { harness } = await failedOver();
  const refusal = async (asked: ReturnType<typeof ask>) => {
    const { status, body } = await asked;
    return [status, body.error.code];
  };
  assert.deepEqual(await refusal(ask(harness, null)), [400, 'BadRequest']);
  assert.deepEqual(await refusal(ask(harness, since(harness), SUBSCRIPTION, '2025-01-01')), [
    400,
    'NoRegisteredProviderFound',
  ]);
  const denied = createHarness({ authorize: (_, action) => !action.startsWith('Microsoft.Insights') });
  assert.deepEqual(await refusal(ask(denied, since(denied))), [403, 'AuthorizationFailed']);
});
