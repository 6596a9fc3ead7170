import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primaryThrottled } from '../../../../shared/alerting/conditions/primaryThrottled.ts';
import type { LinkSignals } from '../../../../shared/replication/signalTypes.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { status, T0 } from '../samples.ts';
import { CAUGHT_UP, database, failed } from './inputs.ts';

type Throttle = NonNullable<LinkSignals['throttle']>;

const throttle = (given: Partial<Throttle>): Throttle => ({
  atMs: T0,
  counters: [],
  waitedPerSecond: 0,
  others: {},
  requests: 0,
  ...given,
});
const withSignals = (given: Partial<Throttle>, state: LinkState = CAUGHT_UP) =>
  status(state, { signals: { askedAtMs: T0, throttle: throttle(given) } });
const judge = (...all: Array<Partial<Throttle>>) =>
  primaryThrottled.find(database({ links: all.map((one) => withSignals(one)) }, { threshold: 0.05 }));

test('more waiting than the threshold is told, by the wait that means a geo-secondary', () => {
  assert.equal(judge({ waitedPerSecond: 50 }).is, 'false');
  assert.deepEqual(judge({ waitedPerSecond: 350 }), {
    is: 'true',
    value: 0.35,
    sentence:
      'The primary west/orders is throttled for a geo-secondary: its requests waited 350 ms in every second for HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO, all together. The threshold is 50 ms.',
  });
});

test('its own log-rate limit is told apart: no alert of it, and a word beside it', () => {
  const own = judge({ waitedPerSecond: 0, others: { LOG_RATE_GOVERNOR: 900 } });
  assert.equal(own.is, 'false');
  assert.match(JSON.stringify(own), /held back for other reasons: LOG_RATE_GOVERNOR/);
  assert.match(
    JSON.stringify(judge({ waitedPerSecond: 90, others: { LOG_RATE_GOVERNOR: 900 } })),
    /Besides, .* LOG_RATE_GOVERNOR/,
  );
});

test('before two readings of the counters, what waits at this moment is all there is', () => {
  assert.match(JSON.stringify(judge({ waitedPerSecond: null, requests: 1 })), /one of its requests waits/);
  assert.match(JSON.stringify(judge({ waitedPerSecond: null, requests: 4 })), /4 of its requests wait/);
  assert.equal(judge({ waitedPerSecond: null, requests: 0 }).is, 'false');
});

test('what may not be read says nothing: NULL is not zero', () => {
  assert.deepEqual(judge({ waitedPerSecond: null, requests: null }), { is: 'unknown' });
  assert.deepEqual(judge(), { is: 'unknown' });
});

test('of the links of a primary the newest reading counts, wherever it is stored', () => {
  const [old, young] = [{ waitedPerSecond: 0 }, { atMs: T0 + 5, waitedPerSecond: 500 }];
  assert.equal(judge(old, young).is, 'true');
  assert.equal(judge(young, old).is, 'true');
});

test('a reading from before the silence ends nothing, and raises nothing', () => {
  for (const waitedPerSecond of [0, 900]) {
    const links = [withSignals({ waitedPerSecond }, failed('unreachable'))];
    assert.deepEqual(primaryThrottled.find(database({ links }, { threshold: 0.05 })), { is: 'unknown' });
  }
});
