import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS, configurationOf, faultAt, faultsOf, pathsOf, sound, warningsOf } from './documents.ts';

const QUIET = [CHANNELS, 'alerts: { LagHigh: { above: 30s } }'];
const group = (fields: string) => sound(...QUIET, `groups: [{ name: shop, databases: ['shop-we/orders'], ${fields} }]`);

const GROUP = (mode: string) => `groups: [{ name: shop, databases: ['shop-we/orders'], mode: ${mode} }]`;

test('a group needs a name and its databases, and only tells unless more is allowed', () => {
  const { groups } = configurationOf(
    sound("groups: [{ name: shop, databases: ['Shop-We/Orders', 'shop-we/stock-*'] }]"),
  );
  assert.deepEqual(groups, [
    {
      name: 'shop',
      databases: ['shop-we/orders', 'shop-we/stock-*'],
      mode: 'notify',
      confirmForMs: 300_000,
      minKinds: 2,
      maxLossMs: 5000,
      cooldownMs: 3_600_000,
      dailyBudget: 3,
      partial: 'allOrNothing',
    },
  ]);
  assert.deepEqual(pathsOf(faultsOf(sound('groups: [{}]'))), ['groups[0].databases', 'groups[0].name']);
});

test('every field of a group is read', () => {
  const [read] = configurationOf(
    group(
      'mode: automatic, confirmFor: 1m30s, minKinds: 3, maxLoss: 30s, cooldown: 0s, dailyBudget: 1, partial: moveWhatCan',
    ),
  ).groups;
  assert.deepEqual(read, {
    name: 'shop',
    databases: ['shop-we/orders'],
    mode: 'automatic',
    confirmForMs: 90_000,
    minKinds: 3,
    maxLossMs: 30_000,
    cooldownMs: 0,
    dailyBudget: 1,
    partial: 'moveWhatCan',
  });
});

test('an allowance of nothing at all is an allowance', () => {
  assert.equal(configurationOf(group('mode: automatic, maxLoss: 0s')).groups[0]?.maxLossMs, 0);
});

test('one kind of evidence is refused with the rule that forbids it', () => {
  const fault = faultAt(group('minKinds: 1'), 'groups[0].minKinds');
  assert.match(fault.expected, /one path never moves a database/);
  assert.equal(fault.seen, 'the number 1');
  for (const kinds of ['0', '5', '2.5', "'2'", '.nan']) faultAt(group(`minKinds: ${kinds}`), 'groups[0].minKinds');
});

test('automatic states its allowance', () => {
  const fault = faultAt(group('mode: automatic'), 'groups[0].maxLoss');
  assert.match(fault.expected, /because mode is automatic/);
  assert.equal(fault.example, 'maxLoss: 30s');
  assert.equal(configurationOf(group('mode: approve')).groups[0]?.maxLossMs, 5000, 'elsewhere the RPO');
});

test('a confirmation of less than a minute is a warning, a minute is none', () => {
  const [warning, ...others] = warningsOf(group('confirmFor: 59s'));
  assert.equal(warning?.path, 'groups[0].confirmFor');
  assert.equal(warning?.seen, '59s');
  assert.deepEqual(others, []);
  assert.deepEqual(warningsOf(group('confirmFor: 60s')), []);
  faultAt(group('confirmFor: 0s'), 'groups[0].confirmFor');
});

test('two groups of one name are a fault, case ignored', () => {
  const text = sound("groups: [{ name: shop, databases: ['a/b'] }, { name: Shop, databases: ['c/d'] }]");
  assert.match(faultAt(text, 'groups[1].name').seen, /as in groups\[0\]/);
});

test('a database that two groups could claim is a fault, by its name or by a pattern', () => {
  for (const [first, second] of [
    ['we/orders', 'WE/orders'],
    ['we/*', 'we/orders'],
    ['*/orders', 'we/*'],
  ]) {
    const text = sound(`groups: [{ name: a, databases: ['x/y', '${first}'] }, { name: b, databases: ['${second}'] }]`);
    const fault = faultAt(text, 'groups[1].databases[0]');
    assert.match(fault.seen, /which meets .* at groups\[0\]\.databases\[1\]/);
  }
});

test('patterns that meet inside one group are no fault', () => {
  assert.equal(configurationOf(sound("groups: [{ name: a, databases: ['we/*', 'we/orders'] }]")).groups.length, 1);
});

test('the checks between groups speak even where other fields are wrong', () => {
  const text = sound(`groups:
  - { name: a, databases: ['we/orders', 7], mode: automatic }
  - { name: A, databases: ['we/*'], mode: sometimes, partial: half }
  - { name: c, databases: [orders] }`);
  assert.deepEqual(pathsOf(faultsOf(text)), [
    'groups[0].databases[1]',
    'groups[0].maxLoss',
    'groups[1].databases[0]',
    'groups[1].mode',
    'groups[1].name',
    'groups[1].partial',
    'groups[2].databases[0]',
  ]);
});

test('a mistyped field of a group is refused with the right one', () => {
  assert.match(faultAt(group('maxloss: 3s'), 'groups[0].maxloss').expected, /did you mean 'maxLoss'\?/);
});

test('what is no list of groups is a fault, none at all is none', () => {
  faultAt(sound('groups: shop'), 'groups');
  assert.deepEqual(configurationOf(sound('groups: []')).groups, []);
});

test('a group alone draws no warning: it is acted on as its mode says', () => {
  assert.deepEqual(warningsOf(group('mode: notify')), []);
});

test('automatic sees its evidence twice before it counts as confirmed', () => {
  const text = (every: string, confirmFor: string) =>
    sound(
      `sampling: { every: ${every} }`,
      `groups: [{ name: shop, databases: ['a/b'], mode: automatic, maxLoss: 1s, confirmFor: ${confirmFor} }]`,
    );
  const fault = faultAt(text('30s', '59s'), 'groups[0].confirmFor');
  assert.match(fault.expected, /at least twice sampling\.every \(30s\).*must be seen again/);
  assert.equal(fault.seen, '59s');
  assert.equal(fault.example, 'confirmFor: 1m');
  assert.equal(configurationOf(text('30s', '1m')).groups.length, 1, 'exactly twice is enough');
  assert.equal(configurationOf(text('1s', '3s')).groups.length, 1);
  faultAt(sound('sampling: { every: 3m }', GROUP('automatic, maxLoss: 1s')), 'groups[0].confirmFor');
  faultAt(sound(GROUP('automatic, maxLoss: 1s, confirmFor: 45s')), 'groups[0].confirmFor');
});

test('where a person decides, a long sampling interval forbids nothing', () => {
  for (const mode of ['notify', 'approve']) {
    assert.equal(configurationOf(sound('sampling: { every: 10m }', GROUP(mode))).groups.length, 1);
  }
});
