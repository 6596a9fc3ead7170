import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedingStalled } from '../../../../shared/alerting/conditions/seedingStalled.ts';
import { advanceAlert } from '../../../../shared/alerting/hysteresis.ts';
import type { AlertState } from '../../../../shared/alerting/types.ts';
import { rule, T0 } from '../samples.ts';
import { link, STATES } from './inputs.ts';

const HOUR = 3_600_000;
const RULE = rule({ pendingMs: HOUR });

const judge = (percent: number, movedAtMs: number, nowMs: number) =>
  seedingStalled.find(link(STATES.seeding, { rule: RULE, nowMs }, { signals: { seeding: { percent, movedAtMs } } }));

test('a percentage that has not moved for the pending time is told, from when it last moved', () => {
  assert.deepEqual(judge(42, T0, T0 + HOUR), {
    is: 'true',
    value: 42,
    sinceMs: T0,
    sentence: 'The seeding of north/orders from west/orders has stood at 42 % for 1 h, since 2026-11-22 01:00:00 UTC.',
  });
  assert.equal(judge(42, T0, T0 + HOUR - 1).is, 'false');
});

test('a seeding that takes a day but moves is never told', () => {
  let state: AlertState | undefined;
  for (let hour = 0; hour < 24; hour++) {
    for (const minute of [0, 15, 30, 45]) {
      const nowMs = T0 + hour * HOUR + minute * 60_000;
      const step = advanceAlert(state, judge(hour * 4, T0 + hour * HOUR, nowMs), RULE, nowMs);
      assert.equal(step.event, undefined, `hour ${hour}`);
      state = step.state;
    }
  }
});

test('a percentage that nobody knows is not one that stands still', () => {
  assert.deepEqual(
    seedingStalled.find(link({ name: 'seeding', percent: null }, { rule: RULE, nowMs: T0 + 9 * HOUR })),
    {
      is: 'unknown',
    },
  );
});

test('a seeding that is over ends it; silence does not', () => {
  for (const name of ['caughtUp', 'lagUnknown', 'suspended', 'pending'] as const) {
    assert.equal(seedingStalled.find(link(STATES[name])).is, 'false', name);
  }
  for (const name of ['absent', 'unreachable'] as const) {
    const silent = link(
      STATES[name],
      { nowMs: T0 + 9 * HOUR },
      { signals: { seeding: { percent: 1, movedAtMs: T0 } } },
    );
    assert.deepEqual(seedingStalled.find(silent), { is: 'unknown' }, name);
  }
});

test('a percentage that Resource Manager could not be asked for again has not stood still', () => {
  const asked = (armAtMs: number | undefined) => {
    const facts = { type: 'GEO' as const, ...(armAtMs === undefined ? {} : { armState: 'SEEDING', armAtMs }) };
    const signals = { seeding: { percent: 42, movedAtMs: T0 } };
    return seedingStalled.find(link(STATES.seeding, { facts, rule: RULE, nowMs: T0 + HOUR }, { signals })).is;
  };
  assert.equal(asked(undefined), 'unknown', 'kept from an earlier discovery');
  assert.equal(asked(T0 - 30_000), 'unknown', 'no discovery since it moved');
  assert.equal(asked(T0 + HOUR / 2), 'true');
});
