import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesFor, withDifference } from '../../../shared/alerting/rulesFor.ts';
import type { Scope } from '../../../shared/config/types.ts';
import type { Subject } from '../../../shared/replication/types.ts';
import type { Database, Server } from '../../../shared/topology/types.ts';
import { rule, rules } from './samples.ts';

const SUBSCRIPTION = '5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01';
const server = (name: string, given: Partial<Server> = {}): Server => ({
  id: `/servers/${name}`,
  name,
  fullyQualifiedDomainName: `${name}.database.windows.net`,
  region: 'westeurope',
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'shop',
  tags: {},
  ...given,
});
const database = (of: string, name: string, tags: Record<string, string> = {}): Database => ({
  server: of,
  database: name,
  id: `/servers/${of}/databases/${name}`,
  region: 'westeurope',
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
  status: 'Online',
  tags,
});
const scope = (given: Partial<Scope>): Scope => ({
  name: 'scope',
  subscriptions: [SUBSCRIPTION],
  resourceGroups: [],
  servers: [],
  databases: [],
  tags: {},
  source: 'sql',
  alerts: {},
  ...given,
});
const link = (primary: string, secondary: string): Subject => ({
  kind: 'link',
  key: [primary, secondary].sort().join('~'),
  primary,
  secondary,
});
const of = (key: string): Subject => ({ kind: 'database', key });

const TOPOLOGY = {
  servers: [server('west'), server('north'), server('far', { subscriptionId: 'somebody-else' })],
  databases: [
    database('west', 'orders'),
    database('west', 'archive', { tier: 'cold' }),
    database('north', 'orders'),
    database('north', 'archive'),
    database('far', 'archive'),
  ],
};
const COLD = scope({ tags: { tier: 'cold' }, alerts: { LagHigh: { threshold: 900, severity: 'info' } } });
const REST = scope({ databases: ['west/*'], alerts: { LagUnknown: { enabled: false } } });
const judge = rulesFor({ alerts: rules(), scopes: [COLD, REST] }, TOPOLOGY);

test('a database follows the first scope that matches it, and the deployment in all else', () => {
  const cold = judge(of('west/archive'));
  assert.deepEqual(cold.LagHigh, { ...rules().LagHigh, threshold: 900, severity: 'info' });
  assert.deepEqual(cold.LagUnknown, rules().LagUnknown, 'the second scope matches too, and is not asked');
  assert.equal(judge(of('west/orders')).LagUnknown.enabled, false);
});

test('a link keeps its rules when it fails over: whichever end a scope matches', () => {
  const [there, back] = [link('west/archive', 'north/archive'), link('north/archive', 'west/archive')];
  assert.equal(judge(there).LagHigh.threshold, 900);
  assert.deepEqual(judge(there), judge(back));
});

test('of two ends that different scopes match, the scope that stands first decides', () => {
  assert.equal(judge(link('west/orders', 'west/archive')).LagHigh.threshold, 900);
});

test('what no scope matches, and the deployment itself, follow the rules of the deployment', () => {
  for (const subject of [of('far/archive'), of('nobody/knows'), link('north/orders', 'far/archive')]) {
    assert.deepEqual(judge(subject), rules());
  }
  assert.deepEqual(judge({ kind: 'deployment', key: 'geowarden' }), rules());
});

test('without differences there is one set of rules for all', () => {
  const alerts = rules();
  assert.equal(rulesFor({ alerts, scopes: [scope({}), scope({})] }, TOPOLOGY)(of('west/orders')), alerts);
});

test('the rules of the deployment are not changed by those of a scope', () => {
  const alerts = rules();
  const before = structuredClone(alerts);
  rulesFor({ alerts, scopes: [COLD] }, TOPOLOGY)(of('west/archive'));
  assert.deepEqual(alerts, before);
});

test('of a budget, objective and windows differ each for themselves', () => {
  const burn = { objectivePercent: 99.9, windows: [{ burn: 6, longMs: 6, shortMs: 1 }] };
  const base = rule({ burn });
  assert.deepEqual(withDifference(base, { burn: { objectivePercent: 99 } }).burn, { ...burn, objectivePercent: 99 });
  assert.deepEqual(withDifference(base, { burn: { windows: [] } }).burn, { ...burn, windows: [] });
  assert.deepEqual(withDifference(base, { pendingMs: 5 }), { ...base, pendingMs: 5 });
  assert.equal('burn' in withDifference(rule(), {}), false);
});

const BY_SECONDARIES = ['SecondaryUnreachable', 'CommitGapHigh', 'RedoLagHigh'] as const;
const ON = Object.fromEntries(BY_SECONDARIES.map((name) => [name, { enabled: true }]));

test('what nobody asks geo-secondaries for is off, whatever a scope says: its alert would never end', () => {
  const scopes = [scope({ databases: ['west/*'], alerts: ON })];
  const asked = rulesFor({ alerts: rules(), scopes, signals: { secondaries: true } }, TOPOLOGY);
  const unasked = rulesFor({ alerts: rules(), scopes, signals: { secondaries: false } }, TOPOLOGY);
  for (const subject of [of('west/orders'), of('far/archive')]) {
    const enabled = (judged: typeof asked) => BY_SECONDARIES.map((name) => judged(subject)[name].enabled);
    assert.deepEqual(enabled(asked), [true, true, true], subject.key);
    assert.deepEqual(enabled(unasked), [false, false, false], subject.key);
    assert.equal(unasked(subject).PrimaryThrottled.enabled, true);
  }
});

test('what only SQL tells is off where SQL is never asked', () => {
  const judged = rulesFor(
    { alerts: rules(), scopes: [scope({ databases: ['west/*'], source: 'metricsOnly' })] },
    TOPOLOGY,
  );
  for (const name of [...BY_SECONDARIES, 'PrimaryThrottled'] as const) {
    assert.equal(judged(of('west/orders'))[name].enabled, false, name);
    assert.equal(judged(of('far/archive'))[name].enabled, true, name);
  }
  assert.equal(judged(of('west/orders')).LagHigh.enabled, true);
  assert.equal(judged(of('west/orders')).SecondaryUndersized.enabled, true, 'Azure Monitor tells of the log');
});
