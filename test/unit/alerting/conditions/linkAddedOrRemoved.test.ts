import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkAddedOrRemoved } from '../../../../shared/alerting/conditions/linkAddedOrRemoved.ts';
import type { TopologyEvent } from '../../../../shared/topology/types.ts';
import { rule, T0 } from '../samples.ts';
import { database, event } from './inputs.ts';

const HOUR = 3_600_000;
const judge = (...events: TopologyEvent[]) => linkAddedOrRemoved.find(database({ events }, { holdMs: HOUR }));

test('a link that is gone is news for the hold time, and then over by itself', () => {
  assert.deepEqual(judge(event('linkRemoved', T0 - 60_000)), {
    is: 'true',
    sinceMs: T0 - 60_000,
    sentence:
      'The replication link from west/orders to north/orders is gone since 2026-11-22 00:59:00 UTC at the latest.',
  });
  assert.equal(judge(event('linkRemoved', T0 - HOUR + 1)).is, 'true');
  assert.equal(judge(event('linkRemoved', T0 - HOUR)).is, 'false');
});

test('a new link is told as new', () => {
  assert.match(JSON.stringify(judge(event('linkAdded', T0))), /is there since 2026-11-22 01:00:00 UTC at the latest/);
});

test('who did it is told, and what it means when the activity log names nobody', () => {
  const by = 'ada@contoso.com';
  assert.match(JSON.stringify(judge(event('linkRemoved', T0, { by }))), /at the latest, by ada@contoso\.com\."/);
  assert.match(JSON.stringify(judge(event('linkAdded', T0, { by }))), /at the latest, by ada@contoso\.com\."/);
  assert.match(JSON.stringify(judge(event('linkAdded', T0, { by: null }))), /latest\. It did not come through .*T-SQL/);
});

test('a swap of roles is somebody else’s news', () => {
  assert.equal(judge(event('rolesSwapped', T0)).is, 'false');
});

test('of many changes the newest are named, and the others counted; it began with the oldest', () => {
  const many = [1, 2, 3, 4, 5].map((n) => event('linkAdded', T0 - n * 1_000, { secondary: `s${n}/orders` }));
  const finding = judge(...many);
  assert.ok(finding.is === 'true');
  assert.equal(finding.sinceMs, T0 - 5_000);
  assert.match(finding.sentence, /s1\/orders .* s2\/orders .* s3\/orders .* And 2 more\.$/);
});

test('a change that a clock ahead of ours wrote has just happened', () => {
  assert.equal(judge(event('linkRemoved', T0 + 5_000)).is, 'true');
});

test('a rule without a hold time is refused with what to do, because nothing would ever be over', () => {
  const input = { ...database({ events: [] }), rule: rule() };
  assert.throws(() => linkAddedOrRemoved.find(input), /LinkAddedOrRemoved needs a hold time.*1h/);
});
