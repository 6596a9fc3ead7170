import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagHigh } from '../../../../shared/alerting/conditions/lagHigh.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { LINK, rule, status, T0, unreachable } from '../samples.ts';

const judge = (state: LinkState, threshold: number | undefined = 5) =>
  lagHigh.find({ subject: LINK, status: status(state), rule: rule({ threshold }), nowMs: T0 });

test('a lag above the objective is high, and the sentence names both databases, the lag and the objective', () => {
  const finding = judge({ name: 'caughtUp', lagSeconds: 130 });
  assert.deepEqual(finding, {
    is: 'true',
    value: 130,
    sentence: 'The geo-secondary north/orders is 2 min 10 s behind its primary west/orders. The objective is 5 s.',
  });
});

test('a lag equal to the objective keeps it', () => {
  assert.equal(judge({ name: 'caughtUp', lagSeconds: 5 }).is, 'false');
  assert.equal(judge({ name: 'caughtUp', lagSeconds: 6 }).is, 'true');
});

test('a low lag is a false finding that says how low', () => {
  const finding = judge({ name: 'caughtUp', lagSeconds: 0 });
  assert.equal(finding.is, 'false');
  assert.equal(finding.is === 'false' && finding.value, 0);
  assert.match(finding.is === 'false' ? (finding.sentence ?? '') : '', /within the objective of 5 s/);
});

test('NULL is neither high nor low', () => {
  assert.deepEqual(judge({ name: 'lagUnknown' }), { is: 'unknown' });
});

test('no state without a lag says anything about the lag', () => {
  const states: LinkState[] = [
    { name: 'pending' },
    { name: 'seeding', percent: 40 },
    { name: 'suspended' },
    { name: 'absent' },
    unreachable,
    { name: 'caughtUp', lagSeconds: Number.NaN },
  ];
  for (const state of states) assert.deepEqual(judge(state), { is: 'unknown' }, state.name);
});

test('a rule without a threshold is refused with what to do, because it would never alert', () => {
  const without = rule();
  assert.throws(
    () => lagHigh.find({ subject: LINK, status: status({ name: 'lagUnknown' }), rule: without, nowMs: T0 }),
    /LagHigh needs a threshold.*for example 5/,
  );
  assert.throws(() => judge({ name: 'caughtUp', lagSeconds: 1 }, Number.NaN), /threshold/);
});
