import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Telling } from '../../../../shared/alerting/dispatch/groupNotice.ts';
import { capStorm } from '../../../../shared/alerting/dispatch/stormCap.ts';
import type { NoticeReason, Severity } from '../../../../shared/alerting/types.ts';
import { alertOf, began, groupOf, MINUTE, SECOND, T0 } from './fixtures.ts';

const TIMING = { storm: { messages: 3, withinMs: 5 * MINUTE }, groupWaitMs: 30 * SECOND };

function telling(name: string, severity: Severity = 'error', reason: NoticeReason = 'first'): Telling {
  const member = { alert: alertOf(began('LagHigh', name, T0), { severity }), muted: undefined };
  const changes = { fresh: [member], worse: [], flapping: [], same: [], ended: [], muted: [] };
  return { group: groupOf({ id: name }), changes, reason, why: 'It is new.' };
}

const many = (count: number, severity?: Severity) =>
  Array.from({ length: count }, (_, n) => telling(`g${n}`, severity));
const idsOf = (messages: Telling[][]) => messages.map((tellings) => tellings.map(({ group }) => group.id));
const cap = (due: Telling[], sentAgo: number[], timing = TIMING) =>
  capStorm(
    due,
    sentAgo.map((agoMs) => T0 - agoMs),
    timing,
    T0,
  );

describe('the storm cap', () => {
  test('is not felt below it: one message for each group, in their order', () => {
    const { messages, held, nextAtMs } = cap(many(3), []);
    assert.deepEqual(idsOf(messages), [['g0'], ['g1'], ['g2']]);
    assert.deepEqual({ held, nextAtMs }, { held: [], nextAtMs: null });
  });

  test('puts what is too much into the last message: nothing is lost, nothing is twice', () => {
    const { messages, held } = cap(many(500), []);
    assert.equal(messages.length, 3);
    assert.equal(held.length, 0);
    assert.equal(new Set(idsOf(messages).flat()).size, 500);
    assert.equal(idsOf(messages).flat().length, 500);
  });

  test('holds for groups of a quarter of a million: the gravest is found in each', () => {
    const [one, grave] = [telling('one'), telling('grave', 'critical')];
    const same = Array.from({ length: 250_000 }, () => one.changes.fresh).flat();
    const large = { ...grave, changes: { ...grave.changes, same } };
    assert.deepEqual(idsOf(cap([...many(3), large], []).messages)[0], ['grave']);
  });

  test('leaves messages of their own to the gravest, the end of something to nobody', () => {
    const due = [
      telling('over', 'critical', 'resolved'),
      telling('some', 'critical', 'someResolved'),
      telling('info', 'info'),
      telling('grave', 'critical'),
      telling('warning', 'warning'),
    ];
    assert.deepEqual(idsOf(cap(due, []).messages), [['grave'], ['warning'], ['info', 'over', 'some']]);
  });

  test('the worst that a group brings is what counts, whatever is new of it', () => {
    const { group, changes } = telling('same');
    const worst = { alert: alertOf(began('LagHigh', 'x', T0), { severity: 'critical' as const }), muted: undefined };
    const still: Telling = { group, changes: { ...changes, fresh: [], same: [worst] }, reason: 'still', why: '' };
    assert.deepEqual(idsOf(cap([...many(3), still], []).messages)[0], ['same']);
  });

  test('one that is left takes all of them', () => {
    assert.deepEqual(idsOf(cap(many(3), [MINUTE, MINUTE]).messages), [['g0', 'g1', 'g2']]);
  });

  test('when none is left all wait until the oldest message is out of the window', () => {
    const { messages, held, nextAtMs } = cap(many(2), [4 * MINUTE, 2 * MINUTE, MINUTE]);
    assert.deepEqual(messages, []);
    assert.equal(held.length, 2);
    assert.equal(nextAtMs, T0 + MINUTE);
  });

  test('the window slides: what is as old as the window does not count', () => {
    assert.equal(cap(many(2), [5 * MINUTE, 2 * MINUTE, MINUTE]).messages.length, 1);
    assert.equal(cap(many(2), [5 * MINUTE - 1, 2 * MINUTE, MINUTE]).messages.length, 0);
  });

  test('what is critical waits one group wait, and takes all the others along', () => {
    const due = [...many(2), telling('grave', 'critical')];
    const waits = cap(
      due,
      [3, 2, 1].map((n) => n * SECOND),
    );
    assert.deepEqual(waits.messages, []);
    assert.equal(waits.nextAtMs, T0 + 29 * SECOND);
    const goes = cap(
      due,
      [92, 60, 30].map((n) => n * SECOND),
    );
    assert.deepEqual(idsOf(goes.messages), [['grave', 'g0', 'g1']]);
  });

  test('a critical one never waits longer than the window', () => {
    const { nextAtMs } = cap(
      [telling('grave', 'critical')],
      [299, 2, 1].map((n) => n * SECOND),
    );
    assert.equal(nextAtMs, T0 + SECOND);
  });

  test('the end of what was critical is not critical', () => {
    const { held, nextAtMs } = cap(
      [telling('over', 'critical', 'resolved')],
      [90, 60, 31].map((n) => n * SECOND),
    );
    assert.equal(held.length, 1);
    assert.equal(nextAtMs, T0 + 210 * SECOND);
  });

  test('holds for what is critical also where groups do not wait', () => {
    const { messages, nextAtMs } = cap(many(5, 'critical'), [3, 2, 1], { ...TIMING, groupWaitMs: 0 });
    assert.deepEqual(messages, []);
    assert.equal(nextAtMs, T0 + 10 * SECOND - 1);
  });

  test('messages of the future, by a clock that was ahead, count and end nothing', () => {
    assert.equal(cap(many(2), [-MINUTE, -MINUTE, -MINUTE]).messages.length, 0);
    assert.equal(cap(many(1), [-MINUTE]).messages.length, 1);
  });

  test('nothing due: nothing sent', () => {
    assert.deepEqual(cap([], [1, 2, 3]), { messages: [], held: [], nextAtMs: null });
  });
});
