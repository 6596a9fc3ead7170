import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleChangedElsewhere } from '../../../../shared/alerting/conditions/roleChangedElsewhere.ts';
import type { TopologyEvent } from '../../../../shared/topology/types.ts';
import { T0 } from '../samples.ts';
import { database, event } from './inputs.ts';

const HOUR = 3_600_000;
const judge = (...events: TopologyEvent[]) => roleChangedElsewhere.find(database({ events }, { holdMs: HOUR }));

test('a failover that no operation of ours did is told, with who is the primary now', () => {
  assert.deepEqual(judge(event('rolesSwapped', T0)), {
    is: 'true',
    sinceMs: T0,
    sentence:
      'west/orders is the primary now, and north/orders its geo-secondary: somebody else failed them over, before 2026-11-22 01:00:00 UTC.',
  });
});

test('who did it is told, and what it means when the activity log names nobody', () => {
  const said = (by: string | null) => {
    const finding = judge(event('rolesSwapped', T0, { by }));
    return finding.is === 'true' ? finding.sentence : '';
  };
  assert.match(said('ada@contoso.com'), /: ada@contoso\.com failed them over, before [^.]* UTC\.$/);
  assert.match(said(null), /somebody else failed them over, .* T-SQL leaves no entry there\.$/);
});

test('our own failover is no news', () => {
  assert.equal(judge(event('rolesSwapped', T0, { operationId: 'op-1' })).is, 'false');
});

test('after the hold time it is over by itself', () => {
  assert.equal(judge(event('rolesSwapped', T0 - HOUR + 1)).is, 'true');
  assert.deepEqual(judge(event('rolesSwapped', T0 - HOUR)), {
    is: 'false',
    sentence: 'The role of west/orders has not changed for a while.',
  });
});

test('a link that came or went is somebody else’s news', () => {
  assert.equal(judge(event('linkAdded', T0), event('linkRemoved', T0)).is, 'false');
});
