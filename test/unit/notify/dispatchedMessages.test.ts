/** What the dispatcher makes, read as a person gets it: the two rooms mean the same by a group. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '../../../shared/alerting/types.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { began, ended, HOUR, Look, MINUTE, outage, SECOND, T0 } from '../alerting/dispatch/fixtures.ts';
import { CONTEXT } from './notices.ts';

const DATABASES = Array.from({ length: 12 }, (_, index) => `db${index}`);
const suspended = DATABASES.map((name) => began('LinkSuspended', name, T0, { severity: 'critical' }));
const read = (notice: Notice) => {
  const { label, title, about, why, alerts, notShown } = composeMessage(notice, CONTEXT);
  return { read: `[${label}] ${title}: ${about}`, why, lines: alerts.length + notShown };
};

test('a dozen links fail together, some come back, then all: three messages that count', () => {
  const look = new Look();
  look.at(T0, ...suspended);
  const first = look.until(T0 + MINUTE);
  look.at(T0 + 2 * MINUTE, ...suspended.slice(3).map((one) => ended(one, T0 + 2 * MINUTE)));
  const some = look.until(T0 + 10 * MINUTE);
  look.at(T0 + 20 * MINUTE, ...suspended.slice(0, 3).map((one) => ended(one, T0 + 20 * MINUTE)));
  const all = look.until(T0 + HOUR);
  const told = [...first, ...some, ...look.sent.slice(2).map(({ notice }) => ({ notice }))];
  assert.ok(all.length <= 1);
  assert.deepEqual(
    told.map(({ notice }) => read(notice).read),
    [
      '[Critical] 12 replication links are suspended: we → ne',
      '[Critical, partly resolved] 3 of 12 replication links are still suspended: we → ne',
      '[Resolved after 21 min] 3 replication links are no longer suspended: we → ne',
    ],
  );
  assert.deepEqual(
    told.map(({ notice }) => read(notice).lines),
    [12, 12, 3],
  );
  for (const { notice } of told) assert.ok((read(notice).why ?? '').length > 5);
});

test('one alert reads as itself, with why it is told', () => {
  const look = new Look();
  const first = began('LagHigh', 'orders', T0);
  look.at(T0, first);
  const [told] = look.until(T0 + MINUTE);
  assert.ok(told);
  const { why, ...rest } = composeMessage(told.notice, CONTEXT);
  const { why: _, ...alone } = composeMessage(
    { ...first, id: told.notice.id, durationMs: told.notice.durationMs },
    CONTEXT,
  );
  assert.deepEqual(rest, alone);
  assert.match(why ?? '', /new/);
});

test('what a storm puts into one message says how many groups it folds', () => {
  const look = new Look({
    timing: { groupBy: ['database'], groupWaitMs: SECOND, storm: { messages: 2, withinMs: HOUR } },
  });
  look.at(T0, ...suspended);
  look.until(T0 + 5 * MINUTE);
  const folded = look.sent.map(({ notice }) => notice).find(({ group }) => group?.folded !== undefined);
  assert.ok(folded?.group?.folded);
  const message = composeMessage(folded, CONTEXT);
  assert.match(message.title, /^\d+ replication links are suspended$/);
  assert.equal(message.about, `${folded.group.folded.groups} groups of alerts`);
  assert.equal(message.alerts.length, folded.group.firing);
});

test('an outage told at once has no list, and reads as before', () => {
  const message = composeMessage(outage('RegionOutage', 'we', T0), CONTEXT);
  assert.deepEqual([message.title, message.alerts, message.notShown], ['Region is down', [], 0]);
});
