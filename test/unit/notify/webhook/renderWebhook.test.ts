import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Notice } from '../../../../shared/alerting/types.ts';
import { BODY_BYTES, renderWebhook } from '../../../../shared/notify/webhook/renderWebhook.ts';
import { conditionNotices } from '../conditionNotices.ts';
import { goldenMessages } from '../goldenMessages.ts';
import { endlessOutage, hostileNotice } from '../hostileNotice.ts';
import { CONTEXT } from '../notices.ts';

const sample = (name: string): Notice =>
  goldenMessages().find((message) => message.name === name)?.notice ?? assert.fail(`no sample ${name}`);
const render = (notice: Notice, compact = false) => renderWebhook(notice, CONTEXT, { compact });
const bytes = (notice: Notice) => Buffer.byteLength(JSON.stringify(render(notice)));
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('the body of a webhook', () => {
  test('has a type, a time and the data', () => {
    const { type, timestamp, data } = render(sample('lagHigh.first'));
    assert.equal(type, 'geowarden.alert.first');
    assert.match(timestamp, MOMENT);
    assert.deepEqual(
      [data.condition, data.reason, data.severity, data.deployment, data.title !== '', data.sentence !== ''],
      ['LagHigh', 'first', 'warning', 'shop production', true, true],
    );
    assert.deepEqual(data.subject, {
      kind: 'link',
      key: 'contoso-ne/orders~contoso-we/orders',
      primary: 'contoso-we/orders',
      secondary: 'contoso-ne/orders',
    });
    assert.deepEqual([typeof data.value, data.threshold, data.since], ['number', 5, '2026-11-22T03:04:05.000Z']);
    assert.ok((data.meaning ?? '').length > 20 && (data.steps ?? []).length > 0);
    assert.equal(data.links.at(-1)?.title, 'Read about this alert');
  });

  test('says how long it lasted and how bad it was in seconds', () => {
    const { data } = render(sample('lagHigh.resolved'));
    assert.deepEqual([data.durationSeconds, data.peak, data.value], [130, 130, 1]);
    assert.equal(typeof data.follows, 'string');
  });

  test('has the group with each alert, and how many were folded', () => {
    const { group, why } = render(sample('mixed.still')).data;
    assert.equal(why, 'It has lasted for 4 h.');
    assert.ok(group);
    assert.deepEqual([group.firing, group.resolved, group.alerts.length], [5, 0, 5]);
    const [first] = group.alerts;
    assert.deepEqual([first?.condition, first?.is, first?.severity], ['LinkSuspended', 'firing', 'critical']);
    assert.deepEqual(group.alerts[3]?.flapping?.times, 4);
    assert.match(group.alerts[3]?.flapping?.since ?? '', MOMENT);
    assert.equal(render(sample('storm.first')).data.group?.foldedGroups, 40);
    const closed = render(sample('three.closed')).data;
    assert.equal(closed.group?.alerts[0]?.closedBecause, 'subjectRemoved');
    assert.match(closed.group?.alerts[0]?.endedAt ?? '', MOMENT);
  });

  test('has the lag before, with null where it was unknown', () => {
    const { trend } = render(sample('one.worse')).data;
    assert.equal(trend?.lagSeconds.length, 30);
    assert.equal(trend?.lagSeconds[14], null);
    assert.match(trend?.from ?? '', MOMENT);
  });

  test('of an outage has what is known of it, its plan and its commands', () => {
    const notice = sample('regionOutage.first');
    const { outage, plan, commands, does } = render(notice).data;
    assert.equal(outage?.group, notice.outage?.group);
    assert.equal(outage?.incidentId, notice.outage?.incidentId);
    assert.deepEqual([plan, commands], [notice.outage?.plan, notice.outage?.breakGlass]);
    assert.ok((does ?? '').length > 10);
    assert.match(render(sample('approvalWaiting.first')).data.outage?.decideBy ?? '', MOMENT);
  });

  test('holds no secret of a question but in the link that decides it', () => {
    const { data } = render(sample('approvalWaiting.first'));
    const { links, ...rest } = data;
    assert.equal(links[0]?.title, 'Review and decide');
    const { approval } = sample('approvalWaiting.first').outage ?? {};
    assert.ok(approval);
    assert.equal(JSON.stringify(rest).includes(approval.tokenId), false);
    assert.equal(JSON.stringify(rest).includes(approval.fingerprint), false);
  });

  test('of a test says so in its type', () => {
    assert.equal(render(sample('test')).type, 'geowarden.test');
  });

  test('is compact without what explains', () => {
    const { data } = render(sample('regionOutage.first'), true);
    assert.deepEqual(
      [data.meaning, data.steps, data.plan, data.commands],
      [undefined, undefined, undefined, undefined],
    );
    assert.equal(data.condition, 'RegionOutage');
  });

  test('is small: what the specification asks for, but where there is a plan', () => {
    for (const notice of [...goldenMessages().map((message) => message.notice), ...conditionNotices()]) {
      const size = bytes(notice);
      assert.ok(
        size < (notice.outage === undefined ? 20_000 : BODY_BYTES),
        `${notice.condition} ${notice.reason}: ${size}`,
      );
    }
  });
});

describe('somebody’s own words in a body', () => {
  test('have bounds, and no control characters', () => {
    for (const notice of [hostileNotice(), hostileNotice(200), endlessOutage()]) {
      assert.ok(bytes(notice) <= BODY_BYTES, String(bytes(notice)));
      assert.doesNotMatch(JSON.stringify(render(notice)), /\\u0000|\\n|\\r|\u202e|\u200b|\\ud800|\u2028/);
    }
  });

  test('are whole lines: a command is not cut', () => {
    const shown = render(endlessOutage()).data.commands ?? [];
    assert.ok(shown.length > 20);
    for (const line of shown.slice(0, -1)) assert.match(line, /^az sql \d+ --name "&{200}"$/);
    assert.match(shown.at(-1) ?? '', /^# … and \d+ more lines/);
  });
});
