import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evidenceId, scopeKey } from '../../../shared/outage/evidenceId.ts';
import { databaseScope, ORDERS, regionScope } from './builders.ts';

test('an id can be a table key and shows its source', () => {
  assert.match(evidenceId('ownProbe', databaseScope(), 'a/b?c#d\\e'), /^ownProbe-[0-9a-f]{32}$/);
});

test('however a thing is written, it is the same thing', () => {
  assert.equal(scopeKey(regionScope('West Europe')), scopeKey(regionScope('westeurope')));
  const shouted = databaseScope({ server: 'CONTOSO-WE', database: 'ORDERS', region: 'West Europe' });
  assert.equal(scopeKey(shouted), scopeKey(databaseScope(ORDERS)));
  assert.equal(evidenceId('ownProbe', shouted, 'x'), evidenceId('ownProbe', databaseScope(ORDERS), 'x'));
});

test('a region and a database never share a key', () => {
  assert.notEqual(
    scopeKey(regionScope('orders')),
    scopeKey(databaseScope({ ...ORDERS, server: '', database: 'orders' })),
  );
});

test('two reporters never share an id, whatever characters their names hold', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      fc.pre(one !== other);
      assert.notEqual(evidenceId('ownProbe', regionScope(), one), evidenceId('ownProbe', regionScope(), other));
    }),
  );
});

test('with more reporters than are remembered each keeps its id, and shares it with nobody', () => {
  const ids = () => Array.from({ length: 6_000 }, (_, index) => evidenceId('witnessProbe', regionScope(), `r${index}`));
  const first = ids();
  assert.deepEqual(ids(), first);
  assert.equal(new Set(first).size, first.length);
});
