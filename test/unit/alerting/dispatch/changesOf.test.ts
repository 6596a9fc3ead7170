import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesOf, type Member } from '../../../../shared/alerting/dispatch/decideGroup.ts';
import type { ActiveAlert, GroupState, Muted } from '../../../../shared/alerting/dispatch/types.ts';
import { alertOf, began, groupOf, HOUR, T0, TIMING } from './fixtures.ts';

const CALM = TIMING.flapping.calmMs;
const SILENCED: Muted = { because: 'silenced', by: 'Åsa', untilMs: T0 + 6 * HOUR };
const FLAPPING = { times: 4, sinceMs: T0 - HOUR };

function member(name: string, more: Partial<ActiveAlert> = {}, muted?: Muted): Member {
  return { alert: alertOf(began('LagHigh', name, T0), { id: name, ...more }), muted };
}

const over = { ended: { atMs: T0, sentence: 'Over.' } };

describe('what has changed since the channel was told', () => {
  const told = (more = {}): GroupState =>
    groupOf({ toldAtMs: T0, told: new Map([['a', { severity: 'error', ...more }]]) });
  const kindsOf = (group: GroupState, members: Member[], nowMs = T0): string[] =>
    Object.entries(changesOf(group, members, nowMs, CALM)).flatMap(([kind, found]) => found.map(() => kind));

  const untold = groupOf();
  const gone = { ...told(), isGone: true as const };
  const cases: Array<[what: string, group: GroupState, member: Member, kinds: string[], nowMs?: number]> = [
    ['firing and unknown', untold, member('a'), ['fresh']],
    ['firing, unknown and muted', untold, member('a', {}, SILENCED), ['muted']],
    ['over and unknown', untold, member('a', over), []],
    ['over, unknown and held as flapping', untold, member('a', { ...over, flapping: FLAPPING }), ['fresh']],
    ['known and firing', told(), member('a'), ['same']],
    ['known, firing and less grave', told(), member('a', { severity: 'info' }), ['same']],
    ['known and worse', told(), member('a', { severity: 'critical' }), ['worse']],
    ['known, worse and muted', told(), member('a', { severity: 'critical' }, SILENCED), ['same', 'muted']],
    ['known and flapping now', told(), member('a', { flapping: FLAPPING }), ['flapping']],
    ['known as flapping', told({ flapping: true }), member('a', { flapping: FLAPPING }), ['same']],
    ['flapping and muted', told(), member('a', { flapping: FLAPPING }, SILENCED), ['same', 'muted']],
    ['known and over', told(), member('a', over), ['ended']],
    ['known, over and muted: it is closed all the same', told(), member('a', over, SILENCED), ['ended']],
    ['over and held', told({ flapping: true }), member('a', { ...over, flapping: FLAPPING }), ['same']],
    ['firing, and unknown to a channel that is gone', { ...untold, isGone: true }, member('a'), []],
    ['known to a channel that is gone', gone, member('a'), ['same']],
    ['over, and known to a channel that is gone', gone, member('a', over), ['ended']],
    ['calm at last', told(), member('a', { ...over, flapping: FLAPPING }), ['ended'], T0 + CALM],
    ['not quite calm', told({ flapping: true }), member('a', { ...over, flapping: FLAPPING }), ['same'], T0 + CALM - 1],
  ];
  for (const [what, group, one, kinds, nowMs] of cases)
    test(what, () => assert.deepEqual(kindsOf(group, [one], nowMs), kinds));

  test('known, and gone from the document: it is over', () => {
    assert.deepEqual(changesOf(told(), [], T0, CALM).ended, [{ id: 'a', alert: undefined }]);
  });
});
