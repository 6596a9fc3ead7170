import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseState, EstateModel, Reachability, ServerState } from '../../../../local/estate/model/types.ts';
import { OpenConnections } from '../../../../local/estate/sql/openConnections.ts';
import type { TdsConnection } from '../../../../local/estate/sql/tds/connection.ts';

/** A connection that writes down what is done to it. */
function recorder(): { connection: TdsConnection; done: string[] } {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const fake = { freeze: note('freeze'), thaw: note('thaw'), reset: note('reset'), destroy: note('destroy') };
  return { connection: fake as unknown as TdsConnection, done };
}

function world() {
  const state = {
    reachability: 'open' as Reachability,
    database: { databaseId: 'id', role: 'PRIMARY', availability: 'Online' } as Partial<DatabaseState> | undefined,
  };
  const model: Partial<EstateModel> = {
    reachability: () => state.reachability,
    database: () => state.database as DatabaseState,
  };
  const open = new OpenConnections(model as EstateModel, 'uksouth', {
    name: 'shop-we',
    region: 'westeurope',
  } as ServerState);
  return { state, open };
}

/** A session on `orders`, with what was done to it so far forgotten. */
function session() {
  const { state, open } = world();
  const { connection, done } = recorder();
  open.add(connection);
  open.enter(connection, 'orders');
  done.length = 0;
  return { state, open, connection, done };
}

test('a new connection meets the network as it is', () => {
  for (const [reachability, expected] of [
    ['open', ['thaw']],
    ['silent', ['freeze']],
    ['refused', ['thaw', 'reset']],
  ] as const) {
    const { state, open } = world();
    state.reachability = reachability;
    const { connection, done } = recorder();
    open.add(connection);
    assert.deepEqual(done, expected);
  }
});

test('a change of the network reaches open connections', () => {
  const { state, open, done } = session();
  state.reachability = 'silent';
  open.follow();
  state.reachability = 'open';
  open.follow();
  state.reachability = 'refused';
  open.follow();
  assert.deepEqual(done, ['freeze', 'thaw', 'thaw', 'reset']);
});

test('nothing happens to a session whose database is as it was', () => {
  const { open, done } = session();
  open.follow();
  assert.deepEqual(done, ['thaw']);
});

const LOSSES: [string, Partial<DatabaseState> | undefined][] = [
  ['a role change', { databaseId: 'id', role: 'SECONDARY', availability: 'Online' }],
  ['an outage', { databaseId: 'id', role: 'PRIMARY', availability: 'Unavailable' }],
  ['a pause', { databaseId: 'id', role: 'PRIMARY', availability: 'Paused' }],
  ['a restart', { databaseId: 'id', role: 'PRIMARY', availability: 'Online', restartedUntilMs: 5 }],
  ['another database of that name', { databaseId: 'other', role: 'PRIMARY', availability: 'Online' }],
  ['a dropped database', undefined],
];
for (const [what, database] of LOSSES) {
  test(`${what} ends the session`, () => {
    const { state, open, done, connection } = session();
    state.database = database;
    assert.equal(open.stands(connection), false);
    open.follow();
    assert.deepEqual(done, ['reset', 'thaw', 'reset']);
  });
}

test('scaling does not end a session', () => {
  const { state, open, done, connection } = session();
  state.database = { databaseId: 'id', role: 'PRIMARY', availability: 'Scaling' };
  assert.equal(open.stands(connection), true);
  open.follow();
  assert.deepEqual(done, ['thaw']);
});

test('across a silent network a session is frozen before it is ended: the end is not heard', () => {
  const { state, open, done } = session();
  state.reachability = 'silent';
  state.database = undefined;
  open.follow();
  assert.deepEqual(done, ['freeze', 'reset']);
});

test('master has no role to lose', () => {
  const { state, open, connection, done } = session();
  open.enter(connection, 'Master');
  state.database = undefined;
  assert.equal(open.stands(connection), true);
  open.follow();
  assert.deepEqual(done, ['thaw']);
});

test('a connection that has not logged in stands', () => {
  const { open } = world();
  const { connection } = recorder();
  open.add(connection);
  assert.equal(open.stands(connection), true);
});

test('connections are counted until they are removed, and all are destroyed at the end', () => {
  const { open, connection, done } = session();
  assert.equal(open.size, 1);
  open.destroyAll();
  assert.deepEqual(done, ['destroy']);
  open.remove(connection);
  assert.equal(open.size, 0);
});
