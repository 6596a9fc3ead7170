import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cardFaults } from '../../../local/estate/teams/checkCard.ts';
import { CONDITIONS, type GroupAlert } from '../../../shared/alerting/types.ts';
import { CARD_BYTES, renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { alertOf } from './groupAlerts.ts';
import { groupNotice, groupNotices, TREND } from './groupNotices.ts';
import { messageSheets } from './messageSheets.ts';
import { CONTEXT } from './notices.ts';

const ALL = messageSheets().flatMap(({ messages }) => messages);
/** With the envelope that Workflows wants around a card. */
const bytes = (card: unknown) => Buffer.byteLength(JSON.stringify(card)) + 200;
const textOf = (card: unknown) => JSON.stringify(card);

for (const { name, notice, context } of ALL) {
  test(`the card of ${name} keeps to Adaptive Cards 1.5, fits, and has no button that acts`, () => {
    for (const compact of [false, true]) {
      const card = renderTeams(notice, context, { compact });
      assert.deepEqual(cardFaults(card), []);
      assert.ok(bytes(card) < CARD_BYTES);
      assert.deepEqual([...new Set(textOf(card).match(/Action\.\w+/g))], ['Action.OpenUrl']);
    }
  });
}

test('the card of hundreds lists twenty and says how many are left; the compact one lists five', () => {
  const notice = new Map(groupNotices()).get('hundreds.first') ?? assert.fail();
  const count = (compact: boolean) => textOf(renderTeams(notice, CONTEXT, { compact })).match(/New, critical/g)?.length;
  assert.deepEqual([count(false), count(true)], [20, 5]);
  assert.match(textOf(renderTeams(notice, CONTEXT, { compact: false })), /… and 480 more: see the status page/);
  assert.match(textOf(renderTeams(notice, CONTEXT, { compact: true })), /… and 495 more: see the status page/);
});

test('what does not fit on the card is counted among those that are not shown', () => {
  const long = 'n'.repeat(60);
  const alerts = Array.from({ length: 20 }, (_, index) =>
    alertOf('LagHigh', index, {
      sentence: `${index}😀${'😀'.repeat(300)}${String.fromCharCode(97 + index)}`,
      subject: { kind: 'link', key: `${index}`, primary: `${long}${index}😀`, secondary: `${long}😀` },
    }),
  );
  const notice = groupNotice({ reason: 'first', alerts, why: 'It is new.' });
  const card = renderTeams(notice, CONTEXT, { compact: false });
  const shown = textOf(card).match(/New, critical/g)?.length ?? 0;
  assert.ok(shown > 3 && shown < 20, `${shown} shown`);
  assert.match(textOf(card), new RegExp(`and ${20 - shown} more`));
  assert.ok(bytes(card) < CARD_BYTES);
});

for (const character of ['😀', '\\', '*', '"', '<']) {
  test(`the largest of everything at once stays under 20 KB, made of ${character}`, () => {
    const text = character.repeat(3_000);
    const url = `https://page.example.net/${'u'.repeat(1_900)}`;
    const context = { name: text, pageUrl: url, docsUrl: url, rpoMs: 5_000, approvalLink: () => url, insteadOf: text };
    const words = { id: text, why: text, sentence: text, willDo: text, trend: TREND };
    const question = ALL.find(({ name }) => name === 'approvalWaiting.first')?.notice;
    const hundreds = ALL.find(({ name }) => name === 'hundreds.first')?.notice;
    assert.ok(question?.outage && hundreds?.group);
    const outage = { ...question.outage, group: text, incidentId: text, operationId: text, decision: `${text}.` };
    const subject = { kind: 'link' as const, key: text, primary: text, secondary: text };
    const group = { ...hundreds.group, common: Array.from({ length: 9 }, () => text) };
    for (const notice of [
      { ...question, ...words, subject, outage },
      { ...hundreds, ...words, group },
    ]) {
      for (const compact of [false, true]) assert.ok(bytes(renderTeams(notice, context, { compact })) < CARD_BYTES);
    }
  });
}

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  fc.constantFrom('\\'.repeat(2_000), '😀'.repeat(2_000), '_*[]`~'.repeat(300), '"'.repeat(2_000)),
);
const alert = fc.record({
  condition: fc.constantFrom(...CONDITIONS),
  is: fc.constantFrom('new' as const, 'worse' as const, 'firing' as const, 'resolved' as const),
  severity: fc.constantFrom('critical' as const, 'info' as const),
  name: wild,
  sentence: wild,
  number: fc.double(),
  closed: fc.constantFrom(undefined, 'ruleDisabled' as const),
});

test('whatever its alerts hold, the card of a group is valid and under 20 KB, and its mail has no line of its own making', () => {
  fc.assert(
    fc.property(
      fc.record({
        alerts: fc.array(alert, { minLength: 1, maxLength: 20 }),
        common: fc.array(wild, { maxLength: 8 }),
        why: wild,
      }),
      fc.constantFrom(
        'first',
        'worse',
        'flapping',
        'more',
        'still',
        'someResolved',
        'acknowledged',
        'resolved' as const,
      ),
      fc.boolean(),
      ({ alerts, common, why }, reason, compact) => {
        const made = alerts.map(
          ({ condition, is, severity, name, sentence, number, closed }): GroupAlert => ({
            condition,
            is,
            severity,
            subject: { kind: 'link', key: name, primary: name, secondary: name },
            sinceMs: number,
            value: number,
            peak: number,
            threshold: number,
            sentence,
            flapping: { times: number, sinceMs: number },
            ...(closed === undefined ? {} : { closedBecause: closed, endedAtMs: number }),
          }),
        );
        const more = { willDo: why, trend: TREND };
        const notice = groupNotice({ reason, alerts: made, common, why, firing: 450, folded: 3, more });
        const context = { ...CONTEXT, name: why, insteadOf: why };
        const card = renderTeams(notice, context, { compact });
        assert.deepEqual(cardFaults(card), []);
        assert.ok(bytes(card) < CARD_BYTES, `${bytes(card)} bytes`);
        const mail = renderMail(notice, context);
        assert.doesNotMatch(mail.subject, /[\r\n]/);
        assert.doesNotMatch(mail.html, /<script|<img/);
        for (const line of composeMessage(notice, context).alerts)
          for (const part of Object.values(line)) assert.doesNotMatch(part, /[\r\n\u2028]/);
      },
    ),
    { numRuns: 150 },
  );
});
