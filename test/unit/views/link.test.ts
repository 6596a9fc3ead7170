import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLinkView } from '../../../shared/views/link.ts';
import { link, linkStatus, NOW, record } from './fixtures.ts';

const view = (status: Parameters<typeof linkStatus>[0]) =>
  toLinkView(link(), record(linkStatus(status)), NOW - 60_000, NOW);

test('a known lag is shown with its state and since when', () => {
  const shown = view({});
  assert.equal(shown.state, 'caughtUp');
  assert.equal(shown.lagSeconds, 2);
  assert.equal(shown.sinceSeconds, 30);
  assert.equal(shown.since, '2026-01-02T03:03:35.000Z');
  assert.deepEqual(shown.primary, { server: 'one', database: 'orders', region: 'westeurope' });
});

test('a lag of zero is zero', () => {
  assert.equal(view({ state: { name: 'caughtUp', lagSeconds: 0 } }).lagSeconds, 0);
});

test('an unknown lag is null, never zero, and the last known one stands beside it', () => {
  const shown = view({ state: { name: 'lagUnknown' }, lastKnownLag: { lagSeconds: 3, atMs: NOW - 40_000 } });
  assert.equal(shown.lagSeconds, null);
  assert.deepEqual(shown.lastKnownLag, { lagSeconds: 3, at: '2026-01-02T03:03:25.000Z' });
});

test('a failure is shown with its number and its sentence', () => {
  const shown = view({
    state: { name: 'unreachable', failure: { kind: 'firewall', number: 40615, message: 'closed' } },
  });
  assert.deepEqual(shown.failure, { kind: 'firewall', number: 40615, message: 'closed' });
  assert.equal(shown.lagSeconds, null);
});

test('a failure without a number shows null', () => {
  assert.equal(
    view({ state: { name: 'unreachable', failure: { kind: 'garbage', message: 'x' } } }).failure?.number,
    null,
  );
});

test('seeding shows its percent, or that it is not known', () => {
  assert.equal(view({ state: { name: 'seeding', percent: 40 } }).seedingPercent, 40);
  assert.equal(view({ state: { name: 'seeding', percent: null } }).seedingPercent, null);
});

test('the running spell may be the longest of its kind', () => {
  const shown = view({ longestMs: { caughtUp: 10_000, lagUnknown: 90_000 } });
  assert.deepEqual(shown.longestSeconds, { caughtUp: 30, lagUnknown: 90 });
});

test('what was never sampled is pending since it was discovered', () => {
  const shown = toLinkView(link(), undefined, NOW - 60_000, NOW);
  assert.equal(shown.state, 'pending');
  assert.equal(shown.sinceSeconds, 60);
  assert.equal(shown.lastCommit, null);
});

test('a clock that ran backwards never makes a negative spell', () => {
  assert.equal(view({ sinceMs: NOW + 5_000 }).sinceSeconds, 0);
});
