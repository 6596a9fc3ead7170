import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { sectionsOf } from '../../../shared/notify/sections.ts';
import { goldenMessages } from './goldenMessages.ts';
import { hostileNotice } from './hostileNotice.ts';
import { CONTEXT } from './notices.ts';

const sections = (name: string) => {
  const { notice, context } = goldenMessages().find((message) => message.name === name) ?? assert.fail(name);
  return sectionsOf(composeMessage(notice, context));
};
const titles = (name: string) => sections(name).map(({ title }) => title);

test('a message explains in one order, and leaves out what it does not have', () => {
  assert.deepEqual(titles('lagHigh.resolved'), ['What it means', 'What to do now']);
  assert.deepEqual(titles('one.worse'), [
    'Why now',
    'Lag before this message',
    'What Geowarden does',
    'What it means',
    'What to do now',
  ]);
  assert.deepEqual(titles('five.more'), [
    'Why now',
    'The alerts',
    'What Geowarden does',
    'What it means',
    'What to do now',
  ]);
});

test('each alert is a line: how it is, which, since when, and how many more there are', () => {
  const { lines, notShown, more } = sections('hundreds.first')[1] ?? assert.fail();
  assert.match(
    lines[0] ?? '',
    /^New, critical · contoso-we\/orders → contoso-ne\/orders · since 2026-11-22 03:04:05 UTC/,
  );
  assert.deepEqual([lines.length, notShown], [20, 480]);
  assert.equal(more(480), '… and 480 more: see the status page.');
});

test('the decision about an outage stands where else is said what Geowarden does', () => {
  const does = sections('regionOutage.first').find(({ title }) => title === 'What Geowarden does');
  const { notice } = goldenMessages().find(({ name }) => name === 'regionOutage.first') ?? assert.fail();
  assert.deepEqual(does?.lines, [notice.outage?.decision]);
});

test('every line is one, and has an end', () => {
  for (const { lines } of sectionsOf(composeMessage(hostileNotice(), CONTEXT)))
    for (const line of lines) assert.ok(line.length < 1_500 && !/[\n\r\0]/.test(line), line.slice(0, 80));
});
