import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptAnswers } from '../../../shared/app/keptAnswers.ts';

test('a question is asked once, whoever asks it meanwhile', async () => {
  const kept = new KeptAnswers<number>(2);
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked;
  };
  assert.deepEqual(await Promise.all([kept.once('a', ask), kept.once('a', ask)]), [1, 1]);
  assert.deepEqual([await kept.once('b', ask), await kept.once('a', ask)], [2, 1]);
});

test('the oldest answer makes room, and a question that failed is asked again', async () => {
  const kept = new KeptAnswers<string>(1);
  await kept.once('a', async () => 'first');
  await kept.once('b', async () => 'second');
  assert.equal(await kept.once('a', async () => 'again'), 'again');
  await assert.rejects(kept.once('c', async () => Promise.reject(new Error('storage is away'))));
  assert.equal(await kept.once('c', async () => 'there'), 'there');
});

test('nothing is no answer: it may be there the next time', async () => {
  const kept = new KeptAnswers<string>(5);
  assert.equal(await kept.once('a', async () => undefined), undefined);
  assert.equal(await kept.once('a', async () => 'there now'), 'there now');
});
