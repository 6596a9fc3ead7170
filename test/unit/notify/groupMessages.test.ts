import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GroupAlert, Notice, NoticeGroup } from '../../../shared/alerting/types.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import { alertOf } from './groupAlerts.ts';
import { groupNotice, groupNotices, TREND } from './groupNotices.ts';
import { CONTEXT } from './notices.ts';

const all = new Map(groupNotices());
const sample = (name: string): Notice => all.get(name) ?? assert.fail(`no sample ${name}`);
const message = (notice: Notice, context: MessageContext = CONTEXT) => composeMessage(notice, context);
const withGroup = (name: string, change: Partial<NoticeGroup>): Notice => {
  const notice = sample(name);
  assert.ok(notice.group);
  return { ...notice, group: { ...notice.group, ...change } };
};
const fact = (notice: Notice, title: string) => message(notice).facts.find((each) => each.title === title)?.value;

describe('a message about one alert in a group', () => {
  test('reads as the alert alone, but for why it is told now', () => {
    const { group: _, why: __, ...alone } = sample('one.worse');
    const { why, ...rest } = message(sample('one.worse'));
    assert.deepEqual(rest, message(alone));
    assert.equal(why, 'It is critical now, and was told as a warning.');
  });

  test('shows the lag before it, and none of several links', () => {
    assert.match(message(sample('one.worse')).trend?.bars ?? '', /^▁+···▂/);
    assert.equal(message({ ...sample('two.first'), trend: TREND }).trend, undefined);
  });

  test('a test message has neither list nor reason, whatever its notice holds', () => {
    const tried = message({ ...sample('two.first'), test: true });
    assert.deepEqual([tried.title, tried.alerts, tried.why], ['Test message', [], undefined]);
  });
});

describe('a message about several alerts', () => {
  test('counts them in its title, in the words of their condition', () => {
    const title = (name: string) => message(sample(name)).title;
    assert.equal(title('two.first'), '2 replication links are suspended');
    assert.equal(title('five.more'), '5 replication links are suspended');
    assert.equal(title('twelve.someResolved'), '3 of 12 replication links are still suspended');
    assert.equal(title('twelve.resolved'), '12 replication links are within their objective again');
    assert.equal(title('mixed.still'), '5 alerts are firing');
    assert.equal(title('hundreds.first'), '500 replication links are suspended');
    assert.equal(title('storm.first'), '487 alerts are firing');
  });

  test('names one that is left by its own title', () => {
    assert.equal(
      message(withGroup('twelve.someResolved', { firing: 1, resolved: 0, folded: { groups: 2 } })).title,
      'Replication link is suspended',
    );
    const over = groupNotice({
      reason: 'resolved',
      alerts: [alertOf('LagHigh', 0, { is: 'resolved' })],
      folded: 2,
      why: '',
    });
    assert.equal(message(over).title, 'Replication lag is back within its objective');
  });

  test('does not claim one condition for alerts that are not shown, unless the group is made by it', () => {
    assert.match(message(withGroup('hundreds.first', { common: ['westeurope'] })).title, /^500 alerts are firing$/);
    assert.match(message(withGroup('hundreds.first', { common: ['LagHigh'] })).title, /^500 alerts are firing$/);
  });

  test('says what they have in common, or the first of them and how many others', () => {
    const about = (notice: Notice) => message(notice).about;
    assert.equal(about(sample('two.first')), 'westeurope');
    assert.equal(about(sample('mixed.still')), 'westeurope, contoso-we');
    assert.equal(about(sample('storm.first')), '40 groups of alerts');
    assert.equal(
      about(withGroup('twelve.someResolved', { common: ['LinkSuspended', ''] })),
      'contoso-we/orders → contoso-ne/orders and 11 more',
    );
    assert.equal(fact(sample('two.first'), 'In common'), 'LinkSuspended, westeurope');
    assert.equal(fact(withGroup('two.first', { common: [] }), 'In common'), undefined);
  });

  test('has facts of all and of the worst, each said to be so, and no database of its own', () => {
    const notice = sample('twelve.resolved');
    assert.deepEqual(
      message(notice).facts.map(({ title, value }) => `${title}: ${value}`),
      [
        'Condition: LagHigh',
        'Reason: resolved',
        'Severity: critical',
        'Alerts: 12 resolved',
        'In common: LagHigh, westeurope',
        'Since: 2026-11-22 03:04:05 UTC, for 1 min 40 s (the worst)',
        'Lag: 1 s (the worst)',
        'Peak: 42 s (the worst)',
        'Objective: 5 s',
        `Id: ${notice.id}`,
      ],
    );
    assert.equal(fact(sample('twelve.someResolved'), 'Alerts'), '3 firing, 9 resolved');
  });

  test('lists each with its state, name, time and number', () => {
    const [first, second] = message(sample('mixed.still')).alerts;
    assert.deepEqual(first, {
      tone: 'critical',
      state: 'Firing, critical',
      name: 'contoso-we/orders → contoso-ne/orders',
      condition: 'LinkSuspended',
      since: 'since 2026-11-22 03:04:05 UTC, for 2 min',
    });
    assert.deepEqual(second, {
      tone: 'error',
      state: 'Worse, error',
      name: 'contoso-we/payments → contoso-ne/payments',
      condition: 'LagHigh',
      since: 'since 2026-11-22 03:03:58 UTC, for 2 min 7 s',
      value: 'Lag 42 s, peak 43 s, objective 5 s',
      sentence: 'Replication from contoso-we/payments to contoso-ne/payments is 42 s behind; the objective is 5 s.',
    });
  });

  test('an unknown lag is listed as unknown, and one that comes and goes as such', () => {
    const lines = message(sample('mixed.still')).alerts;
    assert.equal(lines[2]?.value, 'Lag unknown (NULL)');
    assert.equal(lines[3]?.state, 'Firing, warning, came and went 4 times');
  });

  test('names the condition in each line only where they differ', () => {
    assert.equal(message(sample('two.first')).alerts[0]?.condition, undefined);
    assert.ok(message(sample('storm.first')).alerts.every(({ condition }) => condition !== undefined));
  });

  test('does not repeat what it says of the worst, and says what differs', () => {
    const sentences = (alerts: GroupAlert[]) =>
      message(groupNotice({ reason: 'first', alerts, why: '' })).alerts.map(({ sentence }) => sentence);
    const other = alertOf('LinkSuspended', 1, { sentence: 'The secondary has no room.' });
    assert.deepEqual(sentences([alertOf('LinkSuspended', 0), alertOf('LinkSuspended', 1), other]), [
      undefined,
      undefined,
      'The secondary has no room.',
    ]);
  });

  test('tells an end that was seen from one that was not', () => {
    const { alerts, sentence } = message(sample('twelve.someResolved'));
    assert.deepEqual([alerts[3]?.tone, alerts[3]?.state], ['resolved', 'Resolved after 1 min 51 s']);
    assert.deepEqual([alerts[11]?.tone, alerts[11]?.state], ['closed', 'No longer watched']);
    assert.match(
      sentence,
      /^3 alerts are firing, 9 have ended\. 1 of them was closed without having been seen to end\./,
    );
  });

  test('of which none was seen to end never says that all is well', () => {
    const closed = message(sample('three.closed'));
    assert.deepEqual([closed.tone, closed.label, closed.title], ['closed', 'No longer watched', '3 alerts are closed']);
    assert.match(closed.meaning, /^Whether the condition has ended is not known/);
    assert.doesNotMatch(closed.title + closed.sentence, /\b(back|again|over|resolved)\b/);
  });

  test('of which some were seen to end is resolved, and says how many were not', () => {
    const alerts = [
      alertOf('LagHigh', 0, { is: 'resolved' }),
      alertOf('LagHigh', 1, { is: 'resolved', closedBecause: 'ruleDisabled' }),
    ];
    const mixed = message(groupNotice({ reason: 'resolved', alerts, why: '' }));
    assert.deepEqual([mixed.tone, mixed.title], ['resolved', '2 replication links are within their objective again']);
    assert.match(mixed.sentence, /1 of them was closed without having been seen to end/);
  });

  test('says how many are not shown, and lists no more than a person reads', () => {
    const { alerts, notShown } = message(sample('hundreds.first'));
    assert.deepEqual([alerts.length, notShown], [20, 480]);
    const long = withGroup('hundreds.first', {
      alerts: Array.from({ length: 90 }, (_, index) => alertOf('LagHigh', index)),
    });
    assert.deepEqual([message(long).alerts.length, message(long).notShown], [20, 480]);
    assert.equal(message(withGroup('two.first', { firing: 0, resolved: 0, folded: { groups: 1 } })).notShown, 0);
  });

  test('says whose meaning it is, and to look for one cause before many', () => {
    const { meaning, steps } = message(sample('two.first'));
    assert.match(meaning, /^Of the worst, contoso-we\/orders → contoso-ne\/orders: The geo-secondary stands still/);
    assert.match(steps[0] ?? '', /^Look first for what they share/);
    assert.doesNotMatch(message(sample('twelve.resolved')).steps.join(' '), /what they share/);
  });
});

describe('what Geowarden does', () => {
  test('is in every message of what goes on, in the policy’s words where there is one', () => {
    assert.match(message(sample('two.first')).willDo ?? '', /would ask a person/);
    assert.match(message(sample('mixed.still')).willDo ?? '', /^Nothing is moved because of this alert/);
    assert.equal(message(sample('twelve.resolved')).willDo, undefined);
    assert.equal(message({ ...sample('twelve.resolved'), willDo: 'x' }).willDo, undefined);
  });
});

describe('a message that another channel did not take', () => {
  test('says whose it is', () => {
    const { handedOver } = message(sample('two.first'), { ...CONTEXT, insteadOf: 'on-call' });
    assert.equal(handedOver, 'Instead of on-call, which did not take this message or one before it.');
    assert.equal(message(sample('two.first')).handedOver, undefined);
    const evil = message(sample('two.first'), { ...CONTEXT, insteadOf: `x\r\nBcc: y${'z'.repeat(500)}` }).handedOver;
    assert.doesNotMatch(evil ?? '', /[\r\n]/);
    assert.ok((evil ?? '').length < 150);
  });
});

test('whatever names and sentences hold, each part of a line is one bounded line', () => {
  const evil = `a\r\nBcc: b\u202e${'x'.repeat(3_000)}`;
  const alert = alertOf('LagHigh', 0, {
    condition: evil as 'LagHigh',
    subject: { kind: 'link', key: evil, primary: evil, secondary: evil },
    sentence: evil,
    sinceMs: Number.NaN,
    endedAtMs: Number.POSITIVE_INFINITY,
  });
  const { alerts, about, sentence, title } = message(
    groupNotice({ reason: 'first', alerts: [alertOf('LagHigh', 1), alert], common: [evil, evil], why: evil }),
  );
  for (const text of [about, sentence, title, ...alerts.flatMap((line) => Object.values(line))]) {
    assert.doesNotMatch(text, /[\r\n\u202e]/);
    assert.ok(text.length <= 600, text);
  }
});
