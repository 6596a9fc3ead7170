import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadLetterBlobName, deadLetterDayEnd } from '../../../../../shared/adapters/azure/blobs/deadLetterNames.ts';

const LATE = Date.UTC(2026, 10, 22, 23, 59, 59, 999);

test('one blob a day, by UTC', () => {
  assert.equal(deadLetterBlobName(LATE), 'dead-letters/2026/11/22.jsonl');
  assert.equal(deadLetterBlobName(LATE + 1), 'dead-letters/2026/11/23.jsonl');
  assert.equal(deadLetterBlobName(LATE, 2), 'dead-letters/2026/11/22-2.jsonl');
});

test('a day is over when the next one begins, for each of its parts', () => {
  for (const part of [0, 1, 12]) assert.equal(deadLetterDayEnd(deadLetterBlobName(LATE, part)), LATE + 1);
  assert.equal(deadLetterDayEnd('dead-letters/2027/02/28.jsonl'), Date.UTC(2027, 2, 1));
});

test('a blob that is not ours is never old enough', () => {
  for (const name of [
    'history/00/2026/11/22/23.ndjson',
    'dead-letters/2026/11.jsonl',
    'dead-letters/2026/11/22.txt',
    'x/dead-letters/2026/11/22.jsonl',
  ])
    assert.equal(deadLetterDayEnd(name), undefined, name);
});
