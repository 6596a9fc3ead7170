import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeGroup } from '../../../../shared/alerting/types.ts';
import { dedupKey } from '../../../../shared/notify/pagerDuty/dedupKey.ts';

const group = (key: string): NoticeGroup => ({ key, common: [], firing: 1, resolved: 0, alerts: [] });

test('a group’s incident is known by the spell of the group', () => {
  assert.equal(dedupKey({ id: 'a', group: group('spell') }), 'spell');
  assert.equal(dedupKey({ id: 'b', follows: 'a', group: group('spell') }), 'spell');
});

test('what is told by itself is known by the message that opened it', () => {
  assert.equal(dedupKey({ id: 'a' }), 'a');
  assert.equal(dedupKey({ id: 'b', follows: 'a' }), 'a');
});

test('a key that is too long is the same short one each time, and another for another', () => {
  const [one, two] = ['x'.repeat(300), `${'x'.repeat(299)}y`];
  assert.equal(dedupKey({ id: 'a', group: group('k'.repeat(255)) }), 'k'.repeat(255));
  assert.match(dedupKey({ id: one }), /^[0-9a-f]{64}$/);
  assert.equal(dedupKey({ id: one }), dedupKey({ id: 'z', follows: one }));
  assert.notEqual(dedupKey({ id: one }), dedupKey({ id: two }));
});
