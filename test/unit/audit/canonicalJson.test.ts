import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts';

/** The same by the plainest way: sort every object's keys, leave out what is undefined. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`).join(',')}}`;
}

const details = fc.object({
  key: fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('a', 'b', 'Z', '9', '10', '2')),
  values: [
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
  ],
});

test('it says what the plainest way says, whatever is in order already', () => {
  fc.assert(
    fc.property(details, (value) => {
      assert.equal(canonicalJson(value), plainly(value));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('it says the same of what came back from a table, and of the same members in another order', () => {
  fc.assert(
    fc.property(details, (value) => {
      const said = canonicalJson(value);
      assert.equal(canonicalJson(JSON.parse(JSON.stringify(value))), said);
      assert.equal(canonicalJson(Object.fromEntries(Object.entries(value).reverse())), said);
      assert.equal(canonicalJson(JSON.parse(said)), said);
    }),
    { numRuns: 500, seed: 2 },
  );
});

test('members in order are said with those that are not, at every depth', () => {
  const inOrder = { a: 1, b: [{ c: 'x', d: null }] };
  const not = { b: [{ d: null, c: 'x' }], a: 1 };
  assert.equal(canonicalJson(inOrder), '{"a":1,"b":[{"c":"x","d":null}]}');
  assert.equal(canonicalJson(not), canonicalJson(inOrder));
  assert.equal(canonicalJson({ z: inOrder, y: not }), `{"y":${canonicalJson(not)},"z":${canonicalJson(inOrder)}}`);
});

test('keys that read as numbers stand in code unit order too', () => {
  assert.equal(canonicalJson({ 9: 'b', 10: 'a' }), '{"10":"a","9":"b"}');
});

test('a number that JSON cannot say is refused wherever it stands, and named', () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.throws(() => canonicalJson({ a: [{ b: wrong }] }), new RegExp(`saw ${wrong}; write null`));
    assert.throws(() => canonicalJson(wrong), /expected a finite number/);
  }
  assert.equal(canonicalJson([-0, 1e21, 0.1]), '[0,1e+21,0.1]');
});

test('quotation marks, control characters and half a pair are escaped as JSON does', () => {
  assert.equal(canonicalJson({ 'a"': '\u0001\\\ud800' }), '{"a\\"":"\\u0001\\\\\\ud800"}');
  assert.equal(canonicalJson(undefined), 'null');
});
