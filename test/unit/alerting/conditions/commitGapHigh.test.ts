import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitGapHigh } from '../../../../shared/alerting/conditions/commitGapHigh.ts';
import { advanceAlert } from '../../../../shared/alerting/hysteresis.ts';
import type { AlertState } from '../../../../shared/alerting/types.ts';
import { rule, T0 } from '../samples.ts';
import { answering, failed, link, signalled } from './inputs.ts';

const judge = (commitGapSeconds: number | null) =>
  commitGapHigh.find(signalled({ secondary: answering({ commitGapSeconds }) }));

test('above the threshold is high, at the threshold is not', () => {
  assert.equal(judge(60).is, 'false');
  assert.equal(judge(61).is, 'true');
});

test('it says how far apart the last commits are, and what is allowed', () => {
  assert.deepEqual(judge(190), {
    is: 'true',
    value: 190,
    sentence:
      'The last commit on the geo-secondary north/orders is 3 min 10 s older than the last commit on its primary west/orders. The threshold is 1 min.',
  });
});

test('NULL is not zero: without both last commits nothing is concluded', () => {
  assert.deepEqual(judge(null), { is: 'unknown' });
  assert.deepEqual(commitGapHigh.find(link({ name: 'caughtUp', lagSeconds: 0 })), { is: 'unknown' });
});

test('a reading that the last round could not renew is not held against anybody', () => {
  const stale = signalled({ askedAtMs: T0 + 60_000, secondary: answering({ commitGapSeconds: 900 }) });
  assert.deepEqual(commitGapHigh.find(stale), { is: 'unknown' });
});

test('neither is one from before the primary fell silent', () => {
  const silent = signalled({ secondary: answering({ commitGapSeconds: 900 }) }, failed('unreachable'));
  assert.deepEqual(commitGapHigh.find(silent), { is: 'unknown' });
});

test('one commit after an idle spell is never told: the gap jumps to the length of the spell, and is gone with the next round', () => {
  const RULE = rule({ threshold: 60, pendingMs: 300_000, resolveMs: 60_000 });
  let state: AlertState | undefined;
  // A round a minute, a sample every half; the commit after eight idle hours is seen in the third round, and has arrived in the fourth.
  for (let half = 0; half < 40; half++) {
    const gap = half === 6 || half === 7 ? 8 * 3_600 : 0;
    const nowMs = T0 + half * 30_000;
    const step = advanceAlert(state, judge(gap), RULE, nowMs);
    assert.equal(step.event, undefined);
    state = step.state;
  }
  assert.equal(state, undefined);
});
