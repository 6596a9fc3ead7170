import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monitorLate } from '../../../../shared/alerting/conditions/monitorLate.ts';
import { rule, T0 } from '../samples.ts';

const judge = (...late: string[]) => monitorLate.find({ late, rule: rule(), nowMs: T0 });

test('a late sweep is told in the words of the health page', () => {
  assert.deepEqual(
    judge('sampling: expected a sweep every 30 s, the last ended 200 s ago.', 'discovery: none ever ended.'),
    {
      is: 'true',
      sentence:
        'Geowarden is late: what it shows is old, and nothing new is noticed. sampling: expected a sweep every 30 s, the last ended 200 s ago. discovery: none ever ended.',
    },
  );
});

test('sweeps on time end it', () => {
  assert.deepEqual(judge(), { is: 'false', sentence: 'Geowarden measures on time again.' });
});
