import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { decideLink, decideRemoval, decideSubject } from '../../../shared/replication/decideSubject.ts';
import type { ObservedLink } from '../../../shared/replication/observeLinks.ts';
import type { LinkRow } from '../../../shared/replication/types.ts';
import { link, row } from './builders.ts';
import { ALERTING, RULES } from './fixture.ts';

const CONTEXT = { shard: '03', rulesOf: () => RULES, nowMs: 10_000 };
const observed = (more: Partial<LinkRow>, atMs = 10_000): ObservedLink => ({
  link: link('we', 'ne', 'orders'),
  observation: { seen: 'row', row: row('ne', 'orders', more), seedingPercent: null },
  atMs,
  roundTripMs: 7,
});
const decide = (...[previous, one]: [Parameters<typeof decideLink>[0], ObservedLink]) =>
  decideLink(previous, one, ALERTING.evaluateLink, CONTEXT);

test('the first sample makes the record: subject, status, and what the sample said', () => {
  const { record, outbox } = decide(undefined, observed({ lagSeconds: 2, lastCommitMs: 9_000 }));
  assert.deepEqual(record.subject, {
    kind: 'link',
    key: 'ne/orders~we/orders',
    primary: 'we/orders',
    secondary: 'ne/orders',
  });
  assert.equal(record.link?.roundTripMs, 7);
  assert.equal(record.link?.lastCommitMs, 9_000);
  assert.equal(record.link?.sampledAtMs, 10_000);
  assert.deepEqual(outbox, []);
});

test('what is to be told is an event for the dispatcher, pending and due now, in the shard of the record', () => {
  const { record, outbox } = decide(undefined, observed({ replicationState: 4 }));
  assert.equal(record.alerts.LinkSuspended?.phase, 'firing');
  assert.deepEqual(
    outbox.map(({ channel, shard, status, nextAttemptAtMs }) => [channel, shard, status, nextAttemptAtMs]),
    [[DISPATCH, '03', 'pending', 10_000]],
  );
});

test('deciding again on the same record gives the same entries, so that a retry tells nothing twice', () => {
  const one = decide(undefined, observed({ replicationState: 4 }));
  assert.deepEqual(decide(undefined, observed({ replicationState: 4 })), one);
  assert.deepEqual(decide(one.record, observed({ replicationState: 4 }, 11_000)).outbox, []);
});

test('the record that is decided on is not changed', () => {
  const { record } = decide(undefined, observed({ lagSeconds: null }));
  const before = structuredClone(record);
  decide(record, observed({ lagSeconds: 99 }, 20_000));
  assert.deepEqual(record, before);
});

test('the peak starts again below the threshold of LagHigh', () => {
  const high = decide(undefined, observed({ lagSeconds: 60 })).record;
  const calm = decide(high, observed({ lagSeconds: 5 }, 11_000)).record;
  assert.deepEqual([high.link?.peakLagSeconds, calm.link?.peakLagSeconds], [60, 5]);
});

test('a database is decided on by the same rules', () => {
  const SOLO = { kind: 'database', key: 'we/solo' } as const;
  const judged =
    (unprotected: boolean | 'unknown') => (given: Omit<Parameters<typeof ALERTING.evaluateDatabase>[0], 'facts'>) => {
      const facts = { links: [], unprotected, secondaries: 0, elsewhere: 0, events: [] };
      return ALERTING.evaluateDatabase({ ...given, facts });
    };
  const told = decideSubject(undefined, SOLO, judged(true), CONTEXT);
  assert.deepEqual(told.record.subject, SOLO);
  assert.equal(told.outbox.length, 1);
  const unread = decideSubject(told.record, SOLO, judged('unknown'), CONTEXT);
  assert.deepEqual([unread.record, unread.outbox], [told.record, []]);
});

test('removal closes what was told of, and only that', () => {
  const { record } = decide(undefined, observed({ replicationState: 4, lagSeconds: null }));
  const removal = decideRemoval(record, ALERTING.closeSubject, CONTEXT);
  assert.deepEqual(removal.record.alerts, {});
  assert.deepEqual(
    removal.outbox.map(({ notice }) => `${notice.condition} ${notice.reason} ${notice.closedBecause}`),
    ['LinkSuspended resolved subjectRemoved'],
  );
});
