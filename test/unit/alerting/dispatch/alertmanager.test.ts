/**
 * The rows of "Alerting semantics with defaults" in the facts about neighbouring systems, each held by a test that is named after it. Rows that
 * another test holds already:
 *
 * | row | test |
 * | --- | --- |
 * | silences: made with a mandatory end, author and comment | test/unit/app/silences.test.ts |
 * | HA: duplicates | 'of two processes one decides' in test/unit/app/dispatch.test.ts, test/simulation/alerts/alerts.test.ts |
 * | No Data, Error and Alerting are different conditions | test/unit/alerting/conditions/{lagUnknown,linkAbsent,primaryUnreachable}.test.ts |
 * | Pending period, Recovering (keep firing for) | test/unit/alerting/hysteresis.test.ts |
 * | PagerDuty: trigger, acknowledge, resolve on one dedup_key | test/unit/notify/pagerDuty, and the key below |
 * | Healthchecks: start, success, fail | test/unit/alerting/heartbeat.test.ts |
 * | SRE workbook: burn rates | test/unit/alerting/conditions/rpoBudgetBurn.test.ts |
 * | must-haves 8 and 10, 12: two channels with receipts, a test of the channels, at least once | test/unit/alerting/deliver.test.ts, test/simulation/outbox |
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  becameWorse,
  began,
  ended,
  HOUR,
  Look,
  MAIL,
  MINUTE,
  outage,
  PAGER,
  reasons,
  SECOND,
  silence,
  T0,
  TEAMS,
} from './fixtures.ts';

const a = began('LagHigh', 'a', T0);
const b = began('LagHigh', 'b', T0 + 10 * SECOND);
const WAIT = 30 * SECOND;

/** A group that was told at T0 + 30 s. */
function told(look = new Look()): Look {
  look.at(T0, a);
  assert.deepEqual(reasons(look.at(T0 + WAIT)), ['first']);
  return look;
}
const TOLD = T0 + WAIT;

describe('Alertmanager', () => {
  test('group_wait 30 s: the first message waits for others of its group', () => {
    const look = new Look();
    assert.deepEqual(look.at(T0, a), []);
    assert.deepEqual(look.at(T0 + WAIT - 1, b), []);
    const [notice] = look.at(T0 + WAIT);
    assert.deepEqual([notice?.reason, notice?.group?.firing], ['first', 2]);
  });

  test('group_interval 5 m: what joins later is told with the next message of the group', () => {
    const look = told();
    assert.deepEqual(look.at(TOLD + SECOND, { ...b, atMs: TOLD + SECOND }), []);
    const [next] = look.until(TOLD + HOUR);
    assert.equal(next?.atMs, TOLD + 5 * MINUTE);
    assert.equal(next?.notice.reason, 'more');
    assert.match(next?.notice.why ?? '', /1 more alert joined/);
  });

  test('repeat_interval 4 h: what has not ended is told again', () => {
    const [next] = told().until(TOLD + 5 * HOUR);
    assert.deepEqual([next?.atMs, next?.notice.reason], [TOLD + 4 * HOUR, 'still']);
  });

  test('repeat_interval is rounded up to a multiple of group_interval', () => {
    const look = told(new Look({ timing: { repeatMs: 7 * MINUTE } }));
    assert.equal(look.until(TOLD + HOUR)[0]?.atMs, TOLD + 10 * MINUTE);
  });

  test('an alert that resolves within group_wait is never sent', () => {
    const look = new Look();
    look.at(T0, a);
    assert.deepEqual(look.at(T0 + 20 * SECOND, ended(a, T0 + 20 * SECOND)), []);
    assert.deepEqual(look.until(T0 + 10 * HOUR), []);
    assert.deepEqual(look.state.alerts, new Map());
    assert.deepEqual(look.state.groups, {});
  });

  test('inhibition: a source mutes targets with equal labels, and no others', () => {
    const look = new Look();
    const elsewhere = began('Unprotected', 'a', T0);
    assert.deepEqual(look.at(T0, outage('RegionOutage', 'we', T0), a, elsewhere), []);
    assert.deepEqual(
      look.at(T0 + WAIT).map(({ condition }) => condition),
      ['Unprotected'],
    );
    const decision = look.decision('LagHigh');
    assert.deepEqual(
      [decision?.tell === false && decision.because, decision?.why],
      ['inhibited', 'It follows from RegionOutage of we.'],
    );
  });

  test('silences: matcher, author, start and end; it holds from its start to its end', () => {
    const look = new Look();
    look.silences = [silence(T0, { match: { condition: ['lag*'] }, startsAtMs: T0 + 5 * SECOND, endsAtMs: T0 + HOUR })];
    look.at(T0, a, { ...began('LinkAbsent', 'z', T0) });
    assert.deepEqual(
      look.at(T0 + WAIT).map(({ condition }) => condition),
      ['LinkAbsent'],
    );
    assert.equal(look.decision('LagHigh')?.why, 'Åsa silenced it.');
    assert.deepEqual(
      look.until(T0 + 2 * HOUR).map(({ atMs, notice }) => [atMs, notice.condition]),
      [[T0 + HOUR, 'LagHigh']],
    );
  });

  test('silences: one without an end is none, however it came there', () => {
    for (const endsAtMs of [undefined, null, Number.NaN]) {
      const look = new Look();
      look.silences = [silence(T0, { endsAtMs: endsAtMs as unknown as number })];
      look.at(T0, a);
      assert.deepEqual(reasons(look.at(T0 + WAIT)), ['first']);
    }
  });

  test('send_resolved: also for mail', () => {
    const look = new Look({ receivers: [TEAMS, MAIL] });
    look.at(T0, a);
    look.at(TOLD);
    look.at(TOLD + MINUTE, ended(a, TOLD + MINUTE));
    const ends = look.sent.filter(({ notice }) => notice.reason === 'resolved').map(({ channel }) => channel);
    assert.deepEqual(ends.sort(), ['mail', 'teams']);
  });

  test('NotifyReason: every message says why it comes', () => {
    const look = told(new Look({ receivers: [PAGER] }));
    const late = { ...b, atMs: TOLD + SECOND };
    look.at(TOLD + SECOND, late);
    look.until(TOLD + 5 * MINUTE);
    look.at(TOLD + 11 * MINUTE, becameWorse(a, TOLD + 11 * MINUTE));
    look.at(TOLD + 20 * MINUTE, ended(late, TOLD + 20 * MINUTE));
    look.silences = [silence(TOLD + 30 * MINUTE)];
    look.at(TOLD + 30 * MINUTE);
    look.silences = [];
    look.until(TOLD + 5 * HOUR);
    look.at(TOLD + 5 * HOUR, ended(a, TOLD + 5 * HOUR));
    const all = look.sent.map(({ notice }) => notice);
    assert.deepEqual(reasons(all), ['first', 'more', 'worse', 'someResolved', 'acknowledged', 'still', 'resolved']);
    for (const { why, reason } of all) assert.match(why ?? '', /^\S.*\.$/, reason);
  });
});

test('Gatus, Uptime-Kuma: a reminder comes again and again for as long as it lasts', () => {
  const moments = told()
    .until(TOLD + 13 * HOUR)
    .map(({ atMs, notice }) => [atMs - TOLD, notice.reason]);
  assert.deepEqual(
    moments,
    [1, 2, 3].map((n) => [n * 4 * HOUR, 'still']),
  );
});

test('Gatus, Uptime-Kuma, Healthchecks: in maintenance nothing new is told, and what was told is closed', () => {
  const look = told();
  look.maintenance = [{ name: 'patch night', match: {}, untilMs: T0 + 9 * HOUR }];
  look.at(TOLD + MINUTE, began('LinkAbsent', 'z', TOLD + MINUTE));
  assert.deepEqual(look.until(TOLD + HOUR), []);
  assert.equal(look.decision('LinkAbsent')?.why, 'Maintenance: patch night.');
  assert.deepEqual(reasons(look.at(TOLD + HOUR, ended(a, TOLD + HOUR))), ['resolved']);
});

test('PagerDuty: trigger, acknowledge and resolve go by one key, the next spell by another', () => {
  const look = told(new Look({ receivers: [PAGER] }));
  look.silences = [silence(TOLD)];
  look.at(TOLD + MINUTE);
  look.silences = [];
  look.at(TOLD + 10 * MINUTE, ended(a, TOLD + 10 * MINUTE));
  look.at(TOLD + HOUR, began('LagHigh', 'a', TOLD + HOUR));
  look.until(TOLD + 2 * HOUR);
  assert.deepEqual(
    look.sent.map(({ notice }) => notice.reason),
    ['first', 'acknowledged', 'resolved', 'first'],
  );
  const keys = look.sent.map(({ notice }) => notice.group?.key ?? '');
  assert.equal(new Set(keys.slice(0, 3)).size, 1);
  assert.notEqual(keys[3], keys[0]);
  assert.ok(keys.every((key) => key.length <= 255 && key.length > 0));
});

test('PagerDuty: it is acknowledged once, also when a part of it ends meanwhile', () => {
  const look = new Look({ receivers: [PAGER] });
  look.at(T0, a, b);
  look.at(TOLD + 10 * SECOND);
  look.silences = [silence(TOLD, { endsAtMs: T0 + 9 * HOUR })];
  look.at(TOLD + MINUTE);
  look.at(TOLD + 10 * MINUTE, ended(b, TOLD + 10 * MINUTE));
  look.until(TOLD + 2 * HOUR);
  assert.deepEqual(
    look.sent.map(({ notice }) => notice.reason),
    ['first', 'acknowledged', 'someResolved'],
  );
});

describe('must-haves for trust', () => {
  test('(1) a key that is stable over restarts: nothing that was told is told again', () => {
    const look = told();
    assert.deepEqual(look.at(TOLD + MINUTE, a), []);
    assert.deepEqual(look.until(TOLD + 3 * HOUR), []);
  });

  test('(2) the reason in every message: still after 4 h, resolved with how long it lasted and the peak', () => {
    const look = told();
    const [still] = look.until(TOLD + 4 * HOUR);
    assert.match(still?.notice.why ?? '', /not ended for 4 h/);
    const [end] = look.at(TOLD + 5 * HOUR, ended(a, TOLD + 5 * HOUR, { peak: 340 }));
    assert.deepEqual([end?.reason, end?.peak, end?.durationMs], ['resolved', 340, TOLD + 5 * HOUR - a.sinceMs]);
  });

  test('(4) NULL, no row and an error of the probe are told as three', () => {
    const look = new Look();
    const three = (['LagUnknown', 'LinkAbsent', 'SecondaryUnreachable'] as const).map((name, n) =>
      began(name, `d${n}`, T0),
    );
    look.at(T0, ...three);
    assert.deepEqual(
      look.at(T0 + WAIT).map(({ condition }) => condition),
      ['LagUnknown', 'LinkAbsent', 'SecondaryUnreachable'],
    );
  });

  test('(5) what follows from a region is told when it goes on after the region is back', () => {
    const look = new Look();
    const down = outage('RegionOutage', 'we', T0);
    look.at(T0, down, a);
    assert.deepEqual(look.until(T0 + HOUR), []);
    assert.deepEqual(reasons(look.at(T0 + HOUR, ended(down, T0 + HOUR))), ['first']);
  });

  test('(6) a silence ends by itself, and what it kept back is told at once', () => {
    const look = new Look();
    look.silences = [silence(T0, { endsAtMs: T0 + HOUR })];
    look.at(T0, a);
    assert.deepEqual(
      look.until(T0 + 2 * HOUR).map(({ atMs }) => atMs),
      [T0 + HOUR],
    );
  });

  test('(7) whatever was told is closed: silenced, in maintenance or inhibited', () => {
    for (const mute of [
      (look: Look) => (look.silences = [silence(TOLD)]),
      (look: Look) => (look.maintenance = [{ name: 'w', match: {}, untilMs: TOLD + HOUR }]),
      (look: Look) => look.at(TOLD + SECOND, outage('RegionOutage', 'we', TOLD)),
    ]) {
      const look = told();
      mute(look);
      assert.deepEqual(reasons(look.at(TOLD + MINUTE, ended(a, TOLD + MINUTE))), ['resolved']);
      assert.deepEqual(look.state.alerts.get(`${a.condition} ${a.subject.key}`), undefined);
    }
  });

  test('(11) a storm cap: 500 groups at once are few messages, and none is lost', () => {
    const look = new Look({ timing: { groupBy: ['database'] } });
    const many = Array.from({ length: 500 }, (_, n) => began('LagHigh', `d${n}`, T0));
    look.at(T0, ...many);
    const first = look.at(T0 + WAIT);
    assert.equal(first.length, 10);
    assert.equal(
      first.reduce((sum, { group }) => sum + (group?.firing ?? 0), 0),
      500,
    );
    assert.deepEqual(first.at(-1)?.group?.folded, { groups: 491 });
    look.at(T0 + 2 * MINUTE, ...many.map((one) => ended(one, T0 + 2 * MINUTE)));
    const ends = look.until(T0 + HOUR);
    assert.equal(
      ends.reduce((sum, { notice }) => sum + (notice.group?.resolved ?? 0), 0),
      500,
    );
    assert.deepEqual(look.state.groups, {});
  });
});
