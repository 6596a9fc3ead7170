/** `notifications:`, `maintenance:` and `heartbeat:`: what they become, and what is refused of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LABEL_NAMES } from '../../../shared/alerting/types.ts';
import { CHANNELS, configurationOf, faultAt, faultsOf, pathsOf, sound, warningsOf } from './documents.ts';

const QUIET = [CHANNELS, 'alerts: { LagHigh: { above: 30s } }'];
const notifying = (fields: string) => sound(...QUIET, `notifications: { ${fields} }`);
const timingOf = (fields: string) => configurationOf(notifying(fields)).notifications;
const window = (fields: string) => sound(...QUIET, `maintenance: [{ name: rebuild, duration: 2h, ${fields} }]`);

test('every time of the notifications is read', () => {
  assert.deepEqual(
    timingOf(
      'groupBy: [scope], groupWait: 10s, groupInterval: 1m, repeat: 1h, storm: { messages: 3, within: 1m }, flapping: { times: 2, within: 10m, calm: 5m }',
    ),
    {
      groupBy: ['scope'],
      groupWaitMs: 10_000,
      groupIntervalMs: 60_000,
      repeatMs: 3_600_000,
      storm: { messages: 3, withinMs: 60_000 },
      flapping: { times: 2, withinMs: 600_000, calmMs: 300_000 },
    },
  );
});

test('what is left out of a part has its default', () => {
  assert.deepEqual(timingOf('storm: { messages: 3 }').storm, { messages: 3, withinMs: 300_000 });
  assert.deepEqual(timingOf('flapping: { calm: 1m }').flapping, { times: 4, withinMs: 1_800_000, calmMs: 60_000 });
});

test('alerts are grouped by any labels, or all together', () => {
  assert.deepEqual(timingOf('groupBy: []').groupBy, []);
  assert.deepEqual(timingOf(`groupBy: [${LABEL_NAMES.join(', ')}]`).groupBy, [...LABEL_NAMES]);
  assert.deepEqual(timingOf('groupBy: [region, condition, region]').groupBy, ['region', 'condition']);
  assert.match(
    faultAt(notifying('groupBy: [link]'), 'notifications.groupBy[0]').expected,
    /condition, severity, scope/,
  );
  faultAt(notifying('groupBy: region'), 'notifications.groupBy');
});

test('the first message need not wait, and no time is without a bound', () => {
  assert.equal(timingOf('groupWait: 0s').groupWaitMs, 0);
  for (const [path, wrong] of [
    ['groupWait', '2h'],
    ['groupInterval', '0s'],
    ['repeat', '0s'],
    ['repeat', '31d'],
  ] as const) {
    faultAt(notifying(`${path}: ${wrong}`), `notifications.${path}`);
  }
  faultAt(notifying('storm: { within: 0s }'), 'notifications.storm.within');
  faultAt(notifying('storm: { messages: 0 }'), 'notifications.storm.messages');
});

test('flapping can be switched off; once is no coming and going', () => {
  assert.equal(timingOf('flapping: { times: 0 }').flapping.times, 0);
  assert.equal(timingOf('flapping: { times: 2 }').flapping.times, 2);
  for (const wrong of ['1', '-1', '2.5', '101', "'4'"]) {
    const fault = faultAt(notifying(`flapping: { times: ${wrong} }`), 'notifications.flapping.times');
    assert.match(fault.expected, /^0 for never, or a whole number from 2 to 100$/);
  }
});

test('a repetition between two intervals is a warning with the time that it becomes', () => {
  const [warning, ...others] = warningsOf(notifying('groupInterval: 5m, repeat: 61m'));
  assert.equal(warning?.path, 'notifications.repeat');
  assert.match(warning?.expected ?? '', /a multiple of groupInterval \(5m\)/);
  assert.deepEqual([warning?.seen, warning?.example, others], ['1h1m', 'repeat: 1h5m', []]);
});

test('the defaults count for that as well', () => {
  assert.deepEqual(pathsOf(warningsOf(notifying('groupInterval: 7m'))), ['notifications.repeat']);
  assert.deepEqual(pathsOf(warningsOf(notifying('repeat: 2m'))), ['notifications.repeat'], 'less than one interval');
  assert.deepEqual(warningsOf(notifying('groupInterval: 10m')), []);
  assert.deepEqual(warningsOf(notifying('repeat: 1h')), []);
});

test('a maintenance window is read with its matcher as lists, and means UTC unless it says otherwise', () => {
  const [read] = configurationOf(window("cron: '0 2 * * sun', match: { server: shop-we }")).maintenance;
  assert.deepEqual(read, {
    name: 'rebuild',
    match: { server: ['shop-we'] },
    cron: '0 2 * * sun',
    timeZone: 'UTC',
    durationMs: 7_200_000,
  });
  const berlin = configurationOf(window("cron: '0 2 * * *', timeZone: Europe/Berlin")).maintenance[0];
  assert.deepEqual([berlin?.timeZone, berlin?.match], ['Europe/Berlin', {}]);
});

test('cron has five fields that some day fits', () => {
  for (const wrong of [
    '0 2 * *',
    '0 2 * * * *',
    '0 2 * * sun 2030',
    '@daily',
    '0 25 * * *',
    '60 2 * * *',
    '0 2 * * someday',
    '0 0 31 2 *',
    '2030-01-01T00:00:00',
    'every sunday at two oclock',
    '',
    ' 0 2 * * *',
  ]) {
    assert.match(faultAt(window(`cron: '${wrong}'`), 'maintenance[0].cron').expected, /five fields/, wrong);
  }
  for (const right of [
    '* * * * *',
    '*/15 9-17 * * mon-fri',
    '0 2 1,15 * *',
    '0 2 * jan sun',
    '30 2 L * *',
    '0 2 * * 7',
  ]) {
    assert.equal(configurationOf(window(`cron: '${right}'`)).maintenance[0]?.cron, right);
  }
});

test('a window lasts from a minute to seven days, in a time zone that there is, and has a name', () => {
  const text = (fields: string) => sound(...QUIET, `maintenance: [{ cron: '0 2 * * *', ${fields} }]`);
  for (const wrong of ['59s', '8d', '0s']) {
    faultAt(text(`name: a, duration: ${wrong}`), 'maintenance[0].duration');
  }
  for (const right of ['1m', '7d']) assert.ok(configurationOf(text(`name: a, duration: ${right}`)));
  const zone = faultAt(text('name: a, duration: 1h, timeZone: Europ/Berlin'), 'maintenance[0].timeZone');
  assert.equal(zone.example, 'timeZone: Europe/Berlin');
  assert.deepEqual(pathsOf(faultsOf(text(''))), ['maintenance[0].duration', 'maintenance[0].name']);
});

test('two windows of one name are a fault, case ignored', () => {
  const one = "cron: '0 2 * * *', duration: 1h";
  const text = sound(`maintenance: [{ name: Patches, ${one} }, { name: patches, ${one} }]`);
  assert.match(faultAt(text, 'maintenance[1].name').seen, /as in maintenance\[0\]/);
});

test('there is no heartbeat unless the document names its address, as an app setting', () => {
  assert.equal(configurationOf(sound()).heartbeat, undefined);
  assert.deepEqual(configurationOf(sound('heartbeat: { url: { setting: BEAT } }')).heartbeat, {
    url: { setting: 'BEAT' },
    everyMs: 60_000,
  });
  assert.equal(configurationOf(sound('heartbeat: { url: { setting: BEAT }, every: 5m }')).heartbeat?.everyMs, 300_000);
  faultAt(sound('heartbeat: {}'), 'heartbeat.url');
  assert.equal(
    faultAt(sound('heartbeat: { url: { setting: BEAT }, every: 7s }'), 'heartbeat.every').example,
    'every: 6s',
  );
});

test('a heartbeat that is to come more often than sweeps do is a warning, also by its default', () => {
  const warned = (every: string, sampling: string) =>
    pathsOf(
      warningsOf(
        sound(
          CHANNELS,
          'alerts: { LagHigh: { above: 1d } }',
          `heartbeat: { url: { setting: BEAT }${every} }`,
          `sampling: { every: ${sampling} }`,
        ),
      ),
    ).filter((path) => path.startsWith('heartbeat'));
  assert.deepEqual(warned(', every: 10s', '30s'), ['heartbeat.every']);
  assert.deepEqual(warned(', every: 30s', '30s'), []);
  assert.deepEqual(warned('', '1m'), []);
  assert.deepEqual(warned('', '2m'), ['heartbeat.every']);
});

test('without a heartbeat slow sweeps are none of its business', () => {
  const text = sound(CHANNELS, 'alerts: { LagHigh: { above: 1d } }', 'sampling: { every: 2m }');
  assert.ok(!pathsOf(warningsOf(text)).includes('heartbeat.every'));
});

test('the literal address of a heartbeat is its credential: refused and not repeated', () => {
  const fault = faultAt(sound('heartbeat: { url: https://hc-ping.example/TOPSECRET }'), 'heartbeat.url');
  assert.match(fault.expected, /a reference to an app setting, because the address of the check/);
  assert.doesNotMatch(JSON.stringify(fault), /TOPSECRET/);
});
