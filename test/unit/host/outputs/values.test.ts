import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asBytes, asList, asText, fromTyped } from '../../../../local/host/outputs/values.ts';

test('typed data becomes the value it stands for', () => {
  assert.deepEqual(fromTyped({ json: '{"a":[1]}' }), { a: [1] });
  assert.equal(fromTyped({ string: '{"a":1}' }), '{"a":1}', 'a text stays a text');
  assert.equal(fromTyped({ int: 0 }), 0);
  assert.equal(fromTyped({ double: 1.5 }), 1.5);
  assert.deepEqual(fromTyped({ bytes: new Uint8Array([1]) }), Buffer.from([1]));
  assert.equal(fromTyped({ string: '' }), '');
});

test('an array is several, anything else is one', () => {
  assert.deepEqual(asList(['a', 'b']), ['a', 'b']);
  assert.deepEqual(asList([]), []);
  assert.deepEqual(asList({ a: 1 }), [{ a: 1 }]);
});

test('texts are kept, other values are written as JSON', () => {
  assert.equal(asText('x'), 'x');
  assert.equal(asText({ a: 1 }), '{"a":1}');
  assert.equal(asText(42), '42');
});

test('bytes are kept, other values are written as UTF-8', () => {
  assert.deepEqual(asBytes(Buffer.from([0, 255])), Buffer.from([0, 255]));
  assert.equal(asBytes({ a: 'é' }).toString('utf8'), '{"a":"é"}');
});
