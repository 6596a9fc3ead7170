import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '../../../shared/config/types.ts';
import { NO_MARK, parseMark } from '../../../shared/views/marks.ts';
import { buildStatus, type StatusInput } from '../../../shared/views/status.ts';
import { configuration, entry, link, linkStatus, NOW, record, topology } from './fixtures.ts';

const input = (overrides: Partial<StatusInput> = {}): StatusInput => ({
  version: '1.2.3',
  configuration,
  faults: [],
  topology: topology(),
  records: new Map([['one/orders~two/orders', record(linkStatus())]]),
  outbox: [],
  sampling: { startedAtMs: NOW - 2_000, finishedAtMs: NOW - 1_000, durationMs: 1_000 },
  discovery: { startedAtMs: NOW - 61_000, finishedAtMs: NOW - 60_000, durationMs: 1_000 },
  storedProblems: [],
  processStartedAtMs: NOW - 100_000,
  nowMs: NOW,
  ...overrides,
});

test('a calm estate is one page without problems', () => {
  const status = buildStatus(input());
  assert.equal(status.name, 'Shops');
  assert.equal(status.health, 'ok');
  assert.deepEqual(status.objectives, { rpoSeconds: 5, rtoSeconds: 300 });
  assert.equal(status.links.length, 1);
  assert.deepEqual(status.problems, []);
  assert.equal(status.sampling.lastFinished, '2026-01-02T03:04:04.000Z');
  assert.equal(status.sampling.late, false);
});

test('a configuration with faults leaves no field of the page empty of reasons', () => {
  const fault = { path: 'channels[0].port', expected: 'a number', seen: 'text', example: '587' };
  const status = buildStatus(input({ configuration: undefined, faults: [fault], topology: undefined }));
  assert.equal(status.health, 'misconfigured');
  assert.equal(status.objectives, null);
  assert.deepEqual(status.problems[0], {
    area: 'configuration',
    subject: 'channels[0].port',
    code: 'invalid',
    message: 'Expected a number, saw text. For example: 587',
    since: null,
  });
});

test('what is wrong with a document that is used all the same is a warning', () => {
  const warning = { path: 'groups[0].confirmFor', expected: 'at least 1m', seen: '10s', example: '5m' };
  const [problem] = buildStatus(input({ faults: [warning] })).problems;
  assert.deepEqual([problem?.subject, problem?.code], ['groups[0].confirmFor', 'warning']);
});

test('links come in the order of their keys', () => {
  const links = ['c/x~d/x', 'a/x~b/x'].map((linkKey) => link({ linkKey }));
  const status = buildStatus(input({ topology: topology({ links }), records: new Map() }));
  assert.deepEqual(
    status.links.map((shown) => shown.linkKey),
    ['a/x~b/x', 'c/x~d/x'],
  );
});

test('an alert is as severe as its scope says, and as the deployment says while nobody knows the scope', () => {
  const alerts = { LagHigh: { phase: 'pending', sinceMs: NOW } } as const;
  const scope: Scope = {
    name: 'shop',
    subscriptions: ['s'],
    resourceGroups: [],
    servers: [],
    databases: [],
    tags: {},
    source: 'sql',
    alerts: { LagHigh: { severity: 'critical' } },
  };
  const known = topology({
    servers: [
      {
        id: '/one',
        name: 'one',
        fullyQualifiedDomainName: 'one.example',
        region: 'westeurope',
        subscriptionId: 's',
        resourceGroup: 'g',
        tags: {},
      },
    ],
    databases: [
      {
        server: 'one',
        database: 'orders',
        id: '/one/orders',
        region: 'westeurope',
        sku: { name: 'S3', tier: 'Standard', capacity: 100 },
        status: 'Online',
        tags: {},
      },
    ],
  });
  const severities = (given: Partial<StatusInput>) =>
    buildStatus(input({ records: new Map([['k', record(linkStatus(), { alerts })]]), ...given })).alerts.map(
      ({ severity }) => severity,
    );
  const scoped = { ...configuration, scopes: [scope] };
  assert.deepEqual(severities({ configuration: scoped, topology: known }), ['critical']);
  assert.deepEqual(severities({ configuration: scoped, topology: topology() }), ['error']);
  assert.deepEqual(severities({ configuration: scoped, topology: undefined }), ['error']);
  assert.deepEqual(severities({ configuration: undefined }), ['warning']);
});

test('an alert that has become worse is as severe as it was told', () => {
  const firing = { phase: 'firing', sinceMs: NOW, firedAtMs: NOW, severity: 'critical', sentence: 's' } as const;
  const records = new Map([['k', record(linkStatus(), { alerts: { LagHigh: firing } })]]);
  assert.deepEqual(
    buildStatus(input({ records })).alerts.map(({ severity }) => severity),
    ['critical'],
  );
});

test('every alert that is not quiet is shown, pending ones without a sentence', () => {
  const alerts = {
    LagHigh: { phase: 'firing', sinceMs: NOW - 9_000, firedAtMs: NOW - 4_000, peak: 12, sentence: '12 s behind' },
    LagUnknown: { phase: 'pending', sinceMs: NOW - 2_000 },
  } as const;
  const status = buildStatus(input({ records: new Map([['k', record(linkStatus(), { alerts })]]) }));
  assert.deepEqual(
    status.alerts.map((alert) => [alert.condition, alert.phase, alert.peak, alert.sentence]),
    [
      ['LagHigh', 'firing', 12, '12 s behind'],
      ['LagUnknown', 'pending', null, null],
    ],
  );
});

test('a database that could not be sampled is a problem with its number', () => {
  const failure = { kind: 'noRights', number: 18456, message: 'create the user' } as const;
  const status = buildStatus(
    input({ records: new Map([['k', record(linkStatus({ state: { name: 'unreachable', failure } }))]]) }),
  );
  assert.deepEqual(status.problems, [
    {
      area: 'sampling',
      subject: 'one/orders~two/orders',
      code: 'noRights:18456',
      message: 'create the user',
      since: '2026-01-02T03:03:35.000Z',
    },
  ]);
});

test('no token is trouble with the identity, not with the database', () => {
  const failure = { kind: 'identity', message: 'no endpoint' } as const;
  const status = buildStatus(
    input({ records: new Map([['k', record(linkStatus({ state: { name: 'unreachable', failure } }))]]) }),
  );
  assert.equal(status.problems[0]?.area, 'identity');
});

test('a message that waits and one that was given up are both told; a delivered one is not', () => {
  const status = buildStatus(
    input({
      outbox: [
        entry({ id: 'a', lastError: '429' }),
        entry({ id: 'b', status: 'failed', lastError: '404' }),
        entry({ id: 'c', status: 'delivered', lastError: '429', receipt: { atMs: NOW, detail: '202' } }),
      ],
    }),
  );
  assert.deepEqual(
    status.problems.map((problem) => [problem.code, problem.message]),
    [
      ['retrying', '429'],
      ['given-up', '404'],
    ],
  );
  assert.deepEqual(status.notifications[2]?.receipt, { at: '2026-01-02T03:04:05.000Z', detail: '202' });
});

test('problems that discovery stored are shown as they are', () => {
  const stored = { area: 'discovery', subject: 'sub', code: '403', message: 'no role', sinceMs: null } as const;
  assert.deepEqual(buildStatus(input({ storedProblems: [stored] })).problems, [
    { area: 'discovery', subject: 'sub', code: '403', message: 'no role', since: null },
  ]);
});

test('the view is the same for the same input, and is plain JSON', () => {
  const view = buildStatus(input());
  assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  assert.deepEqual(buildStatus(input()), view);
});

test('a stored mark that is not one reads as never', () => {
  assert.deepEqual(parseMark('yesterday'), NO_MARK);
  assert.deepEqual(parseMark(null), NO_MARK);
  assert.deepEqual(parseMark({ startedAtMs: 'x', finishedAtMs: Number.NaN }), NO_MARK);
  assert.deepEqual(parseMark({ startedAtMs: 1, finishedAtMs: 2, durationMs: 1 }), {
    startedAtMs: 1,
    finishedAtMs: 2,
    durationMs: 1,
  });
});
