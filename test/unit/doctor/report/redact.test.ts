import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redact } from '../../../../doctor/report/redact.ts';

const check = (text: string) => ({ name: text, result: 'failed' as const, expected: text, seen: text, advice: text });
const seen = (text: string, ...secrets: string[]) => redact(check(text), secrets).seen;

test('a known secret is hidden in every part, however often', () => {
  const clean = redact(check('the s3cret-value and s3cret-value'), ['s3cret-value']);
  assert.deepEqual(
    new Set([clean.name, clean.expected, clean.seen, clean.advice]),
    new Set(['the (not shown) and (not shown)']),
  );
  assert.equal(clean.result, 'failed');
});

test('of two secrets the longer is hidden whole', () => {
  assert.equal(seen('x abcdefghij y', 'abcdef', 'abcdefghij'), 'x (not shown) y');
});

test('a secret of a few characters is not looked for in ordinary words', () => {
  assert.equal(seen('a database', 'a', 'data'), 'a database');
});

test('a secret with the signs of patterns is taken as it is', () => {
  assert.equal(seen('p$1+(x)*.', 'p$1+(x)*.'), '(not shown)');
});

test('tokens and keys that nobody told of are hidden by their look', () => {
  assert.equal(seen('Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.abc-_1 end'), 'Bearer (not shown) end');
  assert.equal(seen('https://x.example/?a=1&sig=abc%2F&b=2'), 'https://x.example/?a=1&sig=(not shown)&b=2');
  assert.equal(seen('AccountName=a;AccountKey=KEY==;x'), 'AccountName=a;AccountKey=(not shown);x');
});

test('whatever stands around it, a known secret never comes through', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 6 }), fc.string(), (before, secret, after) => {
      // What replaces a secret may itself hold one made of its own words.
      fc.pre(!'(not shown)'.includes(secret));
      assert.ok(!seen(`${before}|${secret}|${after}`, secret).includes(`|${secret}|`));
    }),
  );
});
