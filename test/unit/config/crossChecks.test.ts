import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS, faultAt, faultsOf, OBJECTIVES, pathsOf, SUBSCRIPTION, sound, warningsOf } from './documents.ts';

const QUIET = [CHANNELS, 'alerts: { LagHigh: { above: 30s } }'];

test('two channels of one name are a fault, case ignored', () => {
  const text = sound(`channels:
  - { type: teams, name: On-Call, url: { setting: A } }
  - { type: teams, name: on-call, url: { setting: B } }`);
  const fault = faultAt(text, 'channels[1].name');
  assert.match(fault.seen, /as in channels\[0\]/);
});

test('two scopes of one name are a fault; unnamed ones are not', () => {
  const scope = (name: string) => `{ ${name}subscriptions: [${SUBSCRIPTION}] }`;
  const named = `scopes: [${scope('name: a, ')}, ${scope('')}, ${scope('name: A, ')}]\n${OBJECTIVES}`;
  assert.deepEqual(pathsOf(faultsOf(named)), ['scopes[2].name']);
  assert.equal(warningsOf(`scopes: [${scope('')}, ${scope('')}]\n${OBJECTIVES}\n${QUIET.join('\n')}`).length, 0);
});

test('duplicates are found even where other things are wrong', () => {
  const text = sound(`channels:
  - { type: teams, name: a }
  - { type: nonsense, name: a }`);
  assert.deepEqual(pathsOf(faultsOf(text)), ['channels[0].url', 'channels[1].name', 'channels[1].type']);
});

test('a mail user and a password come together', () => {
  const channel = (extra: string) =>
    sound(`channels: [{ type: smtp, name: a, host: h, from: a@example.org, to: [a@example.org], ${extra} }]`);
  assert.equal(faultAt(channel('user: u'), 'channels[0].password').seen, 'only user');
  assert.equal(faultAt(channel('password: { setting: P }'), 'channels[0].user').seen, 'only password');
});

test('the longest retry is at least the first, defaults included', () => {
  assert.equal(
    faultAt(sound('delivery: { firstRetry: 10s, longestRetry: 5s }'), 'delivery.longestRetry').example,
    'longestRetry: 20s',
  );
  assert.equal(faultAt(sound('delivery: { firstRetry: 20m }'), 'delivery.longestRetry').seen, '10m');
});

test('a threshold below the sampling interval is a warning', () => {
  const [own, ...others] = warningsOf(sound(CHANNELS, 'alerts: { LagHigh: { above: 10s } }'));
  assert.equal(own?.path, 'alerts.LagHigh.above');
  assert.match(own?.expected ?? '', /sampling interval \(30s\)/);
  assert.deepEqual(others, []);
});

test('an RPO below the sampling interval is a warning, for it is the threshold', () => {
  assert.deepEqual(pathsOf(warningsOf(sound(CHANNELS))), ['objectives.rpo']);
});

test('a threshold of exactly the sampling interval is none', () => {
  assert.deepEqual(warningsOf(sound(CHANNELS, 'alerts: { LagHigh: { above: 30s } }')), []);
});

test('a pending time between two samples is a warning; none at all is not', () => {
  const lines = (pending: string) => [CHANNELS, `alerts: { LagHigh: { above: 1m, for: ${pending} } }`];
  assert.deepEqual(pathsOf(warningsOf(sound(...lines('5s')))), ['alerts.LagHigh.for']);
  assert.deepEqual(warningsOf(sound(...lines('0s'))), []);
  assert.deepEqual(warningsOf(sound(...lines('30s'))), []);
});

test('a slow sampling interval makes the default pending times too short', () => {
  const paths = pathsOf(warningsOf(sound(CHANNELS, 'sampling: { every: 10m }', 'alerts: { LagHigh: { above: 20m } }')));
  assert.deepEqual(paths, [
    'alerts.CommitGapHigh.for',
    'alerts.LagHigh.for',
    'alerts.LagUnknown.for',
    'alerts.LinkAbsent.for',
    'alerts.LinkSuspended.for',
    'alerts.MonitorLate.for',
    'alerts.PrimaryThrottled.for',
    'alerts.PrimaryUnreachable.for',
    'alerts.RedoLagHigh.for',
    'alerts.SamplingBlind.for',
    'alerts.SecondaryUnreachable.for',
    'alerts.ServerUnreachable.for',
    'alerts.Unprotected.for',
  ]);
});

test('a document without channels is a warning: nobody is told', () => {
  assert.deepEqual(pathsOf(warningsOf(sound('alerts: { LagHigh: { above: 30s } }'))), ['channels']);
  assert.deepEqual(pathsOf(warningsOf(sound('alerts: { LagHigh: { above: 30s } }', 'channels: []'))), ['channels']);
});
