import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observeLinks, observeSwapped } from '../../../shared/replication/observeLinks.ts';
import { type Primary, primariesOf } from '../../../shared/replication/primaries.ts';
import type { DatabaseSample, LinkRow, MalformedRow } from '../../../shared/replication/types.ts';
import { link, row } from './builders.ts';

const answer = (rows: LinkRow[], malformed?: MalformedRow[]): DatabaseSample => ({
  ok: true,
  atMs: 500,
  roundTripMs: 12,
  rows,
  ...(malformed === undefined ? {} : { malformed }),
});
const FAILED: DatabaseSample = { ok: false, atMs: 500, failure: { kind: 'busy', number: 40501, message: 'Busy.' } };

function primary(...links: ReturnType<typeof link>[]): Primary {
  const [only, ...others] = primariesOf(links);
  assert.ok(only && others.length === 0);
  return only;
}

test('every link gets its own row', () => {
  const asked = primary(link('we', 'ne', 'orders'), link('we', 'uks', 'orders'));
  const observed = observeLinks(asked, answer([row('uks', 'orders', { lagSeconds: 9 }), row('ne', 'orders')]));
  assert.deepEqual(
    observed.links.map(({ observation }) => observation.seen === 'row' && observation.row.lagSeconds),
    [0, 9],
  );
  assert.deepEqual([observed.unknown, observed.swapped], [[], []]);
  assert.equal(observed.links[0]?.roundTripMs, 12);
});

test('a link that the view has no row for is absent', () => {
  const observed = observeLinks(primary(link('we', 'ne', 'orders')), answer([]));
  assert.deepEqual(observed.links[0]?.observation, { seen: 'absent' });
});

test('a row that Resource Manager did not tell of is reported', () => {
  const observed = observeLinks(
    primary(link('we', 'ne', 'orders')),
    answer([row('ne', 'orders'), row('se', 'orders')]),
  );
  assert.deepEqual(observed.unknown, [{ primary: 'we/orders', partner: 'se/orders' }]);
});

test('a row in which the database is the secondary of a chain is not reported', () => {
  const observed = observeLinks(
    primary(link('ne', 'uks', 'orders')),
    answer([row('uks', 'orders'), row('we', 'orders', { role: 'secondary', lagSeconds: null })]),
  );
  assert.deepEqual(observed.unknown, []);
  assert.equal(observed.links.length, 1);
});

test('names are compared without case and without the domain', () => {
  const observed = observeLinks(
    primary(link('we', 'ne', 'orders')),
    answer([row('NE.database.windows.net', 'Orders')]),
  );
  assert.equal(observed.links[0]?.observation.seen, 'row');
});

test('a failure is every link of that database being unreachable', () => {
  const observed = observeLinks(primary(link('we', 'ne', 'orders'), link('we', 'uks', 'orders')), FAILED);
  assert.deepEqual(
    observed.links.map(({ observation }) => observation.seen),
    ['failure', 'failure'],
  );
});

test('the percentage is only believed while Resource Manager says that it is seeding', () => {
  const seeding = link('we', 'ne', 'orders', { armState: 'Seeding', percentComplete: 40 });
  const done = link('we', 'uks', 'orders', { armState: 'CATCH_UP', percentComplete: 100 });
  const observed = observeLinks(primary(seeding, done), answer([row('ne', 'orders'), row('uks', 'orders')]));
  assert.deepEqual(
    observed.links.map(({ observation }) => observation.seen === 'row' && observation.seedingPercent),
    [40, null],
  );
});

test('a malformed row makes its own link unreadable and leaves the others alone', () => {
  const asked = primary(link('we', 'ne', 'orders'), link('we', 'uks', 'orders'));
  const bad = { partnerServer: 'uks', partnerDatabase: 'orders', message: 'Expected an int.' };
  const observed = observeLinks(asked, answer([row('ne', 'orders')], [bad]));
  assert.equal(observed.links[0]?.observation.seen, 'row');
  assert.deepEqual(observed.links[1]?.observation, { seen: 'malformed', row: bad });
});

test('a row whose partner cannot be read may be any missing link: none is called absent', () => {
  const asked = primary(link('we', 'ne', 'orders'), link('we', 'uks', 'orders'));
  const observed = observeLinks(asked, answer([row('ne', 'orders')], [{ message: 'No name.' }]));
  assert.deepEqual(
    observed.links.map(({ observation }) => observation.seen),
    ['row', 'malformed'],
  );
});

test('an end that calls itself the secondary hands the link over to the other end', () => {
  const asked = link('we', 'ne', 'orders');
  const observed = observeLinks(primary(asked), answer([row('ne', 'orders', { role: 'secondary', lagSeconds: null })]));
  assert.deepEqual(observed.links, []);
  assert.deepEqual(observed.swapped, [asked]);
});

test('of two rows for one partner the one that knows a lag counts', () => {
  const old = row('ne', 'orders', { role: 'secondary', lagSeconds: null });
  const current = row('ne', 'orders', { lagSeconds: 3 });
  for (const rows of [
    [old, current],
    [current, old],
  ]) {
    const observed = observeLinks(primary(link('we', 'ne', 'orders')), answer(rows));
    const [first] = observed.links;
    assert.ok(first?.observation.seen === 'row' && first.observation.row.lagSeconds === 3);
  }
});

test('a swapped link is told by its new primary under the same key', () => {
  const known = link('we', 'ne', 'orders');
  const observed = observeSwapped(known, answer([row('we', 'orders', { lagSeconds: 4 })]));
  assert.equal(observed.link.linkKey, known.linkKey);
  assert.equal(observed.link.primary.server, 'ne');
  assert.equal(observed.link.secondary.server, 'we');
  assert.ok(observed.observation.seen === 'row' && observed.observation.row.lagSeconds === 4);
});

test('two ends that both call themselves the secondary are a failover under way, not a healthy link', () => {
  const observed = observeSwapped(link('we', 'ne', 'orders'), answer([row('we', 'orders', { role: 'secondary' })]));
  assert.ok(observed.observation.seen === 'failure');
  assert.equal(observed.observation.failure.kind, 'unavailable');
  assert.match(observed.observation.failure.message, /we\/orders and ne\/orders .*failover is probably in progress/);
});

test('a new primary that does not answer is a failure of the link', () => {
  const observed = observeSwapped(link('we', 'ne', 'orders'), FAILED);
  assert.ok(observed.observation.seen === 'failure' && observed.observation.failure.kind === 'busy');
});
