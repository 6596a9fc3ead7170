import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, until, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';
import { stopped } from './support/fakeExecute.ts';

let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
after(() => estate.close());

test('a cancelled request is acknowledged at once and the connection is used again', async () => {
  await withPool(client, async (pool) => {
    const request = pool.request();
    const { queries } = listener.stats();
    const waiting = assert.rejects(request.query('wait forever'), { code: 'ECANCEL' });
    await until('the request to be under way', () => listener.stats().queries > queries);
    request.cancel();
    await waiting;
    assert.equal((await pool.request().query('select 1')).recordset.length, 1);
    assert.equal(pool.size, 1);
  });
  await until('the iteration to be stopped', () => stopped.includes('wait forever'));
});

test('a request that times out is interrupted and the connection is used again', async () => {
  await withPool({ ...client, requestTimeoutMs: 100 }, async (pool) => {
    const startMs = performance.now();
    await assert.rejects(() => pool.request().query('wait 60000'), { code: 'ETIMEOUT' });
    assert.ok(performance.now() - startMs < 10_000);
    assert.equal((await pool.request().query('select 1')).recordset.length, 1);
  });
});

test('a client that goes away in mid-wait stops the iteration', async () => {
  stopped.length = 0;
  await withTedious(client, async (tedious) => {
    const { queries } = listener.stats();
    tedious.query('wait forever').catch(() => {});
    await until('the request to be under way', () => listener.stats().queries > queries);
  });
  await until('the iteration to be stopped', () => stopped.includes('wait forever'));
});

test('rows are shown before a wait, and the steps after it see the time pass', async () => {
  await withTedious(client, async (tedious) => {
    const startMs = performance.now();
    assert.deepEqual(await tedious.query('wait 80'), [[1]]);
    assert.ok(performance.now() - startMs >= 75);
  });
});

test('a wait with a limit goes on when the limit is reached', async () => {
  await withTedious(client, async (tedious) => assert.deepEqual(await tedious.query('bounded wait'), [[1]]));
});

test('a slow reader holds the server back and gets every row in the end', async () => {
  await withTedious({ ...client, requestTimeoutMs: 15_000 }, async (tedious) => {
    let seen = 0;
    const rows = await tedious.query('rows 60000', (request) => {
      request.on('row', () => {
        seen++;
        if (seen === 100) {
          request.pause();
          setTimeout(() => request.resume(), 200);
        }
      });
    });
    assert.equal(rows.length, 60_000);
  });
});

test('cancelling in the middle of a large answer leaves a usable connection', async () => {
  await withTedious(client, async (tedious) => {
    const cancelled = tedious.query('rows 200000', (request) => request.once('row', () => tedious.connection.cancel()));
    await assert.rejects(cancelled, /Canceled/);
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});
