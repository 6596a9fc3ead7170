/**
 * What people read of each condition. After a wanted change: GEOWARDEN_WRITE_GOLDEN=1 node --test test/unit/notify/conditionMessages.test.ts,
 * then read the difference in conditionMessages.txt as its reader would.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { CONDITIONS } from '../../../shared/alerting/types.ts';
import { CARD_BYTES, renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { conditionNotices } from './conditionNotices.ts';
import { CONTEXT, notices } from './notices.ts';

const FILE = new URL('./conditionMessages.txt', import.meta.url);
const ALL = conditionNotices();

test('every condition reads as it did when it was last read by a person', () => {
  const seen = ALL.map((notice) => renderMail(notice, CONTEXT).text).join(`\n${'='.repeat(72)}\n\n`);
  if (process.env.GEOWARDEN_WRITE_GOLDEN === '1') writeFileSync(FILE, seen);
  assert.equal(seen, readFileSync(FILE, 'utf8'));
});

test('every condition is among those that are read here or in golden/', () => {
  const read = new Set([...ALL, ...notices().map(([, notice]) => notice)].map(({ condition }) => condition));
  assert.deepEqual(
    CONDITIONS.filter((condition) => !read.has(condition)),
    [],
  );
});

for (const notice of ALL) {
  const { condition, reason } = notice;
  test(`${condition} ${reason} says what, where, since when, what it means and what to do`, () => {
    const message = composeMessage(notice, CONTEXT);
    const text = JSON.stringify(message);
    assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object/);
    const where = { MonitorLate: /Geowarden/, ChannelFailing: /on-call/ }[condition as string] ?? /contoso-/;
    assert.match(message.sentence, where);
    assert.match(message.about, where);
    const titles = message.facts.map(({ title }) => title);
    for (const title of ['Condition', 'Reason', 'Since', 'Id'] as const) assert.ok(titles.includes(title), title);
    assert.ok(message.meaning.length > 40);
    assert.ok(message.steps.length >= (reason === 'first' ? 2 : 1));
    assert.ok(message.links.some(({ title }) => title === 'Read about this alert'));
    assert.ok(Buffer.byteLength(JSON.stringify(renderTeams(notice, CONTEXT, { compact: false }))) < CARD_BYTES);
  });
}

const factsOf = (condition: string, reason: 'first' | 'resolved') => {
  const notice = ALL.find((one) => one.condition === condition && one.reason === reason) ?? assert.fail(condition);
  const facts = composeMessage(notice, CONTEXT).facts.map(({ title, value }) => [title, value]);
  return Object.fromEntries(facts) as Record<string, string>;
};

test('a number stands beside what it is judged against, each in its own unit', () => {
  const shown = [
    'Commit gap',
    'Redo lag',
    'Waiting',
    'Log write',
    'Seeding',
    'Burn rate',
    'Geo-secondaries',
    'Threshold',
    'Objective',
  ];
  const pick = (condition: string) => {
    const facts = factsOf(condition, 'first');
    return shown.flatMap((title) => (facts[title] === undefined ? [] : [`${title}: ${facts[title]}`]));
  };
  assert.deepEqual(pick('CommitGapHigh'), ['Commit gap: 3 min 10 s', 'Threshold: 1 min', 'Objective: 5 s']);
  assert.deepEqual(pick('RedoLagHigh'), ['Redo lag: 5 min 12 s', 'Threshold: 1 min']);
  assert.deepEqual(pick('PrimaryThrottled'), ['Waiting: 350 ms in each second', 'Threshold: 50 ms in each second']);
  assert.deepEqual(pick('SecondaryUndersized'), ['Log write: 50 % of what the primary may']);
  assert.deepEqual(pick('SeedingStalled'), ['Seeding: 42 %', 'Objective: 5 s']);
  assert.deepEqual(pick('RpoBudgetBurn'), ['Burn rate: 25 times what the objective allows', 'Objective: 5 s']);
  assert.deepEqual(pick('SingleSecondary'), ['Geo-secondaries: 1', 'Threshold: 2']);
});

test('redo lag and throttling say that nothing is lost', () => {
  for (const condition of ['RedoLagHigh', 'PrimaryThrottled']) {
    const notice = ALL.find((one) => one.condition === condition) ?? assert.fail(condition);
    assert.match(composeMessage(notice, CONTEXT).meaning, /Nothing (would be|is) lost/);
  }
});
