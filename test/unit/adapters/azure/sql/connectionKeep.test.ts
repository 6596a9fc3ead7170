import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { ConnectionKeep } from '../../../../../shared/adapters/azure/sql/connectionKeep.ts';
import type { SqlConnection } from '../../../../../shared/adapters/azure/sql/sqlConnection.ts';

class FakeConnection {
  isUsable = true;
  closed = 0;
  listeners: Array<() => void> = [];
  readonly openedAtMs = Date.now();
  onEnd(listener: () => void) {
    this.listeners.push(listener);
  }
  close() {
    this.closed += 1;
    this.isUsable = false;
    for (const listener of this.listeners) listener();
  }
}
const OPTIONS = { most: 2, idleMs: 1_000, ageMs: 10_000, reapEveryMs: 500 };
const fake = () => new FakeConnection();
const give = (keep: ConnectionKeep, key: string, connection: FakeConnection) =>
  keep.give(key, connection as unknown as SqlConnection);

beforeEach((context) => {
  mock.timers.enable({ apis: ['Date', 'setInterval'], now: 1_000_000 });
  if ('after' in context) context.after(() => mock.timers.reset());
});

test('what was given can be taken once', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const connection = fake();
  give(keep, 'a', connection);
  assert.equal(keep.take('a'), connection);
  assert.equal(keep.take('a'), undefined);
  assert.equal(connection.closed, 0);
});

test('what finds no room is closed, and what is kept stays', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [a, b, c] = [fake(), fake(), fake()];
  give(keep, 'a', a);
  give(keep, 'b', b);
  give(keep, 'c', c);
  assert.deepEqual([a.closed, b.closed, c.closed], [0, 0, 1]);
  assert.equal(keep.size, 2);
});

test('sweep after sweep over more databases than there is room for, as many as there is room for are kept', () => {
  const keep = new ConnectionKeep({ ...OPTIONS, most: 4 });
  const hits: number[] = [];
  for (let sweep = 0; sweep < 4; sweep += 1) {
    let found = 0;
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const kept = keep.take(key);
      if (kept !== undefined) found += 1;
      give(keep, key, (kept ?? fake()) as unknown as FakeConnection);
    }
    hits.push(found);
  }
  assert.deepEqual(hits, [0, 4, 4, 4]);
});

test('a second connection for a key closes the first', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [first, second] = [fake(), fake()];
  give(keep, 'a', first);
  give(keep, 'a', second);
  assert.deepEqual([first.closed, second.closed, keep.size], [1, 0, 1]);
});

test('an idle one is closed by the reaper, one in time is kept', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const connection = fake();
  give(keep, 'a', connection);
  mock.timers.tick(999);
  assert.equal(connection.closed, 0);
  mock.timers.tick(501);
  assert.equal(connection.closed, 1);
  assert.equal(keep.size, 0);
});

test('an idle one that the reaper has not come to is closed instead of given', () => {
  const keep = new ConnectionKeep({ ...OPTIONS, reapEveryMs: 60_000 });
  const connection = fake();
  give(keep, 'a', connection);
  mock.timers.tick(1_000);
  assert.equal(keep.take('a'), undefined);
  assert.equal(connection.closed, 1);
});

test('an old one is replaced however busy it was', () => {
  const keep = new ConnectionKeep({ ...OPTIONS, reapEveryMs: 60_000 });
  const connection = fake();
  for (let ms = 0; ms < 10_000; ms += 500) {
    give(keep, 'a', connection);
    mock.timers.tick(500);
    if (ms < 9_500) assert.equal(keep.take('a'), connection);
  }
  assert.equal(keep.take('a'), undefined);
  assert.equal(connection.closed, 1);
});

test('one that ends by itself is forgotten; giving it often does not listen often', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const connection = fake();
  for (let n = 0; n < 20; n += 1) {
    give(keep, 'a', connection);
    keep.take('a');
  }
  give(keep, 'a', connection);
  assert.equal(connection.listeners.length, 1);
  connection.close();
  assert.equal(keep.size, 0);
});

test('a successor is not forgotten when its predecessor ends', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [first, second] = [fake(), fake()];
  give(keep, 'a', first);
  keep.take('a');
  give(keep, 'a', second);
  first.close();
  assert.equal(keep.size, 1);
});

test('one that is lost already is closed, not kept', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const connection = fake();
  connection.isUsable = false;
  give(keep, 'a', connection);
  assert.deepEqual([connection.closed, keep.size], [1, 0]);
});

test('those that are no longer wanted are closed', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [a, b] = [fake(), fake()];
  give(keep, 'a', a);
  give(keep, 'b', b);
  keep.retain(new Set(['b']));
  assert.deepEqual([a.closed, b.closed, keep.size], [1, 0, 1]);
});

test('a place that is in use is kept for its database: no newcomer gets it, and the set stays the same', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [a, b, c] = [fake(), fake(), fake()];
  give(keep, 'a', a);
  give(keep, 'b', b);
  assert.equal(keep.take('a'), a);
  give(keep, 'c', c);
  assert.equal(c.closed, 1);
  give(keep, 'a', a);
  assert.deepEqual([a.closed, b.closed, keep.size], [0, 0, 2]);
});

test('the place of one that failed is free again when its database is asked next', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [a, b, c] = [fake(), fake(), fake()];
  give(keep, 'a', a);
  give(keep, 'b', b);
  keep.take('a')?.close();
  assert.equal(keep.take('a'), undefined);
  give(keep, 'c', c);
  assert.deepEqual([c.closed, keep.size], [0, 2]);
});

test('a database that is no longer watched holds no place', () => {
  const keep = new ConnectionKeep(OPTIONS);
  const [a, b, c] = [fake(), fake(), fake()];
  give(keep, 'a', a);
  give(keep, 'b', b);
  keep.take('a');
  keep.retain(new Set(['b', 'c']));
  give(keep, 'c', c);
  assert.deepEqual([c.closed, keep.size], [0, 2]);
});
