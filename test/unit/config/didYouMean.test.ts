import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean } from '../../../shared/config/didYouMean.ts';

const KNOWN = ['sampling', 'scopes', 'objectives', 'channels', 'alerts', 'for', 'above', 'pageUrl'];

test('finds the name behind a missing, an added, a wrong and a swapped letter', () => {
  const expected = {
    samplng: 'sampling',
    scopess: 'scopes',
    objektives: 'objectives',
    chanenls: 'channels',
    fro: 'for',
  };
  for (const [seen, meant] of Object.entries(expected)) assert.equal(didYouMean(seen, KNOWN), meant, seen);
});

test('ignores case', () => {
  assert.equal(didYouMean('PAGEURL', KNOWN), 'pageUrl');
});

test('proposes nothing when nothing is near', () => {
  for (const seen of ['groups', 'x', 'recoveryGroups', '']) assert.equal(didYouMean(seen, KNOWN), undefined, seen);
});

test('proposes nothing from an empty list', () => {
  assert.equal(didYouMean('sampling', []), undefined);
});

test('prefers the nearest of several', () => {
  assert.equal(didYouMean('alert', ['alarms', 'alerts', 'after']), 'alerts');
});
