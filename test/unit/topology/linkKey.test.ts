import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { databaseKey, linkKey, parseLinkKey } from '../../../shared/topology/linkKey.ts';

const WE = { server: 'Shop-WE', database: 'Orders' };
const NE = { server: 'shop-ne', database: 'orders' };

test('a database key is lower case', () => {
  assert.equal(databaseKey(WE), 'shop-we/orders');
});

test('a link has one key from both sides, and after a role swap', () => {
  assert.equal(linkKey(WE, NE), 'shop-ne/orders~shop-we/orders');
  assert.equal(linkKey(NE, WE), linkKey(WE, NE));
});

test('the order is by code units, not by locale', () => {
  assert.equal(linkKey({ server: 'b', database: 'x' }, { server: 'a-', database: 'x' }), 'a-/x~b/x');
  assert.equal(linkKey({ server: 'a', database: 'ä' }, { server: 'a', database: 'z' }), 'a/z~a/ä');
});

test('a key reads back as its two databases', () => {
  assert.deepEqual(parseLinkKey('shop-ne/orders~shop-we/orders'), [
    { server: 'shop-ne', database: 'orders' },
    { server: 'shop-we', database: 'orders' },
  ]);
});

test('a database name may hold a tilde, a blank and a dot', () => {
  const a = { server: 'a', database: 'x~y z.1' };
  const b = { server: 'b', database: 'w~~' };
  assert.deepEqual(parseLinkKey(linkKey(a, b)), [a, b]);
});

test('what is no link key is not read as one', () => {
  for (const text of ['', 'a/b', 'a/b~', 'a~b', 'a/b~c', '/b~c/d', 'b/x~a/x', 'A/x~B/x', 'a/b/c~d/e']) {
    assert.equal(parseLinkKey(text), undefined, text);
  }
});

test('every pair of names reads back', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
  const databaseName = fc.stringMatching(/^[a-z0-9~ ._-]{1,20}$/);
  const reference = fc.record({ server: name, database: databaseName });
  fc.assert(
    fc.property(reference, reference, (a, b) => {
      const parsed = parseLinkKey(linkKey(a, b));
      assert.ok(parsed);
      assert.equal(linkKey(...parsed), linkKey(b, a));
    }),
    { numRuns: 300 },
  );
});

test('an estate with more databases than are remembered has every key', () => {
  const ends = Array.from({ length: 25_000 }, (_, index) => ({ server: `S${index % 50}`, database: `D${index}` }));
  for (const round of ['first', 'again']) {
    const wrong = ends.filter((end, index) => databaseKey(end) !== `s${index % 50}/d${index}`);
    assert.deepEqual(wrong, [], round);
  }
});

test('one database name on two servers, and two names that differ in case only', () => {
  assert.equal(databaseKey({ server: 'one', database: 'Same' }), 'one/same');
  assert.equal(databaseKey({ server: 'two', database: 'Same' }), 'two/same');
  assert.equal(databaseKey({ server: 'One', database: 'sAME' }), 'one/same');
});
