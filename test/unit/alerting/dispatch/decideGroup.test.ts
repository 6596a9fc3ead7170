import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Changes, decideGroup, type Member, repeatOf } from '../../../../shared/alerting/dispatch/decideGroup.ts';
import type { ActiveAlert, GroupDecision, GroupState, Muted } from '../../../../shared/alerting/dispatch/types.ts';
import { alertOf, began, groupOf, HOUR, MINUTE, SECOND, T0, TIMING } from './fixtures.ts';

const CALM = TIMING.flapping.calmMs;
const SILENCED: Muted = { because: 'silenced', by: 'Åsa', untilMs: T0 + 6 * HOUR };
const FLAPPING = { times: 4, sinceMs: T0 - HOUR };

function member(name: string, more: Partial<ActiveAlert> = {}, muted?: Muted): Member {
  return { alert: alertOf(began('LagHigh', name, T0), { id: name, ...more }), muted };
}

const over = (atMs = T0) => ({ ended: { atMs, sentence: 'Over.' } });

describe('whether a group is told, and why', () => {
  const none: Changes = { fresh: [], worse: [], flapping: [], same: [], ended: [], muted: [] };
  const a = member('a');
  const quiet = member('a', {}, SILENCED);
  const ended = [{ id: 'z', alert: alertOf(began('LagHigh', 'z', T0), over()) }];
  const told = groupOf({ toldAtMs: T0, told: new Map([['z', { severity: 'error' }]]), sequence: 1 });
  const acknowledged = groupOf({ ...told, acknowledged: true });
  const inMaintenance = member('a', {}, { because: 'maintenance', by: 'patch night', untilMs: T0 + HOUR });
  const following = member('a', {}, { because: 'inhibited', by: 'RegionOutage of we' });
  const held = member('a', { ...over(T0), flapping: FLAPPING });
  const untold = groupOf();
  const onPager = (group: GroupState): GroupState => ({ ...group, channel: 'pager' });

  const decide = (group: GroupState, changes: Partial<Changes>, afterMs: number): GroupDecision =>
    decideGroup({
      group,
      changes: { ...none, ...changes },
      timing: TIMING,
      acknowledges: group.channel === 'pager',
      nowMs: T0 + afterMs,
    });
  type Given = [what: string, group: GroupState, changes: Partial<Changes>, afterMs: number];
  const tells = (...[what, group, changes, afterMs, reason, why]: [...Given, reason: string, why: RegExp]) =>
    test(`${what}: ${reason}`, () => {
      const decision = decide(group, changes, afterMs);
      assert.equal(decision.tell && decision.reason, reason);
      assert.match(decision.why, why);
    });
  const keeps = (...[what, group, changes, afterMs, because, nextMs, why]: [...Given, string, number | null, RegExp]) =>
    test(`${what}: not told, ${because}`, () => {
      const { why: said, ...decision } = decide(group, changes, afterMs);
      assert.deepEqual(decision, { tell: false, because, nextAtMs: nextMs === null ? null : T0 + nextMs });
      assert.match(said, why);
    });

  const WAIT = 30 * SECOND;
  const INTERVAL = 5 * MINUTE;
  const REPEAT = 4 * HOUR;
  // The channel knows nothing yet.
  keeps('new, within the group wait', untold, { fresh: [a] }, WAIT - 1, 'groupWait', WAIT, /waits 30 s/);
  tells('new, after the group wait', untold, { fresh: [a] }, WAIT, 'first', /new/);
  tells('new beside one that is muted', untold, { fresh: [a], muted: [quiet] }, WAIT, 'first', /new/);
  keeps('over within the group wait', untold, {}, WAIT, 'resolvedUntold', null, /over before/);
  keeps('silenced', untold, { muted: [quiet] }, HOUR, 'silenced', 6 * HOUR, /^Åsa silenced it/);
  keeps('in maintenance', untold, { muted: [inMaintenance] }, WAIT, 'maintenance', HOUR, /patch night/);
  keeps('inhibited', untold, { muted: [following] }, WAIT, 'inhibited', null, /follows from RegionOutage of we/);
  // It was told at T0.
  keeps(
    'all over, at once',
    told,
    { ended },
    WAIT - 1,
    'groupInterval',
    WAIT,
    /30 s after the last message: All of it is over/,
  );
  tells('all over', told, { ended }, WAIT, 'resolved', /All of it is over/);
  tells('all over that was told, and others are muted', told, { ended, muted: [quiet] }, WAIT, 'resolved', /All/);
  keeps('worse, at once', told, { worse: [a] }, WAIT - 1, 'groupInterval', WAIT, /30 s .*1 alert became worse/);
  tells('worse', told, { worse: [a, a] }, WAIT, 'worse', /2 alerts became worse/);
  tells(
    'worse, and flapping, and more: the gravest is said',
    told,
    { worse: [a], flapping: [held], fresh: [a] },
    INTERVAL,
    'worse',
    /worse/,
  );
  tells('flapping', told, { flapping: [held] }, WAIT, 'flapping', /came and went/);
  keeps(
    'more, within the interval',
    told,
    { fresh: [a], same: [a] },
    INTERVAL - 1,
    'groupInterval',
    INTERVAL,
    /5 min after the last message: 1 more alert joined/,
  );
  tells('more', told, { fresh: [a, a], same: [a] }, INTERVAL, 'more', /2 more alerts/);
  tells('more and some over', told, { fresh: [a], ended }, INTERVAL, 'more', /joined/);
  keeps(
    'some over, within the interval',
    told,
    { ended, same: [a] },
    INTERVAL - 1,
    'groupInterval',
    INTERVAL,
    /1 alert ended/,
  );
  tells('some over', told, { ended, same: [a] }, INTERVAL, 'someResolved', /1 alert ended, the others did not/);
  tells('some over while the rest is silenced', told, { ended, same: [quiet] }, INTERVAL, 'someResolved', /ended/);
  tells(
    'silenced where a channel keeps incidents',
    onPager(told),
    { same: [quiet] },
    1,
    'acknowledged',
    /^Åsa silenced it/,
  );
  keeps(
    'silenced in part is no acknowledgement',
    onPager(told),
    { same: [quiet, a] },
    1,
    'unchanged',
    REPEAT,
    /Nothing has changed/,
  );
  keeps('maintenance is no acknowledgement', onPager(told), { same: [inMaintenance] }, 1, 'maintenance', HOUR, /patch/);
  keeps('silenced where it was acknowledged', onPager(acknowledged), { same: [quiet] }, 1, 'silenced', 6 * HOUR, /Åsa/);
  keeps('silenced where nobody acknowledges', told, { same: [quiet] }, 9 * HOUR, 'silenced', null, /Åsa/);
  keeps('unchanged', told, { same: [a] }, REPEAT - 1, 'unchanged', REPEAT, /Nothing has changed/);
  tells('still', told, { same: [a, quiet] }, REPEAT, 'still', /not ended for 4 h/);
  keeps(
    'held as flapping, until it is calm',
    told,
    { same: [held] },
    MINUTE,
    'flapping',
    CALM,
    /until it was calm for 15 min/,
  );

  // Its channel is not configured any more.
  const gone = groupOf({ ...told, isGone: true });
  tells('all over that a channel which is gone was told', gone, { ended }, 0, 'resolved', /All of it is over/);
  keeps('some over', gone, { ended, same: [a] }, INTERVAL, 'unchanged', null, /not in the configuration/);
  keeps('worse', gone, { worse: [a] }, INTERVAL, 'unchanged', null, /only the end/);
  keeps('flapping', gone, { flapping: [held], ended }, INTERVAL, 'unchanged', null, /only the end/);

  test('what waited already is told when it is heard of: a silence ended, or the hand-over was slow', () => {
    const late = member('a', { firedAtMs: T0 - HOUR });
    assert.equal(decide(groupOf({ sinceMs: T0 }), { fresh: [late, a] }, 0).tell, true);
  });

  test('the first to wait decides, for the others of its group as well', () => {
    const later = member('b', { firedAtMs: T0 + 29 * SECOND });
    assert.equal(decide(groupOf(), { fresh: [later, a] }, WAIT).tell, true);
  });
});

describe('a repetition', () => {
  for (const [repeatMs, groupIntervalMs, expected] of [
    [4 * HOUR, 5 * MINUTE, 4 * HOUR],
    [7 * MINUTE, 5 * MINUTE, 10 * MINUTE],
    [1, 5 * MINUTE, 5 * MINUTE],
    [0, 5 * MINUTE, 0],
    [HOUR, 0, HOUR],
  ] as const) {
    test(`of ${repeatMs} ms with an interval of ${groupIntervalMs} ms is after ${expected} ms`, () => {
      assert.equal(repeatOf({ repeatMs, groupIntervalMs }), expected);
    });
  }

  test('of 0 never comes', () => {
    const changes = { fresh: [], worse: [], flapping: [], same: [member('a')], ended: [], muted: [] };
    const timing = { ...TIMING, repeatMs: 0 };
    const group = groupOf({ toldAtMs: T0 });
    const decision = decideGroup({ group, changes, timing, acknowledges: false, nowMs: T0 + 1_000 * HOUR });
    assert.equal(decision.tell, false);
    assert.equal(decision.tell ? undefined : decision.nextAtMs, null);
  });
});
