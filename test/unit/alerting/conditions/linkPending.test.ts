import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkPending } from '../../../../shared/alerting/conditions/linkPending.ts';
import { T0 } from '../samples.ts';
import { link, STATES } from './inputs.ts';

test('a pending link is told with the moment since when it is', () => {
  const finding = linkPending.find(link(STATES.pending, { nowMs: T0 + 900_000 }));
  assert.deepEqual(finding, {
    is: 'true',
    sinceMs: T0,
    sentence:
      'The replication link from west/orders to north/orders has been pending for 15 min: seeding has not begun, and the geo-secondary protects nothing yet.',
  });
});

test('whatever else the primary reports ends it; no row and no answer do not', () => {
  const seen = Object.entries(STATES).map(([name, state]) => [name, linkPending.find(link(state)).is]);
  assert.deepEqual(Object.fromEntries(seen), {
    pending: 'true',
    seeding: 'false',
    caughtUp: 'false',
    lagUnknown: 'false',
    suspended: 'false',
    absent: 'unknown',
    unreachable: 'unknown',
  });
});

test('being seeded is not being protected: the closing sentence tells them apart', () => {
  const sentence = (name: 'seeding' | 'caughtUp') => JSON.stringify(linkPending.find(link(STATES[name])));
  assert.match(sentence('seeding'), /it is being seeded/);
  assert.match(sentence('caughtUp'), /seeding is done/);
});
