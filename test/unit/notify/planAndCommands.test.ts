import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardFaults } from '../../../local/estate/teams/checkCard.ts';
import type { Notice, OutageDetails } from '../../../shared/alerting/types.ts';
import { CARD_BYTES, renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { renderPagerDuty } from '../../../shared/notify/pagerDuty/renderPagerDuty.ts';
import { renderSlack } from '../../../shared/notify/slack/renderSlack.ts';
import { renderWebhook } from '../../../shared/notify/webhook/renderWebhook.ts';
import { CONTEXT } from './notices.ts';
import { commandsFor, outageNotices, planFor } from './outageNotices.ts';

const all = new Map(outageNotices());
const sample = (name: string): Notice => all.get(name) ?? assert.fail(`no sample ${name}`);
const withOutage = (name: string, more: Partial<OutageDetails>): Notice => {
  const notice = sample(name);
  assert.ok(notice.outage);
  return { ...notice, outage: { ...notice.outage, ...more } };
};
const bytes = (card: unknown) => Buffer.byteLength(JSON.stringify(card));
const card = (notice: Notice, compact = false) => JSON.stringify(renderTeams(notice, CONTEXT, { compact }));

describe('commands', () => {
  test('stand in the card as they are typed: monospace, and not Markdown', () => {
    const seen = card(sample('regionOutage.first'));
    for (const command of sample('regionOutage.first').outage?.breakGlass ?? []) {
      const run = { type: 'TextRun', text: command, fontType: 'Monospace', size: 'Small' };
      assert.ok(seen.includes(JSON.stringify(run)), command);
    }
  });

  test('keep every space and quote, in every form', () => {
    const command = "az  sql db --name 'a  <b>_*`&' --server x";
    const notice = withOutage('regionOutage.first', { breakGlass: [command] });
    assert.ok(card(notice).includes(JSON.stringify(command)));
    assert.ok(renderMail(notice, CONTEXT).text.includes(`\n${command}\n`));
    assert.ok(
      renderMail(notice, CONTEXT).html.includes('az  sql db --name &#39;a  &lt;b&gt;_*`&amp;&#39; --server x</pre>'),
    );
  });

  test('that cannot be shown exactly are not shown at all', () => {
    for (const bad of ['a\nrm -rf', 'a\u202eb', 'a\u200bb', 'a\ud800', 'a\u0000', `a${'x'.repeat(2_000)}`]) {
      const { commands } = composeMessage(withOutage('regionOutage.first', { breakGlass: [bad, 'next'] }), CONTEXT);
      assert.equal(commands.length, 2);
      assert.match(commands[0] ?? '', /^# A command is left out/);
      assert.equal(commands[1], 'next');
    }
  });

  test('are always introduced by what they cost', () => {
    const notice = sample('regionOutage.first');
    for (const form of [
      card(notice),
      renderMail(notice, CONTEXT).text.replace(/\s+/g, ' '),
      renderMail(notice, CONTEXT).html,
    ])
      assert.match(form, /what the geo-secondary has not received is lost\. Pause the automation first/);
    assert.doesNotMatch(card(sample('regionOutage.resolved')), /By hand/);
  });
});

describe('a group of 50 databases', () => {
  const names = Array.from({ length: 50 }, (_, n) => `stock-${String(n).padStart(2, '0')}`);
  const large = withOutage('approvalWaiting.first', { plan: planFor(names), breakGlass: commandsFor(names) });

  test('fits into a card, with whole lines, a word of what is left out, and the way to the decision', () => {
    const full = renderTeams(large, CONTEXT, { compact: false });
    assert.ok(bytes(full) < CARD_BYTES, `${bytes(full)} bytes`);
    assert.ok(bytes(full) > CARD_BYTES * 0.8, `${bytes(full)} bytes: the room is used`);
    assert.deepEqual(cardFaults(full), []);
    const seen = JSON.stringify(full);
    assert.match(seen, /… and \d+ more: see the incident\./);
    assert.match(seen, /# … and \d+ more lines: see the break-glass page/);
    assert.match(seen, /Review and decide/);
    const lines = commandsFor(names);
    const shown = [...seen.matchAll(/"type":"TextRun","text":("(?:[^"\\]|\\.)*")/g)].map((match) =>
      JSON.parse(match[1] ?? ''),
    );
    assert.ok(shown.length > 8);
    assert.ok(shown.slice(0, -1).every((line) => lines.includes(line)));
    assert.equal(shown.length - 1 + Number(/and (\d+) more lines/.exec(shown.at(-1))?.[1]), lines.length);
  });

  test('compact drops the plan and the commands, and keeps sentence, facts and the way to the decision', () => {
    const compact = renderTeams(large, CONTEXT, { compact: true });
    const seen = JSON.stringify(compact);
    assert.ok(bytes(compact) < 4_000, `${bytes(compact)} bytes`);
    assert.deepEqual(cardFaults(compact), []);
    assert.doesNotMatch(seen, /The plan|By hand|TextRun|What it means/);
    assert.match(seen, /Review and decide/);
    assert.match(seen, /"Loss bound","value":"at most 4.2 s"/);
    assert.match(card(withOutage('regionOutage.first', { plan: planFor(names) }), true), /What Geowarden does/);
  });

  test('stands in the mail up to a bound, and says how much is left out', () => {
    const { text } = renderMail(large, CONTEXT);
    assert.match(text, /stock-49 goes to/);
    assert.ok(text.includes(commandsFor(names).at(-1) ?? '?'));
    const more = Array.from({ length: 100 }, (_, n) => `more-${n}`);
    const huge = withOutage('approvalWaiting.first', { plan: planFor(more), breakGlass: commandsFor(more) });
    const mail = renderMail(huge, CONTEXT);
    for (const form of [mail.text.replace(/\s+/g, ' '), mail.html]) {
      assert.match(form, /… and 41 more: see the incident\./);
      assert.ok(form.includes('more-58 goes to') && !form.includes('more-59 goes to'));
      assert.match(form, /# … and 161 more lines: see the break-glass page of the group\./);
    }
  });
});

describe('of a group of 100 databases', () => {
  const names = Array.from({ length: 100 }, (_, n) => `stock-${n}`);
  const commands = commandsFor(names);
  const notice = withOutage('approvalWaiting.first', { plan: planFor(names), breakGlass: commands });
  const full = { compact: false };

  /** Every line that a reader sees, as it was before it was escaped. */
  const linesIn = (node: unknown): string[] => {
    if (typeof node === 'object' && node !== null) return Object.values(node).flatMap(linesIn);
    const text = String(node).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    return text.split('\n');
  };

  for (const [name, form] of [
    ['a card', renderTeams(notice, CONTEXT, full)],
    ['Slack', renderSlack(notice, CONTEXT, full)],
    ['PagerDuty', renderPagerDuty(notice, CONTEXT, full)],
    ['a webhook', renderWebhook(notice, CONTEXT, full)],
  ] as const) {
    test(`${name} counts every line of the plan and of the commands that it does not show`, () => {
      const lines = linesIn(form);
      const left = (words: RegExp) => Number(lines.map((line) => words.exec(line)?.[1]).find(Boolean) ?? 0);
      const planned = lines.filter((line) => / goes to contoso-ne\/stock-/.test(line)).length;
      const typed = lines.filter((line) => commands.includes(line)).length;
      assert.ok(planned > 2 && typed > 5, `${planned} and ${typed}`);
      assert.equal(planned + left(/and (\d+) more: see the incident/), names.length);
      assert.equal(typed + left(/and (\d+) more lines: see the break-glass/), commands.length);
    });
  }
});

test('every card, full and compact, is one that Teams takes', () => {
  for (const [name, notice] of outageNotices()) {
    for (const compact of [false, true]) {
      assert.deepEqual(cardFaults(renderTeams(notice, CONTEXT, { compact })), [], name);
    }
  }
});
