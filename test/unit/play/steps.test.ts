import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseScenario } from '../../../local/play/load.ts';
import { actionsOf, describeStep } from '../../../local/play/steps.ts';

function stepsOf(...lines: string[]) {
  return parseScenario(
    `
name: steps
story: x
estate:
  regions: [westeurope]
  app: { region: westeurope }
  servers: [{ name: a, region: westeurope }]
  databases: []
steps:
${lines.map((line) => `  - { at: 1s, ${line} }`).join('\n')}
expect:
  - { by: 1s, shows: { health: ok } }
`,
    'steps.yaml',
  ).steps;
}

const CASES: Array<[string, unknown]> = [
  ['rights: a, becomes: connect', { kind: 'rights', server: 'a', becomes: 'connect' }],
  ['monitor: denied', { kind: 'monitor', becomes: 'denied' }],
  ['monitor: up, delay: 2s', { kind: 'monitor', becomes: 'up', delayMs: 2_000 }],
  [
    'lagMetric: { database: a/x, says: 5m }',
    { kind: 'lagMetric', server: 'a', database: 'x', says: { lagSeconds: 300 } },
  ],
  ['lagMetric: { database: a/x, says: nothing }', { kind: 'lagMetric', server: 'a', database: 'x', says: 'nothing' }],
  ['lagMetric: { database: a/x, says: theTruth }', { kind: 'lagMetric', server: 'a', database: 'x', says: 'theTruth' }],
  ['region: westeurope, becomes: down', { kind: 'region', region: 'westeurope', becomes: 'down' }],
  ['region: westeurope, roundTrip: 80ms', { kind: 'latency', region: 'westeurope', roundTripMs: 80 }],
  [
    'network: { from: a, to: b }, becomes: silent',
    { kind: 'network', from: 'a', to: 'b', bothWays: true, becomes: 'silent' },
  ],
  [
    'link: { database: a/x, secondary: b }, becomes: suspended',
    { kind: 'link', server: 'a', database: 'x', secondaryServer: 'b', becomes: 'suspended' },
  ],
  [
    'link: { database: a/x, secondary: b }, shippingDelay: 45s, shippingRate: 3',
    { kind: 'link', server: 'a', database: 'x', secondaryServer: 'b', shippingDelayMs: 45_000, shippingRate: 3 },
  ],
  ['database: a/x, becomes: Restarted', { kind: 'database', server: 'a', database: 'x', becomes: 'Restarted' }],
  ['database: a/x, commitsPerSecond: 9', { kind: 'workload', server: 'a', database: 'x', commitsPerSecond: 9 }],
  ['database: a/x, logWritePercent: 50', { kind: 'logWrite', server: 'a', database: 'x', percent: 50 }],
  [
    'failover: { database: a/x, to: b }',
    { kind: 'failover', server: 'a', database: 'x', to: 'b', mode: 'planned', by: 'arm' },
  ],
  [
    'failover: { database: a/x, to: b, mode: forced, by: tsql }',
    { kind: 'failover', server: 'a', database: 'x', to: 'b', mode: 'forced', by: 'tsql' },
  ],
  ['database: a/x, sku: P4', { kind: 'scale', server: 'a', database: 'x', sku: 'P4' }],
  [
    'link: { database: a/x, secondary: b }, redoDelay: 30s',
    { kind: 'link', server: 'a', database: 'x', secondaryServer: 'b', redoDelayMs: 30_000 },
  ],
  ['rights: a, becomes: administrator', { kind: 'rights', server: 'a', becomes: 'administrator' }],
  ['sql: a, answers: 40613', { kind: 'sql', server: 'a', fault: { kind: 'error', number: 40613 } }],
  ['sql: a/x, answers: hangQuery', { kind: 'sql', server: 'a', database: 'x', fault: { kind: 'hangQuery' } }],
  [
    'sql: a/x, statements: 40501',
    { kind: 'sql', server: 'a', database: 'x', fault: { kind: 'queryError', number: 40501 } },
  ],
  ['sql: a/x, answers: properly', { kind: 'sql', server: 'a', database: 'x', fault: null }],
  ['firewall: a, becomes: closed', { kind: 'firewall', server: 'a', becomes: 'closed' }],
  ['rights: a, becomes: denied', { kind: 'rights', server: 'a', becomes: 'denied' }],
  ['resourceManager: throttled', { kind: 'resourceManager', becomes: 'throttled' }],
  ['resourceManager: garbage', { kind: 'resourceManager', becomes: 'garbage' }],
  ['identity: unreachable', { kind: 'identity', becomes: 'unreachable' }],
  ['channel: teams, answers: throttled', { kind: 'channel', channel: 'teams', answers: 'throttled' }],
  ['eventGrid: unavailable', { kind: 'eventGrid', becomes: 'unavailable' }],
  ['eventGrid: delayed, delay: 4h', { kind: 'eventGrid', becomes: 'delayed', delayMs: 14_400_000 }],
  [
    'eventGrid: duplicating, copies: 3, topic: uksouth',
    { kind: 'eventGrid', becomes: 'duplicating', topic: 'uksouth', copies: 3 },
  ],
  [
    'serviceHealth: { region: westeurope, status: Active }',
    { kind: 'serviceHealth', region: 'westeurope', service: 'SQL Database', status: 'Active' },
  ],
  [
    'resourceHealth: { database: a/x, status: Unavailable }',
    { kind: 'resourceHealth', server: 'a', database: 'x', status: 'Unavailable' },
  ],
  [
    'metric: { database: a/x, name: availability, fired: true }',
    { kind: 'metric', server: 'a', database: 'x', metric: 'availability', fired: true },
  ],
  ['healthFeeds: { serviceHealth: never }', { kind: 'healthFeeds', serviceHealthAfterMs: null }],
  [
    'healthFeeds: { serviceHealth: 3s, resolved: 1m }',
    { kind: 'healthFeeds', serviceHealthAfterMs: 3000, resolvedAfterMs: 60_000 },
  ],
];

for (const [line, change] of CASES) {
  test(`'${line}' changes the estate so`, () => {
    const [step] = stepsOf(line);
    assert.ok(step);
    assert.deepEqual(actionsOf(step), [{ kind: 'change', change }]);
  });
}

test('a step on the app is no change to the estate', () => {
  const [step] = stepsOf('app: killed');
  assert.ok(step);
  assert.deepEqual(actionsOf(step), [{ kind: 'app', does: 'killed', which: 'first' }]);
});

const APP_CASES: Array<[string, unknown]> = [
  ['app: stopped, which: second', { kind: 'app', does: 'stopped', which: 'second' }],
  ['app: killedAfterJournal', { kind: 'killAfterJournal' }],
  [
    'automation: paused, by: Ada, comment: a migration runs',
    { kind: 'automation', does: 'pause', by: 'Ada', comment: 'a migration runs' },
  ],
  [
    'silence: { condition: LagHigh, region: [westeurope] }, for: 20s, comment: a migration runs',
    {
      kind: 'silence',
      match: { condition: 'LagHigh', region: ['westeurope'] },
      forMs: 20_000,
      by: 'Ada Duty',
      comment: 'a migration runs',
    },
  ],
  ['automation: resumed, comment: done', { kind: 'automation', does: 'resume', by: 'Ada Duty', comment: 'done' }],
  [
    'decision: approve, comment: go',
    { kind: 'decision', decision: 'approve', by: 'Ada Duty', comment: 'go', of: 'newest' },
  ],
  [
    'decision: reject, by: Bo, comment: wait, of: first',
    { kind: 'decision', decision: 'reject', by: 'Bo', comment: 'wait', of: 'first' },
  ],
];

for (const [line, action] of APP_CASES) {
  test(`'${line}' is done to the app`, () => {
    const [step] = stepsOf(line);
    assert.ok(step);
    assert.deepEqual(actionsOf(step), [action]);
  });
}

test('unknown keys and values of the new steps are refused with their path', () => {
  const refused = (line: string, says: RegExp) => assert.throws(() => stepsOf(line), says);
  refused('eventGrid: late', /steps\[0\]\.eventGrid/);
  refused('app: killed, which: third', /steps\[0\]\.which/);
  refused('app: killedAfterJournal, which: second', /steps\[0\]/);
  refused('decision: approve', /steps\[0\]\.comment/);
  refused('decision: approve, comment: go, off: first', /steps\[0\]\.off: unknown key/);
  refused('serviceHealth: { region: a, status: Active, since: 1s }', /steps\[0\]\.serviceHealth\.since: unknown key/);
});

test('a step with a range is done to each', () => {
  const [step] = stepsOf("database: 'a/x-{1..3}', commitsPerSecond: 0");
  assert.ok(step);
  const names = actionsOf(step).map((action) =>
    action.kind === 'change' && action.change.kind === 'workload' ? action.change.database : '?',
  );
  assert.deepEqual(names, ['x-1', 'x-2', 'x-3']);
});

test('the timeline says what a step does', () => {
  const [step] = stepsOf('link: { database: a/x, secondary: b }, becomes: suspended');
  assert.ok(step);
  assert.equal(describeStep(step), 'link a/x b, becomes suspended');
});
