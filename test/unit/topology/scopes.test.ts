import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isWatched, matchesPattern, mayHoldWatched, subscriptionsOf } from '../../../shared/topology/scopes.ts';
import { OTHER_SUBSCRIPTION, SUBSCRIPTION, scope } from './azure.ts';

const ORDERS = {
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'Shop-Prod',
  server: 'shop-we',
  database: 'Orders',
  tags: { Environment: 'Production' },
  serverTags: { team: 'retail', environment: 'test' },
};

test('a pattern matches the whole text, ignoring case', () => {
  const matching: Array<[string, string]> = [
    ['*', ''],
    ['*', 'anything'],
    ['orders', 'ORDERS'],
    ['stock-*', 'stock-'],
    ['stock-?', 'stock-1'],
    ['*-we/*', 'shop-we/orders'],
    ['a*b*c', 'a-x-b-y-c'],
    ['**', 'x'],
    ['*a', 'banana'],
  ];
  for (const [pattern, text] of matching) assert.equal(matchesPattern(pattern, text), true, `${pattern} ${text}`);
  const others: Array<[string, string]> = [
    ['', 'x'],
    ['order', 'orders'],
    ['rders', 'orders'],
    ['stock-?', 'stock-'],
    ['stock-?', 'stock-12'],
    ['a*b', 'a-b-c'],
    ['o.ders', 'orders'],
    ['[o]rders', 'orders'],
    ['?', ''],
  ];
  for (const [pattern, text] of others) assert.equal(matchesPattern(pattern, text), false, `${pattern} ${text}`);
});

test('a pattern says the same as the regular expression it stands for', () => {
  const pattern = fc.stringMatching(/^[ab*?]{0,8}$/);
  const text = fc.stringMatching(/^[ab]{0,10}$/);
  fc.assert(
    fc.property(pattern, text, (glob, value) => {
      const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      assert.equal(matchesPattern(glob, value), expression.test(value), `${glob} ${value}`);
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of many stars does not take for ever', () => {
  assert.equal(matchesPattern('*a'.repeat(100), 'b'.repeat(10_000)), false);
});

test('a scope with only a subscription watches everything in it, and nothing elsewhere', () => {
  assert.equal(isWatched(ORDERS, [scope({})]), true);
  assert.equal(isWatched({ ...ORDERS, subscriptionId: OTHER_SUBSCRIPTION }, [scope({})]), false);
});

test('every given part must match', () => {
  const full = {
    resourceGroups: ['shop-*'],
    servers: ['SHOP-??'],
    databases: ['*/orders'],
    tags: { environment: 'prod*' },
  };
  assert.equal(isWatched(ORDERS, [scope(full)]), true);
  assert.equal(isWatched(ORDERS, [scope({ ...full, resourceGroups: ['bank-*'] })]), false);
  assert.equal(isWatched(ORDERS, [scope({ ...full, servers: ['bank'] })]), false);
  assert.equal(isWatched(ORDERS, [scope({ ...full, databases: ['*/stock'] })]), false);
  assert.equal(isWatched(ORDERS, [scope({ ...full, tags: { environment: 'test' } })]), false);
});

test('any of the patterns of one part, and any of the scopes, may match', () => {
  assert.equal(isWatched(ORDERS, [scope({ databases: ['x/y', 'shop-we/orders'] })]), true);
  assert.equal(isWatched(ORDERS, [scope({ servers: ['bank'] }), scope({ servers: ['shop-we'] })]), true);
  assert.equal(isWatched(ORDERS, []), false);
});

test('all tags must be there; the database’s own come before those of its server', () => {
  assert.equal(isWatched(ORDERS, [scope({ tags: { TEAM: 'Retail' } })]), true);
  assert.equal(isWatched(ORDERS, [scope({ tags: { environment: 'production', team: 'retail' } })]), true);
  assert.equal(isWatched(ORDERS, [scope({ tags: { environment: 'test' } })]), false);
  assert.equal(isWatched(ORDERS, [scope({ tags: { cost: '*' } })]), false);
});

test('only servers that could hold a watched database are read', () => {
  const scopes = [scope({ databases: ['shop-*/orders'] }), scope({ servers: ['bank'], tags: { a: 'b' } })];
  assert.equal(mayHoldWatched(ORDERS, scopes), true);
  assert.equal(mayHoldWatched({ ...ORDERS, server: 'bank' }, scopes), true);
  assert.equal(mayHoldWatched({ ...ORDERS, server: 'warehouse' }, scopes), false);
  assert.equal(mayHoldWatched({ ...ORDERS, subscriptionId: OTHER_SUBSCRIPTION }, scopes), false);
});

test('each subscription is read once', () => {
  const scopes = [
    scope({ subscriptions: [SUBSCRIPTION, OTHER_SUBSCRIPTION] }),
    scope({ subscriptions: [SUBSCRIPTION.toUpperCase()] }),
  ];
  assert.deepEqual(subscriptionsOf(scopes), [SUBSCRIPTION, OTHER_SUBSCRIPTION]);
});
