import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { INHIBITIONS, inhibitedBy } from '../../../../shared/alerting/dispatch/inhibitions.ts';
import type { ActiveAlert } from '../../../../shared/alerting/dispatch/types.ts';
import { CONDITIONS, type ConditionName, type Notice } from '../../../../shared/alerting/types.ts';
import { alertOf, began, outage, T0 } from './fixtures.ts';

const isFiring = ({ ended }: ActiveAlert) => ended === undefined;
const link = (condition: ConditionName, database = 'shop') => alertOf(began(condition, database, T0));
const database = (condition: ConditionName, key: string) =>
  alertOf({ ...began(condition, 'x', T0), subject: { kind: 'database', key } } as Notice);
const region = (key: string) => alertOf(outage('RegionOutage', key, T0));

/** What mutes `target` among all of these; undefined: nothing. */
function muterOf(target: ActiveAlert, ...others: ActiveAlert[]): string | undefined {
  const muted = inhibitedBy([target, ...others], isFiring)(target);
  if (muted === undefined) return undefined;
  assert.equal(muted.because, 'inhibited');
  return muted.by;
}

/** Which conditions of one link, and of its databases, such a source mutes. */
const mutedBy = (source: ActiveAlert, about: (condition: ConditionName) => ActiveAlert): string[] =>
  CONDITIONS.filter((condition) => muterOf(about(condition), source) !== undefined).sort();

const DEAD_END = [
  'CommitGapHigh',
  'LagHigh',
  'LagUnknown',
  'LinkAbsent',
  'LinkPending',
  'LinkSuspended',
  'PrimaryThrottled',
  'PrimaryUnreachable',
  'RedoLagHigh',
  'RpoBudgetBurn',
  'SamplingBlind',
  'SecondaryUnreachable',
  'SeedingStalled',
  'SourcesDisagree',
];
const BROKEN_LINK = ['CommitGapHigh', 'LagHigh', 'LagUnknown', 'RedoLagHigh', 'RpoBudgetBurn', 'SourcesDisagree'];

describe('what follows from something else is muted', () => {
  test('a region that is down mutes what its links show, at either end', () => {
    for (const key of ['we', 'ne'])
      assert.deepEqual(mutedBy(region(key), link), [...DEAD_END, 'ServerUnreachable'].sort());
    assert.deepEqual(mutedBy(region('uk'), link), []);
  });

  test('and says of what it follows', () => {
    assert.equal(muterOf(link('LagHigh'), region('we')), 'RegionOutage of we');
  });

  test('a region that is down mutes no news about what protects: no secondary, one only, a change elsewhere', () => {
    for (const condition of [
      'Unprotected',
      'SingleSecondary',
      'RoleChangedElsewhere',
      'LinkAddedOrRemoved',
      'MonitorLate',
      'ChannelFailing',
    ] as const)
      assert.equal(muterOf(link(condition), region('we')), undefined);
  });

  test('a database that is down mutes what its links show, at either end, and those of no other', () => {
    const down = alertOf(outage('DatabaseOutage', 'we/shop', T0));
    assert.deepEqual(mutedBy(down, link), DEAD_END);
    assert.deepEqual(
      mutedBy(down, (condition) => link(condition, 'other')),
      [],
    );
    assert.equal(muterOf(database('PrimaryUnreachable', 'we/shop'), down), 'DatabaseOutage of we/shop');
  });

  test('a server that does not answer mutes its databases, at either end, and those of no other', () => {
    const server = (key: string) => {
      const about = alertOf({ ...began('ServerUnreachable', 'x', T0), subject: { kind: 'server', key } });
      return { ...about, labels: { ...about.labels, server: [key] } };
    };
    for (const key of ['we', 'ne']) assert.deepEqual(mutedBy(server(key), link), DEAD_END);
    assert.deepEqual(mutedBy(server('uk'), link), []);
  });

  test('a primary that does not answer mutes what only it could say of its links', () => {
    const silent = database('PrimaryUnreachable', 'we/shop');
    const muted = [
      'CommitGapHigh',
      'LagHigh',
      'LagUnknown',
      'LinkAbsent',
      'PrimaryThrottled',
      'RedoLagHigh',
      'RpoBudgetBurn',
      'SourcesDisagree',
    ];
    assert.deepEqual(mutedBy(silent, link), muted);
    assert.equal(muterOf(database('PrimaryThrottled', 'we/shop'), silent), 'PrimaryUnreachable of we/shop');
  });

  test('not the links in which it is the geo-secondary: their primary answers for them', () => {
    assert.deepEqual(mutedBy(database('PrimaryUnreachable', 'ne/shop'), link), []);
  });

  test('that Geowarden may not ask a geo-secondary mutes nothing: the primary still says how far behind it is', () => {
    for (const key of ['we/shop', 'ne/shop']) assert.deepEqual(mutedBy(database('SamplingBlind', key), link), []);
  });

  for (const condition of ['LinkAbsent', 'LinkSuspended'] as const) {
    test(`${condition} mutes the lag of the same link`, () => {
      assert.deepEqual(mutedBy(link(condition), link), BROKEN_LINK);
      assert.deepEqual(
        mutedBy(link(condition), (target) => link(target, 'other')),
        [],
      );
    });
  }
});

describe('of all rules', () => {
  test('no condition mutes itself, nor two each other, nor a ring of them', () => {
    const targetsOf = (source: string): string[] =>
      INHIBITIONS.filter((rule) => rule.source === source).flatMap(({ targets }) => targets);
    for (const { source } of INHIBITIONS) {
      const reached = new Set<string>();
      for (let next = targetsOf(source); next.length > 0; ) {
        const fresh = next.filter((one) => !reached.has(one));
        for (const one of fresh) reached.add(one);
        next = fresh.flatMap(targetsOf);
      }
      assert.ok(!reached.has(source), `${source} would mute itself`);
    }
  });

  test('an alert does not mute itself, and what is over mutes nothing', () => {
    for (const condition of CONDITIONS) assert.equal(muterOf(link(condition)), undefined);
    const over = { ...region('we'), ended: { atMs: T0, sentence: 'Over.' } };
    assert.equal(muterOf(link('LagHigh'), over), undefined);
  });

  test('what is muted itself mutes what follows from it', () => {
    const suspended = link('LinkSuspended');
    assert.equal(muterOf(suspended, region('we')), 'RegionOutage of we');
    assert.equal(muterOf(link('LagHigh'), suspended), 'LinkSuspended of ne/shop~we/shop');
  });

  test('an alert about nothing that is down is told', () => {
    const elsewhere = alertOf({
      ...began('MonitorLate', 'x', T0),
      subject: { kind: 'deployment', key: 'd' },
    } as Notice);
    assert.equal(muterOf(elsewhere, region('we'), link('LinkAbsent')), undefined);
  });
});
