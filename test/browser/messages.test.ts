/** Every message as its readers see it: cards in Microsoft's renderer, mails in a browser, wide and on a telephone. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { renderTeams } from '../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../shared/notify/composeMessage.ts';
import { renderMail } from '../../shared/notify/mail/renderMail.ts';
import type { Message } from '../../shared/notify/types.ts';
import { withBrowser } from '../kit/browser.ts';
import { openSheet, type SeenMessage, type ShownMessage, showMessages } from '../kit/messageSheet.ts';
import type { GoldenMessage } from '../unit/notify/goldenMessages.ts';
import { messageSheets } from '../unit/notify/messageSheets.ts';

const ALL = messageSheets().flatMap(({ messages }) => messages);
const PICTURES = new URL('../../docs/images/messages/', import.meta.url);

const card =
  (compact: boolean) =>
  ({ name, notice, context }: GoldenMessage): ShownMessage => ({
    name,
    card: renderTeams(notice, context, { compact }),
  });
const mail = ({ name, notice, context }: GoldenMessage): ShownMessage => ({
  name,
  html: renderMail(notice, context).html,
});

/** Everything that a person has to be able to read. */
function saidBy(message: Message): string[] {
  const { label, title, about, handedOver, sentence, why, facts, trend, alerts, decision, willDo, meaning } = message;
  const optional = [handedOver, why, trend?.bars, trend?.scale, decision, willDo];
  return [
    ...[label, title, about, sentence, meaning],
    ...facts.flatMap((fact) => [fact.title, fact.value]),
    ...optional.filter((text) => text !== undefined),
    ...alerts.flatMap(({ state, name, since, value }) => [state, name, since, ...(value === undefined ? [] : [value])]),
    ...message.steps,
    ...message.plan,
    ...message.commands,
    ...message.links.map((link) => link.title),
  ].map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Shown at this width: the faults that a reader would see, and what is said and cannot be read. */
async function complaintsOf(
  page: Page,
  shown: readonly ShownMessage[],
  width: number,
  wanted: (message: Message) => string[],
): Promise<string[]> {
  const seen: SeenMessage[] = await showMessages(page, shown, { columns: 1, width });
  assert.equal(seen.length, ALL.length);
  return ALL.flatMap(({ name, notice, context }, index) => {
    const { text = '', faults = ['is not shown'] } = seen[index] ?? {};
    const lost = wanted(composeMessage(notice, context)).filter((words) => !text.includes(words));
    return [...faults, ...lost.map((words) => `"${words}" is lost`)].map((fault) => `${name}: ${fault}`);
  });
}

test('there are messages of every kind to look at', () => {
  assert.ok(ALL.length >= 65, `${ALL.length} messages`);
  assert.equal(new Set(ALL.map(({ name }) => name)).size, ALL.length);
});

for (const [what, width] of [
  ['a Teams channel', 480],
  ['Teams on a telephone', 300],
] as const) {
  test(`in ${what} every card is taken without complaint, and nothing overflows, is lost or too pale to read`, async () => {
    await withBrowser({ width: width + 48 }, async ({ page, complaints }) => {
      await openSheet(page);
      assert.deepEqual(await complaintsOf(page, ALL.map(card(false)), width, saidBy), []);
      // What the compact card leaves out is what it means and what to do.
      const kept = ({ title, about, sentence, facts }: Message) => [
        title,
        about,
        sentence,
        ...facts.map((f) => f.value),
      ];
      assert.deepEqual(await complaintsOf(page, ALL.map(card(true)), width, kept), []);
      assert.deepEqual(complaints, []);
    });
  });
}

for (const [what, width] of [
  ['a mail client', 720],
  ['a mail client on a telephone', 360],
] as const) {
  test(`in ${what} nothing of any mail overflows, is lost or too pale to read`, async () => {
    await withBrowser({ width: width + 48 }, async ({ page, complaints }) => {
      await openSheet(page);
      assert.deepEqual(await complaintsOf(page, ALL.map(mail), width, saidBy), []);
      assert.deepEqual(complaints, []);
    });
  });
}

test('what cannot be read is noticed: too wide, cut off, too pale, lost, or no card', async () => {
  const bad: ShownMessage[] = [
    { name: 'wide', html: '<body><div style="width:2000px">x</div></body>' },
    {
      name: 'cut',
      html: '<body><div style="width:40px;overflow:hidden;white-space:nowrap">many words on a line</div></body>',
    },
    { name: 'pale', html: '<body style="background:#fff"><p style="color:#999">x</p></body>' },
    { name: 'strange', card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Strange' }] } as never },
  ];
  await withBrowser({ width: 600 }, async ({ page }) => {
    await openSheet(page);
    const seen = await showMessages(page, bad, { columns: 1, width: 500 });
    const faults = Object.fromEntries(seen.map((one) => [one.name, one.faults.join('; ')]));
    assert.match(faults.wide ?? '', /stands out on the right/);
    assert.match(faults.cut ?? '', /is cut off/);
    assert.match(faults.pale ?? '', /contrast of 2\.8/);
    assert.notEqual(faults.strange, '');
  });
});

test('there is a picture of every sheet on both channels, no other, and all of them together are small', () => {
  const files = readdirSync(PICTURES).filter((file) => file.endsWith('.png'));
  const wanted = messageSheets().flatMap(({ name }) => [`teams-${name}.png`, `mail-${name}.png`]);
  assert.deepEqual(files.sort(), wanted.sort(), 'make them again: npm run pictures -- --messages');
  const bytes = files.reduce((sum, file) => sum + statSync(new URL(file, PICTURES)).size, 0);
  assert.ok(bytes < 3_000_000, `${bytes} bytes`);
});
