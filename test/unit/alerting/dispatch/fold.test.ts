import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DispatchWorld, EMPTY_DISPATCH } from '../../../../shared/alerting/dispatch/types.ts';
import { becameWorse, began, ended, fold, MAIL, MINUTE, outage, rulesOf, T0, TEAMS } from './fixtures.ts';

const first = began('LagHigh', 'shop', T0);
const ID = 'LagHigh ne/shop~we/shop';
const GROUP = JSON.stringify(['teams', 'LagHigh', 'we → ne']);

describe('a beginning', () => {
  test('is one alert of the subject and the condition, in a group of each channel that its routes name', () => {
    const { alerts, groups } = fold(EMPTY_DISPATCH, [first]);
    assert.deepEqual([...alerts.keys()], [ID]);
    const { noticeId, firedAtMs, value, threshold, severity, labels } = alerts.get(ID) ?? {};
    assert.deepEqual(
      { noticeId, firedAtMs, value, threshold, severity },
      { noticeId: first.id, firedAtMs: T0, value: 7, threshold: 5, severity: 'error' },
    );
    assert.deepEqual(labels?.region, ['we', 'ne']);
    assert.deepEqual(alerts.get(ID)?.groups, [GROUP]);
    assert.deepEqual(groups[GROUP], {
      id: GROUP,
      channel: 'teams',
      handOver: ['mail'],
      common: ['LagHigh', 'we → ne'],
      sinceMs: T0 + MINUTE,
      told: new Map(),
      sequence: 0,
    });
  });

  test('does not change its argument', () => {
    const before = JSON.stringify(EMPTY_DISPATCH);
    const one = fold(EMPTY_DISPATCH, [first]);
    const kept = JSON.stringify(one);
    fold(one, [becameWorse(first, T0 + 1), ended(first, T0 + 2)]);
    assert.equal(JSON.stringify(EMPTY_DISPATCH), before);
    assert.equal(JSON.stringify(one), kept);
  });

  test('that comes twice is one', () => {
    const once = fold(EMPTY_DISPATCH, [first]);
    assert.deepEqual(fold(once, [first]), once);
    assert.deepEqual(fold(EMPTY_DISPATCH, [first, first]), once);
  });

  test('that comes again when its alert is over revives nothing, and is no beginning more', () => {
    const over = fold(EMPTY_DISPATCH, [first]);
    const again = fold({ ...over, alerts: new Map() }, [first], T0 + 30 * MINUTE);
    assert.deepEqual(again.alerts, new Map());
    assert.deepEqual(again.begun, new Map([[ID, [T0]]]));
  });

  test('an old one does not replace a later spell', () => {
    const second = began('LagHigh', 'shop', T0 + 5 * MINUTE);
    const state = fold(EMPTY_DISPATCH, [first, ended(first, T0 + MINUTE), second], T0 + 6 * MINUTE);
    const after = fold(state, [first, ended(first, T0 + MINUTE)], T0 + 7 * MINUTE);
    assert.equal(after.alerts.get(ID)?.noticeId, second.id);
    assert.equal(after.alerts.get(ID)?.ended, undefined);
  });

  test('of a clock that is ahead does not make people wait', () => {
    const ahead = began('LagHigh', 'shop', T0 + 10 * MINUTE);
    assert.equal(fold(EMPTY_DISPATCH, [ahead], T0).alerts.get(ID)?.firedAtMs, T0);
  });

  test('of something that is told by itself is nothing here', () => {
    for (const condition of ['ApprovalWaiting', 'FailoverDone', 'FailoverFailed', 'AutomationPaused'] as const)
      assert.deepEqual(fold(EMPTY_DISPATCH, [began(condition, 'shop', T0)]), EMPTY_DISPATCH);
  });
});

describe('becoming worse', () => {
  test('raises the severity, the labels and the sentence of the alert', () => {
    const { alerts } = fold(EMPTY_DISPATCH, [first, { ...becameWorse(first, T0 + 1), value: 40, peak: 41 }]);
    const { severity, labels, sentence, value, peak, noticeId } = alerts.get(ID) ?? {};
    assert.deepEqual(
      { severity, label: labels?.severity, sentence, value, peak, noticeId },
      {
        severity: 'critical',
        label: ['critical'],
        sentence: 'LagHigh of shop. Worse.',
        value: 40,
        peak: 41,
        noticeId: first.id,
      },
    );
  });

  test('twice is once, and never less', () => {
    const worse = becameWorse(first, T0 + 1);
    const once = fold(EMPTY_DISPATCH, [first, worse]);
    assert.deepEqual(fold(once, [worse]), once);
    assert.deepEqual(fold(once, [becameWorse(first, T0 + 2, 'warning')]), once);
  });

  for (const [what, events] of [
    ['before the beginning', [becameWorse(first, T0 + 1)]],
    ['of another spell', [began('LagHigh', 'shop', T0 + 5), becameWorse(first, T0 + 6)]],
    ['after the end', [first, ended(first, T0 + 1), becameWorse(first, T0 + 2)]],
  ] as const) {
    test(`${what} is nothing`, () => {
      const { alerts } = fold(EMPTY_DISPATCH, [...events]);
      assert.notEqual(alerts.get(ID)?.severity, 'critical');
    });
  }

  test('may reach a further channel, and stays in the group of one that it is in, whatever the labels have become', () => {
    const bySeverity: DispatchWorld['routesOf'] = ({ severity }) =>
      ['teams', ...(severity.includes('critical') ? ['mail'] : [])].map((channel) => ({ channel, handOver: [] }));
    const rules = rulesOf({ groupBy: ['severity'] }, [TEAMS, MAIL]);
    const before = fold(EMPTY_DISPATCH, [first], T0, rules, bySeverity);
    const after = fold(before, [becameWorse(first, T0 + 1)], T0 + 1, rules, bySeverity);
    assert.deepEqual(after.alerts.get(ID)?.groups, ['["teams","error"]', '["mail","critical"]']);
  });
});

describe('an end', () => {
  test('says when the condition ended, not when that was told', () => {
    const { alerts } = fold(EMPTY_DISPATCH, [
      first,
      { ...ended(first, T0 + 20_000, { peak: 9, closedBecause: 'ruleDisabled' }), atMs: T0 + 50_000 },
    ]);
    assert.deepEqual(alerts.get(ID)?.ended, {
      atMs: T0 + 20_000,
      sentence: 'LagHigh of shop. Over.',
      value: 7,
      peak: 9,
      closedBecause: 'ruleDisabled',
    });
  });

  test('twice is once', () => {
    const once = fold(EMPTY_DISPATCH, [first, ended(first, T0 + 1)]);
    assert.deepEqual(fold(once, [ended(first, T0 + 1, { sentence: 'Again.' })]), once);
  });

  test('in the future is an end now', () => {
    const { alerts } = fold(EMPTY_DISPATCH, [first, ended(first, T0 + 30 * MINUTE)], T0 + MINUTE);
    assert.equal(alerts.get(ID)?.ended?.atMs, T0 + MINUTE);
  });

  for (const [what, end] of [
    ['without a beginning', ended(began('LagHigh', 'other', T0), T0 + 1)],
    ['of another spell', ended(began('LagHigh', 'shop', T0 - 5), T0 + 1)],
    ['that does not say of what', (({ follows, ...rest }) => rest)(ended(first, T0 + 1))],
  ] as const) {
    test(`${what} is nothing`, () => {
      const before = fold(EMPTY_DISPATCH, [first]);
      assert.deepEqual(fold(before, [end]), before);
    });
  }

  test('is taken back by a beginning that comes before it was told: whoever believes that it fires hears on', () => {
    const state = fold(EMPTY_DISPATCH, [first]);
    const told = {
      ...state,
      groups: {
        [GROUP]: { ...(state.groups[GROUP] ?? never()), told: new Map([[ID, { severity: 'error' as const }]]) },
      },
    };
    const second = began('LagHigh', 'shop', T0 + 2 * MINUTE);
    const elsewhere: DispatchWorld['routesOf'] = () => [{ channel: 'mail', handOver: [] }];
    const rules = rulesOf({}, [TEAMS, MAIL]);
    const { alerts } = fold(told, [ended(first, T0 + MINUTE), second], T0 + 3 * MINUTE, rules, elsewhere);
    assert.equal(alerts.get(ID)?.ended, undefined);
    assert.equal(alerts.get(ID)?.noticeId, second.id);
    assert.deepEqual(alerts.get(ID)?.groups, [GROUP, JSON.stringify(['mail', 'LagHigh', 'we → ne'])]);
  });

  test('untold and taken back: only the routes of the new beginning count', () => {
    const elsewhere: DispatchWorld['routesOf'] = () => [{ channel: 'mail', handOver: [] }];
    const before = fold(EMPTY_DISPATCH, [first, ended(first, T0 + 1)]);
    const second = began('LagHigh', 'shop', T0 + MINUTE);
    const { alerts } = fold(before, [second], T0 + MINUTE, rulesOf({}, [TEAMS, MAIL]), elsewhere);
    assert.deepEqual(alerts.get(ID)?.groups, [JSON.stringify(['mail', 'LagHigh', 'we → ne'])]);
  });
});

describe('an outage', () => {
  const one = outage('RegionOutage', 'we', T0);
  const other = outage('RegionOutage', 'we', T0 + MINUTE);

  test('is known, and in no group: it is told by itself', () => {
    const { alerts, groups } = fold(EMPTY_DISPATCH, [one]);
    const [alert] = alerts.values();
    assert.equal(alert?.isDirect, true);
    assert.deepEqual(alert?.groups, []);
    assert.deepEqual(groups, {});
  });

  test('two of one region are two: the end of one leaves the other', () => {
    const { alerts } = fold(EMPTY_DISPATCH, [one, other, ended(one, T0 + 2 * MINUTE)], T0 + 3 * MINUTE);
    assert.deepEqual(
      [...alerts.values()].map(({ noticeId }) => noticeId),
      [other.id],
    );
  });

  test('that is over is forgotten, and its beginning does not come back', () => {
    const over = fold(EMPTY_DISPATCH, [one, ended(one, T0 + 1)]);
    assert.deepEqual(over.alerts, new Map());
    assert.deepEqual(fold(over, [one]).alerts, new Map());
  });

  test('does not flap', () => {
    const events = [1, 2, 3, 4, 5].map((n) => outage('DatabaseOutage', 'we/shop', T0 + n));
    const { alerts } = fold(EMPTY_DISPATCH, events);
    assert.deepEqual(
      [...alerts.values()].map(({ flapping }) => flapping),
      Array(5).fill(undefined),
    );
  });
});

function never(): never {
  throw new Error('expected the group');
}
