import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkState } from '../../../shared/replication/linkState.ts';
import type { LinkRow } from '../../../shared/replication/types.ts';
import { row } from './builders.ts';

const seen = (more: Partial<LinkRow>, seedingPercent: number | null = null) =>
  linkState({ seen: 'row', row: row('contoso-ne', 'orders', more), seedingPercent });

test('catch-up with a number is caught up by that number', () => {
  assert.deepEqual(seen({ lagSeconds: 7 }), { name: 'caughtUp', lagSeconds: 7 });
});

test('a lag of zero is a lag', () => {
  assert.deepEqual(seen({ lagSeconds: 0 }), { name: 'caughtUp', lagSeconds: 0 });
});

test('NULL is not zero: the lag is unknown', () => {
  assert.deepEqual(seen({ lagSeconds: null }), { name: 'lagUnknown' });
});

test('pending, seeding and suspended are named whatever the lag says', () => {
  for (const lagSeconds of [null, 0, 900]) {
    assert.deepEqual(seen({ replicationState: 0, lagSeconds }), { name: 'pending' });
    assert.deepEqual(seen({ replicationState: 1, lagSeconds }), { name: 'seeding', percent: null });
    assert.deepEqual(seen({ replicationState: 4, lagSeconds }), { name: 'suspended' });
  }
});

test('seeding takes its percentage from Resource Manager', () => {
  assert.deepEqual(seen({ replicationState: 1 }, 42), { name: 'seeding', percent: 42 });
  assert.deepEqual(seen({ replicationState: 1 }, 0), { name: 'seeding', percent: 0 });
});

test('a percentage out of range is not known', () => {
  for (const percent of [-1, 101, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.deepEqual(seen({ replicationState: 1 }, percent), { name: 'seeding', percent: null });
  }
});

test('an unknown state number is a malformed row, never a healthy one', () => {
  for (const replicationState of [3, 5, -1, 255, Number.NaN]) {
    const state = seen({ replicationState, lagSeconds: 0 });
    assert.equal(state.name, 'unreachable');
    assert.ok(state.name === 'unreachable');
    assert.equal(state.failure.kind, 'garbage');
    assert.match(state.failure.message, new RegExp(`contoso-ne/orders, saw ${replicationState}\\.`));
  }
});

test('a lag that is no whole number of seconds from zero is a malformed row', () => {
  for (const lagSeconds of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    const state = seen({ lagSeconds });
    assert.ok(state.name === 'unreachable' && state.failure.kind === 'garbage', String(lagSeconds));
    assert.match(state.failure.message, /replication_lag_sec NULL or a whole number/);
  }
});

test('no row is absent', () => {
  assert.deepEqual(linkState({ seen: 'absent' }), { name: 'absent' });
});

test('no answer is unreachable, with whose trouble it is', () => {
  const failure = { kind: 'firewall', number: 40615, message: 'Refused.' } as const;
  assert.deepEqual(linkState({ seen: 'failure', failure }), { name: 'unreachable', failure });
});

test('a row that could not be read is unreachable with what was seen', () => {
  const state = linkState({ seen: 'malformed', row: { message: 'Expected an int, saw "x".' } });
  assert.deepEqual(state, {
    name: 'unreachable',
    failure: { kind: 'garbage', message: 'Expected an int, saw "x".' },
  });
});
