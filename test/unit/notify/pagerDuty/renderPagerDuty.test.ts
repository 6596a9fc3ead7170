import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventFaults } from '../../../../local/estate/pagerDuty/checkEvent.ts';
import type { Notice, NoticeReason } from '../../../../shared/alerting/types.ts';
import { renderPagerDuty } from '../../../../shared/notify/pagerDuty/renderPagerDuty.ts';
import { conditionNotices } from '../conditionNotices.ts';
import { goldenMessages } from '../goldenMessages.ts';
import { endlessOutage, hostileNotice } from '../hostileNotice.ts';
import { CONTEXT } from '../notices.ts';

const sample = (name: string): Notice =>
  goldenMessages().find((message) => message.name === name)?.notice ?? assert.fail(`no sample ${name}`);
const render = (notice: Notice, compact = false) => renderPagerDuty(notice, CONTEXT, { compact });
const faults = (notice: Notice, compact = false) =>
  eventFaults({ routing_key: 'a'.repeat(32), ...render(notice, compact) });
const bytes = (notice: Notice) => Buffer.byteLength(JSON.stringify(render(notice)));

describe('an event for PagerDuty', () => {
  test('is one that PagerDuty takes, whatever is told', () => {
    const notices = [
      ...goldenMessages().map(({ notice }) => notice),
      ...conditionNotices(),
      hostileNotice(),
      endlessOutage(),
    ];
    assert.ok(notices.length > 60);
    for (const notice of notices)
      for (const compact of [false, true])
        assert.deepEqual(faults(notice, compact), [], `${notice.condition} ${notice.reason}`);
  });

  test('opens, acknowledges or closes: everything that goes on is a trigger', () => {
    const expected: Record<NoticeReason, string> = {
      first: 'trigger',
      worse: 'trigger',
      flapping: 'trigger',
      more: 'trigger',
      still: 'trigger',
      someResolved: 'trigger',
      acknowledged: 'acknowledge',
      resolved: 'resolve',
    };
    for (const [reason, action] of Object.entries(expected))
      assert.equal(render({ ...sample('five.more'), reason: reason as NoticeReason }).event_action, action, reason);
  });

  test('says in its summary what, how bad and where, and explains the rest in its details', () => {
    const { payload, links, client } = render(sample('linkSuspended.first'));
    assert.match(payload.summary, /^Critical: .*: contoso-we\/orders → contoso-ne\/orders\. The replication link/);
    assert.deepEqual(
      [payload.source, payload.severity, payload.component, payload.group, payload.class, client],
      ['contoso-we/orders', 'critical', 'link', 'shop production', 'LinkSuspended', 'Geowarden (shop production)'],
    );
    assert.match(payload.timestamp, /^2026-11-22T03:\d\d:\d\d\.000Z$/);
    const details = payload.custom_details;
    assert.equal(details.Condition, 'LinkSuspended');
    assert.equal(details.Reason, 'first');
    assert.equal(typeof details['What it means'], 'string');
    assert.ok(Array.isArray(details['What to do now']));
    assert.deepEqual(
      links.map(({ text }) => text),
      ['Open the status page', 'Read about this alert'],
    );
  });

  test('of an outage names its recovery group, its plan and its commands', () => {
    const { payload } = render(sample('regionOutage.first'));
    assert.equal(payload.group, sample('regionOutage.first').outage?.group);
    assert.ok(payload.custom_details['The plan']);
    assert.match(String(payload.custom_details['By hand']?.[0]), /is lost\. Pause the automation first/);
  });

  test('of several alerts lists them, and why it is told', () => {
    const details = render(sample('five.more')).payload.custom_details;
    assert.equal(details['Why now'], '3 have joined.');
    assert.equal(details['The alerts']?.length, 5);
    const hundreds = render(sample('hundreds.first')).payload.custom_details['The alerts'];
    assert.deepEqual([hundreds?.length, hundreds?.at(-1)], [21, '… and 480 more: see the status page.']);
  });

  test('of a test has a class of its own', () => {
    const { payload } = render(sample('test'));
    assert.equal(payload.class, 'Test');
    assert.match(payload.summary, /^Test: Test message/);
  });

  test('is compact without what explains', () => {
    const { payload } = render(sample('regionOutage.first'), true);
    assert.deepEqual(Object.keys(payload.custom_details).includes('What it means'), false);
    assert.equal(payload.custom_details.Condition, 'RegionOutage');
  });
});

describe('somebody’s own words in an event', () => {
  test('have bounds, and no control characters', () => {
    for (const notice of [hostileNotice(), endlessOutage()]) {
      assert.ok(bytes(notice) < 100_000, String(bytes(notice)));
      const { payload } = render(notice);
      assert.ok(payload.summary.length <= 1_024);
      assert.doesNotMatch(JSON.stringify(payload), /\\u0000|\\n|\\r|\u202e|\u200b|\\ud800|\u2028/);
    }
  });

  test('are whole lines: a command is not cut', () => {
    const shown = render(endlessOutage()).payload.custom_details['By hand'];
    assert.ok(Array.isArray(shown) && shown.length > 20);
    for (const line of shown.slice(1, -1)) assert.match(line, /^az sql \d+ --name "&{200}"$/);
    assert.match(shown.at(-1) ?? '', /^# … and \d+ more lines/);
  });
});
