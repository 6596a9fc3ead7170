import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestEstate, run } from '../../testEstate.ts';

const WAIT = "EXEC sys.sp_wait_for_database_copy_sync @target_server = N'gamma', @target_database = N'Orders'";

test('waits until the commits that were there at the call are hardened', () => {
  const estate = createTestEstate();
  const before = estate.model.database('alpha', 'Orders')?.position ?? 0;
  const startedMs = estate.clock.nowMs;
  const { errors, steps } = run(estate, estate.session('alpha', 'Orders'), WAIT);
  assert.deepEqual(errors, []);
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['wait', 'done'],
  );
  const link = estate.model.linkViews('alpha', 'Orders').find(({ partnerServer }) => partnerServer === 'gamma');
  assert.ok((link?.hardenedPosition ?? 0) >= before);
  // gamma is three seconds behind: the wait is about that long, and not until the primary falls silent.
  assert.ok(estate.clock.nowMs - startedMs >= 2_000 && estate.clock.nowMs - startedMs < 10_000);
});

test('arguments may come by position', () => {
  const estate = createTestEstate();
  assert.deepEqual(
    run(estate, estate.session('alpha', 'Orders'), "EXEC sp_wait_for_database_copy_sync 'gamma', 'Orders'").errors,
    [],
  );
});

test('fails without arguments, on the secondary, for a partner that is none, and once the link is gone', () => {
  const estate = createTestEstate();
  const errors = (server: string, text: string): number[] =>
    run(estate, estate.session(server, 'Orders'), text).errors.map(({ number }) => number);
  assert.deepEqual(errors('alpha', 'EXEC sys.sp_wait_for_database_copy_sync'), [201]);
  assert.deepEqual(errors('gamma', WAIT.replace('gamma', 'alpha')), [40651]);
  assert.deepEqual(errors('alpha', WAIT.replace('gamma', 'nowhere')), [40651]);
  estate.model.apply({
    kind: 'link',
    server: 'alpha',
    database: 'Orders',
    secondaryServer: 'gamma',
    becomes: 'removed',
  });
  assert.deepEqual(errors('alpha', WAIT), [40651]);
});

test('gives up when the interlink stays lost', () => {
  const estate = createTestEstate();
  estate.model.apply({
    kind: 'link',
    server: 'alpha',
    database: 'Orders',
    secondaryServer: 'gamma',
    becomes: 'disconnected',
  });
  estate.clock.nowMs += 5_000;
  const startedMs = estate.clock.nowMs;
  const { errors } = run(estate, estate.session('alpha', 'Orders'), WAIT);
  assert.deepEqual(
    errors.map(({ number }) => number),
    [40671],
  );
  assert.ok(estate.clock.nowMs - startedMs >= 30_000);
});
