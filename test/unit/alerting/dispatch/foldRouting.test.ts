import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DispatchWorld, EMPTY_DISPATCH } from '../../../../shared/alerting/dispatch/types.ts';
import type { Notice } from '../../../../shared/alerting/types.ts';
import { began, ended, fold, MAIL, MINUTE, rulesOf, T0, TEAMS, TO_TEAMS } from './fixtures.ts';

const first = began('LagHigh', 'shop', T0);
const ID = 'LagHigh ne/shop~we/shop';
const GROUP = JSON.stringify(['teams', 'LagHigh', 'we → ne']);

describe('flapping', () => {
  const spells = (count: number, everyMs: number) =>
    Array.from({ length: count }, (_, n) => began('LagHigh', 'shop', T0 + n * everyMs)).flatMap((notice) => [
      notice,
      ended(notice, notice.atMs + 1),
    ]);

  test('is a fourth beginning within half an hour, and says how often and since when', () => {
    const three = fold(EMPTY_DISPATCH, spells(3, MINUTE), T0 + 5 * MINUTE);
    assert.equal(three.alerts.get(ID)?.flapping, undefined);
    const four = fold(EMPTY_DISPATCH, spells(4, MINUTE), T0 + 5 * MINUTE);
    assert.deepEqual(four.alerts.get(ID)?.flapping, { times: 4, sinceMs: T0 });
  });

  test('counts by when it began, however late that is handed over', () => {
    const { alerts } = fold(EMPTY_DISPATCH, spells(4, MINUTE), T0 + 300 * MINUTE);
    assert.equal(alerts.get(ID)?.flapping?.times, 4);
  });

  test('what began longer ago does not count', () => {
    const { alerts } = fold(EMPTY_DISPATCH, spells(6, 10 * MINUTE), T0 + 60 * MINUTE);
    assert.equal(alerts.get(ID)?.flapping, undefined);
  });

  test('0 times: nothing flaps', () => {
    const never = rulesOf({ flapping: { times: 0, withinMs: 30 * MINUTE, calmMs: MINUTE } });
    assert.equal(fold(EMPTY_DISPATCH, spells(9, 1_000), T0 + MINUTE, never).alerts.get(ID)?.flapping, undefined);
  });

  test('what is remembered of one alert is bounded', () => {
    assert.equal(fold(EMPTY_DISPATCH, spells(150, 10), T0 + MINUTE).begun.get(ID)?.length, 100);
  });
});

describe('channels', () => {
  const toAll: DispatchWorld['routesOf'] = () => ['teams', 'mail'].map((channel) => ({ channel, handOver: [] }));
  const failing = (channel: string): Notice => ({
    ...began('ChannelFailing', 'x', T0),
    subject: { kind: 'channel', key: channel },
  });
  const channelsOf = (events: Notice[], routesOf: DispatchWorld['routesOf'], receivers = [TEAMS, MAIL]) =>
    Object.values(fold(EMPTY_DISPATCH, events, T0, rulesOf({}, receivers), routesOf).groups).map(
      ({ channel }) => channel,
    );

  test('that a channel fails is told to the others of its route', () => {
    assert.deepEqual(channelsOf([failing('teams')], toAll), ['mail']);
  });

  test('and to all the others when its route names no other', () => {
    assert.deepEqual(channelsOf([failing('teams')], TO_TEAMS), ['mail']);
  });

  test('a channel that the configuration does not have is in no group', () => {
    assert.deepEqual(channelsOf([first], toAll, [TEAMS]), ['teams']);
  });

  test('that is renamed while an alert fires: the routes are asked again', () => {
    const before = fold(EMPTY_DISPATCH, [first], T0, rulesOf({}, [TEAMS]), toAll);
    const after = fold(before, [], T0 + 1, rulesOf({}, [MAIL]), toAll);
    const mail = JSON.stringify(['mail', 'LagHigh', 'we → ne']);
    assert.deepEqual(after.alerts.get(ID)?.groups, [GROUP, mail]);
    assert.equal(after.groups[mail]?.channel, 'mail');
    assert.equal(after.groups[GROUP]?.isGone, true);
    assert.deepEqual(
      fold(after, [], T0 + 2, rulesOf({}, [MAIL]), () => []),
      after,
    );
    const back = fold(after, [], T0 + 3, rulesOf({}, [TEAMS, MAIL]), toAll);
    assert.deepEqual(back, { ...after, groups: { ...after.groups, [GROUP]: before.groups[GROUP] } });
  });

  test('what has ended, and what no route names, is not asked for again', () => {
    const nobody: DispatchWorld['routesOf'] = () => [];
    const before = fold(EMPTY_DISPATCH, [first, began('LagHigh', 'b', T0)], T0, rulesOf(), nobody);
    assert.deepEqual(fold(before, [], T0 + 1, rulesOf(), toAll), before);
    const over = fold(EMPTY_DISPATCH, [first, ended(first, T0)], T0, rulesOf({}, [TEAMS]), toAll);
    assert.deepEqual(fold(over, [], T0 + 1, rulesOf({}, [MAIL]), toAll).alerts, over.alerts);
  });

  test('who takes over is as the configuration has it now', () => {
    const before = fold(EMPTY_DISPATCH, [first]);
    const after = fold(before, [began('LagHigh', 'b', T0)], T0, rulesOf(), () => [{ channel: 'teams', handOver: [] }]);
    assert.deepEqual(after.groups[GROUP]?.handOver, []);
  });
});
