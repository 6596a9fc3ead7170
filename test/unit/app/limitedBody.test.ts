import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitedBody } from '../../../shared/app/limitedBody.ts';

const streamOf = (...parts: Array<string | Uint8Array>) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part)))).stream();

test('a body up to the limit is read as text', async () => {
  assert.equal(await limitedBody(streamOf('grü', 'ße'), 7), 'grüße');
  assert.equal(await limitedBody(streamOf(''), 0), '');
});

test('a letter that is cut in two by the network is one letter', async () => {
  const bytes = new TextEncoder().encode('ü');
  async function* halves() {
    yield bytes.subarray(0, 1);
    yield bytes.subarray(1);
  }
  assert.equal(await limitedBody(halves(), 2), 'ü');
});

test('no body is an empty one', async () => {
  assert.equal(await limitedBody(null, 10), '');
});

test('a body over the limit is left in the middle: an endless one ends', async () => {
  let read = 0;
  async function* endless() {
    for (;;) {
      read += 1;
      yield new Uint8Array(1_000);
    }
  }
  assert.equal(await limitedBody(endless(), 5_000), undefined);
  assert.equal(read, 6);
});
