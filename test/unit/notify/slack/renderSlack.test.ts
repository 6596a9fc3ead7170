import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { messageFault } from '../../../../local/estate/slack/checkMessage.ts';
import type { Notice } from '../../../../shared/alerting/types.ts';
import { renderSlack } from '../../../../shared/notify/slack/renderSlack.ts';
import { conditionNotices } from '../conditionNotices.ts';
import { goldenMessages } from '../goldenMessages.ts';
import { endlessOutage, hostileNotice, MARKUP } from '../hostileNotice.ts';
import { CONTEXT } from '../notices.ts';

const sample = (name: string): Notice =>
  goldenMessages().find((message) => message.name === name)?.notice ?? assert.fail(`no sample ${name}`);
const render = (notice: Notice, compact = false) => renderSlack(notice, CONTEXT, { compact });

/** Every text of the blocks, as Slack would show it. */
function texts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string' ? [value] : texts(value),
  );
}
const shown = (notice: Notice) => texts(render(notice).blocks).join('\n');

describe('a message for Slack', () => {
  test('is one that Slack takes, whatever is told', () => {
    const notices = [...goldenMessages().map(({ notice }) => notice), ...conditionNotices()];
    assert.ok(notices.length > 60);
    for (const notice of notices) {
      for (const compact of [false, true])
        assert.equal(messageFault(render(notice, compact)), undefined, `${notice.condition} ${notice.reason}`);
    }
  });

  test('says what, where, since when, how bad, what it means, what Geowarden does, and what to do', () => {
    const text = shown(sample('linkSuspended.first'));
    for (const part of [
      /^Critical: /,
      /contoso-we\/orders → contoso-ne\/orders/,
      /Since\n2026-11-22 03:04:05 UTC/,
      /\*What Geowarden does\*/,
      /\*What it means\*/,
      /\*What to do now\*/,
      /<https:\/\/[^|]+\|Read about this alert>/,
      /Geowarden \(shop production\)/,
    ])
      assert.match(text, part);
  });

  test('has the condition and the reason in fields that a rule can find', () => {
    const fields = texts(render(sample('lagHigh.resolved')).blocks);
    assert.ok(fields.includes('Condition\nLagHigh'));
    assert.ok(fields.includes('Reason\nresolved'));
  });

  test('lists the alerts of a group with the reason why it is told', () => {
    const text = shown(sample('five.more'));
    assert.match(text, /\*Why now\*\n3 have joined\./);
    assert.match(text, /\*The alerts\*\n• New, critical · contoso-we\/orders/);
  });

  test('counts every alert that it does not list, whether it was left out here or before', () => {
    for (const [name, all] of [
      ['hundreds.first', 500],
      ['storm.first', 487],
      ['twelve.resolved', 12],
    ] as const) {
      const text = shown(sample(name));
      const listed = text.match(/^• (New|Resolved)\b/gm)?.length ?? 0;
      assert.ok(listed > 5 && listed < 20, `${listed} of ${name}`);
      assert.ok(
        text.includes(`\n• … and ${all - listed} more: see the status page.\n`),
        `${listed} of ${all}: ${name}`,
      );
    }
  });

  test('has a line of the lag where one is known', () => {
    assert.match(shown(sample('one.worse')), /\*Lag before this message\*\n• [▁▂▃▄▅▆▇█·]+\n/);
  });

  test('does not let its links be followed by anything but a person', () => {
    const { unfurl_links, unfurl_media } = render(sample('approvalWaiting.first'));
    assert.deepEqual([unfurl_links, unfurl_media], [false, false]);
    assert.match(shown(sample('approvalWaiting.first')), /<https:\/\/[^|]+\|Review and decide>/);
  });

  test('has a text for who sees no blocks: what happened, the first step, the links', () => {
    const { text, mrkdwn } = render(sample('linkSuspended.first'));
    assert.equal(mrkdwn, false, 'a name is shown as it is');
    assert.match(text, /^Critical: .*\nThe replication link .*\n.*\n<https:/s);
    assert.equal(render(sample('linkSuspended.first'), true).text, text);
    assert.equal('blocks' in render(sample('linkSuspended.first'), true), false, 'the compact one has nothing else');
  });
});

describe('somebody’s own words in Slack', () => {
  test('mention nobody, link nothing and break nothing, however long', () => {
    for (const notice of [hostileNotice(), hostileNotice(200), endlessOutage()]) {
      const message = render(notice);
      assert.equal(messageFault(message), undefined);
      assert.equal(messageFault(render(notice, true)), undefined);
      const links = JSON.stringify(message).match(/<[^>]*>/g) ?? [];
      for (const link of links) assert.match(link, /^<https:\/\/(wiki|geowarden)\.example\.net\//, link);
    }
  });

  test('have no markup but where the message itself has it', () => {
    const notice = { ...sample('lagHigh.first'), sentence: MARKUP };
    const blocks = render(notice).blocks ?? [];
    const marked = blocks.filter((block) => 'text' in block && block.text.type === 'mrkdwn');
    for (const block of marked)
      assert.match(JSON.stringify(block), /"text":"(\*[A-Za-z ]+\*|<https:[^|]+\|[A-Za-z ]+>)"/);
    assert.match(shown(notice), /&lt;!channel&gt; &lt;https:\/\/evil\.example\|Approve&gt; \*bold\*/);
  });
});

describe('commands in Slack', () => {
  const withCommands = (breakGlass: string[]): Notice => {
    const notice = sample('regionOutage.first');
    assert.ok(notice.outage);
    return { ...notice, outage: { ...notice.outage, breakGlass } };
  };

  test('stand in a fence, as they are typed, after what they cost', () => {
    const text = shown(withCommands(["az sql  db --name 'a*_b' > out"]));
    assert.match(
      text,
      /\*By hand\*\n.*is lost\. Pause the automation first\.\n```\naz sql {2}db --name 'a\*_b' &gt; out\n```/,
    );
  });

  test('that would end the fence, or have no room, are not shown in part', () => {
    for (const bad of ['echo ```', `echo ${'&'.repeat(1_500)}`]) {
      const text = shown(withCommands([bad, 'az next']));
      assert.match(text, /```\n# A command is left out[^\n]*\naz next\n```/);
      assert.doesNotMatch(text, /echo/);
    }
  });

  test('are as many whole lines as have room, and the last says how many are left', () => {
    const text = shown(
      withCommands(Array.from({ length: 200 }, (_, index) => `az sql failover ${index} ${'x'.repeat(90)}`)),
    );
    const lines = text.split('\n').filter((line) => line.startsWith('az sql failover'));
    assert.ok(lines.length > 20 && lines.length < 200, String(lines.length));
    for (const line of lines) assert.ok(line.endsWith('x'.repeat(90)));
    assert.ok(text.includes(`# … and ${200 - lines.length} more lines`));
  });
});
