import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evidenceFromLogin } from '../../../shared/outage/evidenceFromLogin.ts';
import { evidenceFromSample, type Look } from '../../../shared/outage/evidenceFromSample.ts';
import type { SampleFailure } from '../../../shared/replication/types.ts';
import { T0 } from './builders.ts';

const LOOK: Look = {
  source: 'witnessProbe',
  reporter: 'witness-fr',
  path: 'France Central',
  database: { server: 'Contoso-WE', database: 'Orders', region: 'West Europe' },
  lifetimeMs: 35_000,
};
const failed = (failure: Omit<SampleFailure, 'message'>) => ({
  ok: false as const,
  atMs: T0,
  failure: { ...failure, message: 'secret-host refused.' },
});

describe('a fresh login', () => {
  test('that is answered speaks against an outage', () => {
    const { id: _, ...evidence } = evidenceFromLogin(LOOK, { ok: true, atMs: T0 });
    assert.deepEqual(evidence, {
      source: 'witnessProbe',
      vote: 'against',
      scope: { kind: 'database', server: 'contoso-we', database: 'orders', region: 'westeurope' },
      sinceMs: T0,
      atMs: T0,
      expiresAtMs: T0 + 35_000,
      path: 'francecentral',
      sentence: 'A witness in francecentral asked contoso-we/orders: it answered a fresh login.',
    });
  });

  test('that is not answered votes as the same login after a failed sample does, in the same words', () => {
    for (const failure of [
      { kind: 'unreachable' },
      { kind: 'unavailable', number: 40_613 },
      { kind: 'busy', number: 40_501 },
      { kind: 'noRights', number: 18_456 },
      { kind: 'notFound', number: 4_060 },
    ] as const) {
      const login = failed(failure);
      assert.deepEqual(evidenceFromLogin(LOOK, login), evidenceFromSample(LOOK, failed(failure), login));
    }
  });

  test('of a database that sleeps never votes', () => {
    assert.equal(evidenceFromLogin({ ...LOOK, armStatus: 'Paused' }, failed({ kind: 'unreachable' })).vote, 'none');
  });

  test('repeats nothing of what the failure said', () => {
    const evidence = evidenceFromLogin(LOOK, failed({ kind: 'unavailable', number: 40_613 }));
    assert.doesNotMatch(JSON.stringify(evidence), /secret-host/);
    assert.deepEqual(evidence.failure, { kind: 'unavailable', number: 40_613 });
  });

  test('has the identity of what the same reporter says of the same database by a sample', () => {
    const sample = evidenceFromSample(LOOK, { ok: true, atMs: T0, roundTripMs: 1, rows: [] });
    assert.equal(evidenceFromLogin(LOOK, { ok: true, atMs: T0 }).id, sample.id);
  });
});
