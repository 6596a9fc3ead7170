import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guidFromBytes, guidToBytes } from '../../../../../local/estate/sql/tds/guid.ts';

const GUID = '0e984725-c51c-4bf4-9960-e1c80e27aba0';

test('the first three groups are little-endian, the rest as written', () => {
  assert.equal(guidToBytes(GUID).toString('hex'), '2547980e1cc5f44b9960e1c80e27aba0');
});

test('case and braces do not matter', () => {
  assert.deepEqual(guidToBytes(`{${GUID.toUpperCase()}}`), guidToBytes(GUID));
});

test('every GUID comes back as it was', () => {
  fc.assert(fc.property(fc.uuid(), (guid) => assert.equal(guidFromBytes(guidToBytes(guid)), guid)));
});

test('what is no GUID is a RangeError', () => {
  for (const text of ['', 'x', GUID.slice(1), GUID.replaceAll('-', ''), `${GUID}0`]) {
    assert.throws(() => guidToBytes(text), RangeError);
  }
});
