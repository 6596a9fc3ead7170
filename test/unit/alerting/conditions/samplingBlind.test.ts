import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplingBlind } from '../../../../shared/alerting/conditions/samplingBlind.ts';
import type { LinkStatus } from '../../../../shared/replication/types.ts';
import { status, T0 } from '../samples.ts';
import { answering, CAUGHT_UP, database, failed } from './inputs.ts';

const of = (...links: LinkStatus[]) => database({ links, secondaries: links.length });
const secondaryFails = (kind: 'firewall' | 'unreachable') =>
  status(CAUGHT_UP, {
    signals: {
      secondary: answering({ atMs: T0, is: 'silent', failure: { kind, message: 'No rule lets 10.0.0.4 in.' } }),
    },
  });

test('a primary that we may not ask is told with what is missing', () => {
  assert.deepEqual(samplingBlind.find(of(status(failed('noRights', 'Grant VIEW DATABASE STATE to geowarden.')))), {
    is: 'true',
    sentence:
      'Geowarden may not ask the primary west/orders: nothing is known of its replication. Grant VIEW DATABASE STATE to geowarden.',
  });
});

test('so is a geo-secondary, though the primary answers', () => {
  assert.deepEqual(samplingBlind.find(of(secondaryFails('firewall'))), {
    is: 'true',
    sentence:
      'Geowarden may not ask a geo-secondary of west/orders: whether it can take over is not known. No rule lets 10.0.0.4 in.',
  });
  assert.equal(samplingBlind.find(of(secondaryFails('unreachable'))).is, 'false');
});

test('an answer ends it; a silence that is not ours neither raises nor ends it', () => {
  assert.equal(samplingBlind.find(of(status(CAUGHT_UP))).is, 'false');
  assert.equal(samplingBlind.find(of(status({ name: 'lagUnknown' }))).is, 'false');
  assert.deepEqual(samplingBlind.find(of(status(failed('unreachable')))), { is: 'unknown' });
  assert.deepEqual(samplingBlind.find(of()), {
    is: 'false',
    sentence: 'The database west/orders is not asked for replication any more.',
  });
});

test('while discovery could not read the links nothing is concluded', () => {
  assert.deepEqual(samplingBlind.find(database({ unprotected: 'unknown', secondaries: 'unknown' })), { is: 'unknown' });
});
