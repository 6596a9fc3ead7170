import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Changes } from '../../../../shared/alerting/dispatch/decideGroup.ts';
import { groupNotice, MOST_SHOWN, type Telling } from '../../../../shared/alerting/dispatch/groupNotice.ts';
import type { ActiveAlert, GroupState } from '../../../../shared/alerting/dispatch/types.ts';
import type { NoticeReason } from '../../../../shared/alerting/types.ts';
import { alertOf, began, groupOf, HOUR, MINUTE, T0 } from './fixtures.ts';

const NOW = T0 + HOUR;

function alert(name: string, more: Partial<ActiveAlert> = {}): ActiveAlert {
  return alertOf(began('LagHigh', name, T0), { id: name, value: 7, peak: 9, threshold: 5, ...more });
}
const members = (...alerts: ActiveAlert[]) => alerts.map((one) => ({ alert: one, muted: undefined }));

function telling(changes: Partial<Changes>, reason: NoticeReason = 'first', group: Partial<GroupState> = {}): Telling {
  const none: Changes = { fresh: [], worse: [], flapping: [], same: [], ended: [], muted: [] };
  return { group: groupOf(group), changes: { ...none, ...changes }, reason, why: 'It is new.' };
}

describe('the message of a group', () => {
  test('of one alert says what it is at the top, and once more as a group of one', () => {
    const notice = groupNotice([telling({ fresh: members(alert('a')) })], NOW);
    const { condition, reason, severity, value, peak, threshold, sentence, durationMs, why } = notice;
    assert.deepEqual(
      { condition, reason, severity, value, peak, threshold, sentence, durationMs, why },
      {
        condition: 'LagHigh',
        reason: 'first',
        severity: 'error',
        value: 7,
        peak: 9,
        threshold: 5,
        sentence: 'LagHigh of a.',
        durationMs: HOUR + MINUTE,
        why: 'It is new.',
      },
    );
    assert.deepEqual([notice.group?.firing, notice.group?.resolved, notice.group?.alerts.length], [1, 0, 1]);
    assert.equal(notice.group?.folded, undefined);
    assert.equal(notice.follows, undefined);
  });

  test('counts all, and names the worst and newest', () => {
    const many = Array.from({ length: 500 }, (_, n) => alert(`m${n}`, { severity: 'warning' }));
    const gone = Array.from({ length: 30 }, (_, n) => alert(`e${n}`, { ended: { atMs: NOW, sentence: 'Over.' } }));
    const ended = gone.map((one) => ({ id: one.id, alert: one }));
    const same = members(alert('grave', { severity: 'critical' }));
    const worse = members(alert('worse', { severity: 'critical' }));
    const { group, severity } = groupNotice([telling({ fresh: members(...many), same, worse, ended }, 'worse')], NOW);
    assert.deepEqual([group?.firing, group?.resolved, group?.alerts.length], [502, 30, MOST_SHOWN]);
    assert.deepEqual(
      group?.alerts.slice(0, 3).map(({ is }) => is),
      ['worse', 'firing', 'new'],
    );
    assert.equal(severity, 'critical');
  });

  test('of an end says how it ended: when, the peak, and why it was closed', () => {
    const over = { atMs: NOW - MINUTE, sentence: 'Over.', value: 1, peak: 340, closedBecause: 'ruleDisabled' as const };
    const one = alert('a', { ended: over });
    const notice = groupNotice([telling({ ended: [{ id: 'a', alert: one }] }, 'resolved', { lastNoticeId: 'f' })], NOW);
    assert.equal(notice.follows, 'f');
    assert.equal(notice.durationMs, HOUR);
    assert.deepEqual(
      [notice.value, notice.peak, notice.sentence, notice.closedBecause],
      [1, 340, 'Over.', 'ruleDisabled'],
    );
    assert.equal(notice.group?.alerts[0]?.endedAtMs, NOW - MINUTE);
  });

  test('closes what has vanished from the document, and counts it', () => {
    const ended = ['LagHigh x', 'LagHigh y'].map((id) => ({ id, alert: undefined }));
    const { group, reason, sentence } = groupNotice([telling({ ended }, 'resolved')], NOW);
    assert.deepEqual([reason, group?.firing, group?.resolved], ['resolved', 0, 2]);
    assert.equal(sentence, 'Nothing is known any more of LagHigh x: it is no longer watched.');
  });

  test('says of what flaps how often it came and went', () => {
    const flaps = alert('a', { flapping: { times: 4, sinceMs: T0 - 10 * MINUTE } });
    const { sentence } = groupNotice([telling({ flapping: members(flaps) }, 'flapping')], NOW);
    assert.equal(sentence, 'LagHigh of a. It came and went 4 times in 10 min.');
  });

  test('of nothing is none', () => {
    assert.throws(() => groupNotice([], NOW), /at least one group/);
    assert.throws(() => groupNotice([telling({})], NOW), /saw nothing/);
  });
});

describe('the message of many groups', () => {
  const over = { ended: [{ id: 'z', alert: alert('z', { ended: { atMs: T0, sentence: 'Over.' } }) }] };
  const three = [
    telling({ fresh: members(alert('a')) }, 'first', { id: 'a', lastNoticeId: 'x' }),
    telling({ fresh: members(alert('b', { severity: 'critical' })) }, 'more', { id: 'b', lastNoticeId: 'y' }),
    telling(over, 'resolved', { id: 'c', lastNoticeId: 'x' }),
  ];

  test('says how many it holds, and follows what was told of each', () => {
    const notice = groupNotice(three, NOW);
    assert.deepEqual(notice.group?.folded, { groups: 3 });
    assert.equal(notice.why, '3 groups of alerts were put into this message.');
    assert.deepEqual([notice.follows, notice.alsoFollows], ['x', ['y']]);
    assert.deepEqual([notice.group?.firing, notice.group?.resolved, notice.group?.common], [2, 1, []]);
    assert.deepEqual([notice.severity, notice.sentence], ['critical', 'LagHigh of b.']);
  });

  test('brings something new, whatever else is in it', () => {
    assert.equal(groupNotice(three, NOW).reason, 'first');
    assert.equal(groupNotice(three.slice(1), NOW).reason, 'more');
    assert.equal(groupNotice(three.slice(2), NOW).reason, 'resolved');
  });
});

describe('ids and keys', () => {
  const notice = (group: Partial<GroupState>, reason: NoticeReason = 'first', atMs = NOW) =>
    groupNotice([telling({ fresh: members(alert('a')) }, reason, group)], atMs);

  test('are the same before and after a crash: the moment is no part of them', () => {
    assert.equal(notice({}, 'first', NOW + 5).id, notice({}).id);
  });

  test('each message of a spell has an id of its own, all have one key', () => {
    const all = [
      notice({}),
      notice({ sequence: 1 }, 'still'),
      notice({ sequence: 2 }, 'still'),
      notice({ sequence: 3 }, 'resolved'),
    ];
    assert.equal(new Set(all.map(({ id }) => id)).size, 4);
    assert.equal(new Set(all.map(({ group }) => group?.key)).size, 1);
  });

  test('the next spell, and another group, have other ids and another key', () => {
    for (const other of [notice({ sinceMs: T0 + 1 }), notice({ id: 'h' })]) {
      assert.notEqual(other.id, notice({}).id);
      assert.notEqual(other.group?.key, notice({}).group?.key);
    }
  });
});
