import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { beginRound, endRound, type HeartbeatRound } from '../../../shared/alerting/heartbeat.ts';
import { T0 } from './samples.ts';

const PACE = { everyMs: 60_000, sweepEveryMs: 30_000, patienceMs: 90_000 };
const open: HeartbeatRound = { startedAtMs: T0, ended: null };
const over: HeartbeatRound = { startedAtMs: T0, ended: 'success' };

test('the first sweep begins a round', () => {
  assert.deepEqual(beginRound(undefined, T0, PACE), { round: open, pings: [{ signal: 'start' }] });
});

test('a round once in each interval, and a timer that fires a moment early loses none', () => {
  assert.equal(beginRound(over, T0 + 30_000, PACE), undefined);
  assert.equal(beginRound(over, T0 + 44_999, PACE), undefined);
  assert.deepEqual(beginRound(over, T0 + 59_990, PACE)?.pings, [{ signal: 'start' }]);
});

test('no round begins while another may still end; one that never does has failed', () => {
  assert.equal(beginRound(open, T0 + 89_999, PACE), undefined);
  assert.deepEqual(beginRound(open, T0 + 90_000, PACE), {
    round: { startedAtMs: T0 + 90_000, ended: null },
    pings: [{ signal: 'fail', reason: 'The sweep before this one did not come to its end.' }, { signal: 'start' }],
  });
});

test('a clock that went backwards keeps nobody silent', () => {
  assert.deepEqual(beginRound(over, T0 - 1, PACE)?.pings, [{ signal: 'start' }]);
  assert.deepEqual(beginRound(open, T0 - 1, PACE)?.pings, [{ signal: 'start' }]);
});

test('the end of a round is told once', () => {
  assert.deepEqual(endRound(open, undefined), { round: over, pings: [{ signal: 'success' }] });
  assert.equal(endRound(over, undefined), undefined);
});

test('between rounds only a change is told: a failure at once, and that it is over', () => {
  const failed = endRound(over, 'It failed.');
  assert.deepEqual(failed?.pings, [{ signal: 'fail', reason: 'It failed.' }]);
  assert.equal(endRound(failed?.round, 'It failed again.'), undefined);
  assert.deepEqual(endRound(failed?.round, undefined)?.pings, [{ signal: 'success' }]);
});

test('nothing ends that never began', () => {
  assert.equal(endRound(undefined, undefined), undefined);
  assert.equal(endRound(undefined, 'x'), undefined);
});

test('a shared sweep of a tick before the round does not end it', () => {
  assert.equal(endRound(open, undefined, T0 - 1), undefined);
  assert.deepEqual(endRound(open, undefined, T0)?.pings, [{ signal: 'success' }]);
});

test('whatever sweeps do, starts and ends alternate, and no start is followed by a start', () => {
  const event = fc.record({
    afterMs: fc.integer({ min: 1, max: 120_000 }),
    is: fc.constantFrom('begin' as const, 'begin' as const, 'ends' as const, 'fails' as const),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let round: HeartbeatRound | undefined;
      let nowMs = T0;
      const said: string[] = [];
      for (const { afterMs, is } of events) {
        nowMs += afterMs;
        const step =
          is === 'begin' ? beginRound(round, nowMs, PACE) : endRound(round, is === 'ends' ? undefined : 'It failed.');
        round = step?.round ?? round;
        said.push(...(step?.pings ?? []).map(({ signal }) => signal));
      }
      const story = said.join(' ');
      assert.doesNotMatch(story, /start start|success success|fail fail/);
      if (said.length > 0) assert.equal(said[0], 'start');
      const isOpen = said.at(-1) === 'start';
      assert.equal(isOpen, round?.ended === null, story);
    }),
    { numRuns: 500 },
  );
});
