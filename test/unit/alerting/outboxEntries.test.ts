import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { LINK, T0 } from './samples.ts';

const notice = (id: string): Notice => ({
  id,
  condition: 'LagHigh',
  reason: 'first',
  severity: 'warning',
  subject: LINK,
  atMs: T0,
  sinceMs: T0,
  durationMs: 0,
  sentence: 's',
});

test('every notice goes to every channel, due at once', () => {
  const entries = outboxEntries([notice('n1'), notice('n2')], [{ name: 'teams' }, { name: 'mail' }], 's0', T0);
  assert.deepEqual(
    entries.map((entry) => [entry.notice.id, entry.channel]),
    [
      ['n1', 'teams'],
      ['n1', 'mail'],
      ['n2', 'teams'],
      ['n2', 'mail'],
    ],
  );
  assert.equal(new Set(entries.map((entry) => entry.id)).size, 4);
  for (const entry of entries) {
    assert.deepEqual(
      [entry.shard, entry.status, entry.attempts, entry.nextAttemptAtMs, entry.createdAtMs],
      ['s0', 'pending', 0, T0, T0],
    );
  }
});

test('without channels or notices there is nothing to store', () => {
  assert.deepEqual(outboxEntries([notice('n1')], [], 's0', T0), []);
  assert.deepEqual(outboxEntries([], [{ name: 'teams' }], 's0', T0), []);
});

test('a channel named twice gets one entry, because entries are told apart by name', () => {
  assert.equal(outboxEntries([notice('n1')], [{ name: 'teams' }, { name: 'teams' }], 's0', T0).length, 1);
});

test('who takes over is kept with the entry, and only where there is anybody', () => {
  const channels = [{ name: 'teams', handOver: ['mail', 'pager'] }, { name: 'mail', handOver: [] }, { name: 'pager' }];
  assert.deepEqual(
    outboxEntries([notice('n1')], channels, 's0', T0).map((entry) => entry.handOver),
    [['mail', 'pager'], undefined, undefined],
  );
});

test('each notice goes where its route leads', () => {
  const routes = (one: Notice) =>
    one.id === 'n1' ? [{ name: 'pager', handOver: ['mail'] }, { name: 'pager' }] : [{ name: 'mail' }];
  assert.deepEqual(
    outboxEntries([notice('n1'), notice('n2'), notice('n3')], routes, 's0', T0).map((entry) => [
      entry.notice.id,
      entry.channel,
      entry.handOver,
    ]),
    [
      ['n1', 'pager', ['mail']],
      ['n2', 'mail', undefined],
      ['n3', 'mail', undefined],
    ],
  );
});
