import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfiguration } from '../../../shared/config/load.ts';
import { DEFAULT_RULES } from './defaultRules.ts';
import {
  CHANNELS,
  configurationOf,
  faultAt,
  faultsOf,
  OBJECTIVES,
  pathsOf,
  SCOPES,
  SUBSCRIPTION,
  sound,
} from './documents.ts';

test('the smallest document gets every default', () => {
  assert.deepEqual(configurationOf(sound()), {
    role: 'guardian',
    cloud: 'public',
    name: 'Geowarden',
    scopes: [
      {
        name: 'scope 1',
        subscriptions: [SUBSCRIPTION],
        resourceGroups: [],
        servers: [],
        databases: [],
        tags: {},
        source: 'sql',
        alerts: {},
      },
    ],
    objectives: { rpoMs: 5000, rtoMs: 300_000 },
    sampling: { everyMs: 30_000, timeoutMs: 10_000, concurrency: 32, shardAbove: 100, encryption: 'strict' },
    signals: { everyMs: 60_000, timeoutMs: 15_000, secondaries: true, metrics: true, metricsEveryMs: 300_000 },
    discovery: { everyMs: 900_000, timeoutMs: 30_000 },
    alerts: DEFAULT_RULES,
    channels: [],
    routes: [],
    notifications: {
      groupBy: ['condition', 'region'],
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      repeatMs: 14_400_000,
      storm: { messages: 10, withinMs: 300_000 },
      flapping: { times: 4, withinMs: 1_800_000, calmMs: 900_000 },
    },
    maintenance: [],
    groups: [],
    supervision: { everyMs: 15_000 },
    approval: { validForMs: 900_000, key: { setting: 'GEOWARDEN_APPROVAL_KEY' } },
    fence: {},
    events: { topics: [] },
    history: { keepMs: 2_592_000_000 },
    logs: { queries: [] },
    delivery: { everyMs: 60_000, attempts: 8, firstRetryMs: 5000, longestRetryMs: 600_000, timeoutMs: 10_000 },
  });
});

test('the short times of a rehearsal are configuration like any other', () => {
  const configuration = configurationOf(
    sound('sampling: { every: 1s, timeout: 2s }', 'alerts: { LagHigh: { above: 30s, for: 2s, resolve: 2s } }'),
  );
  assert.equal(configuration.sampling.everyMs, 1000);
  assert.deepEqual(configuration.alerts.LagHigh, {
    enabled: true,
    severity: 'error',
    pendingMs: 2000,
    resolveMs: 2000,
    threshold: 30,
  });
});

test('a question takes no longer than the interval allows, unless the document says how long', () => {
  const timeoutOf = (sampling: string) => configurationOf(sound(`sampling: { ${sampling} }`)).sampling.timeoutMs;
  assert.deepEqual(
    ['every: 1s', 'every: 2s', 'every: 5s', 'every: 10s', 'every: 1h'].map(timeoutOf),
    [2000, 2000, 5000, 10_000, 10_000],
  );
  assert.equal(timeoutOf('every: 1s, timeout: 30s'), 30_000);
});

test('LagHigh measures against the RPO unless it has a threshold of its own', () => {
  assert.equal(configurationOf(sound()).alerts.LagHigh.threshold, 5);
  assert.equal(configurationOf(sound('alerts: { LagHigh: { above: 90s } }')).alerts.LagHigh.threshold, 90);
});

test('an alert can be switched off and made louder', () => {
  const { alerts } = configurationOf(sound('alerts: { Unprotected: { enabled: false, severity: critical, for: 0s } }'));
  assert.deepEqual(alerts.Unprotected, { enabled: false, severity: 'critical', pendingMs: 0, resolveMs: 60_000 });
});

test('every kind of channel is read, with the secret as a reference only', () => {
  const { channels } = configurationOf(
    sound(`channels:
  - { type: teams, name: a, url: { setting: TEAMS } }
  - { type: smtp, name: b, host: smtp.example.org, from: a@example.org, to: [b@example.org] }
  - { type: smtp, name: c, host: smtp.example.org, port: 465, user: u, password: { setting: PW }, from: a@example.org, to: [b@example.org, c@example.org] }
  - { type: communicationEmail, name: d, connectionString: { setting: ACS }, from: a@example.org, to: [b@example.org] }`),
  );
  assert.deepEqual(channels, [
    { type: 'teams', name: 'a', url: { setting: 'TEAMS' } },
    { type: 'smtp', name: 'b', host: 'smtp.example.org', port: 587, from: 'a@example.org', to: ['b@example.org'] },
    {
      type: 'smtp',
      name: 'c',
      host: 'smtp.example.org',
      port: 465,
      user: 'u',
      password: { setting: 'PW' },
      from: 'a@example.org',
      to: ['b@example.org', 'c@example.org'],
    },
    {
      type: 'communicationEmail',
      name: 'd',
      connectionString: { setting: 'ACS' },
      from: 'a@example.org',
      to: ['b@example.org'],
    },
  ]);
});

test('channels for machines keep their incidents, or refuse private addresses, unless the document says otherwise', () => {
  const { channels } = configurationOf(
    sound(`channels:
  - { type: pagerDuty, name: a, routingKey: { setting: KEY } }
  - { type: pagerDuty, name: b, routingKey: { setting: KEY }, serviceRegion: eu }
  - { type: slack, name: c, url: { setting: CHAT } }
  - { type: webhook, name: d, url: { setting: HOOK }, secret: { setting: SIGN }, allowPrivateAddresses: true }`),
  );
  assert.deepEqual(channels, [
    { type: 'pagerDuty', name: 'a', routingKey: { setting: 'KEY' }, serviceRegion: 'us' },
    { type: 'pagerDuty', name: 'b', routingKey: { setting: 'KEY' }, serviceRegion: 'eu' },
    { type: 'slack', name: 'c', url: { setting: 'CHAT' }, allowPrivateAddresses: false },
    {
      type: 'webhook',
      name: 'd',
      url: { setting: 'HOOK' },
      secret: { setting: 'SIGN' },
      allowPrivateAddresses: true,
    },
  ]);
});

test('a channel for machines is refused in the words of its kind', () => {
  const at = (channel: string, path: string) => faultAt(sound(`channels: [${channel}]`), `channels[0].${path}`);
  assert.match(
    at('{ type: pagerDuty, name: a, routingKey: { setting: K }, serviceRegion: us-east }', 'serviceRegion').expected,
    /us or eu/,
  );
  assert.match(
    at('{ type: slack, name: a, ur: { setting: K }, url: { setting: K } }', 'ur').expected,
    /did you mean 'url'\?/,
  );
  assert.equal(at('{ type: webhook, name: a, url: { setting: K } }', 'secret').seen, 'nothing');
  assert.match(at('{ type: slck, name: a }', 'type').expected, /pagerDuty, slack or webhook/);
  at(
    '{ type: webhook, name: a, url: { setting: K }, secret: { setting: S }, allowPrivateAddresses: 10.0.0.1 }',
    'allowPrivateAddresses',
  );
});

test('subscription ids are compared without case, so they are kept in lower case', () => {
  const text = `scopes: [{ subscriptions: [${SUBSCRIPTION.toUpperCase()}] }]\n${OBJECTIVES}`;
  assert.deepEqual(configurationOf(text).scopes[0]?.subscriptions, [SUBSCRIPTION]);
});

test('every fault is named at once', () => {
  const faults = faultsOf(`
objectives: { rpo: 5, rto: 5mn }
samplng: {}
sampling: { every: 7s, concurrency: 0, shardAbove: 100, encryption: none }
scopes: [{ databases: [orders] }, { subscriptions: [abc], servers: [], tags: { a: 1 } }]
alerts: { LagHih: {}, LagUnknown: { above: 2s } }
channels:
  - { type: teams, name: a, url: 'https://x.logic.azure.com/?sig=TOPSECRET' }
  - { type: smtp, name: A, user: x, host: 'smtp://x', port: 99999, from: a, to: [] }
  - { type: pager }
`);
  assert.deepEqual(pathsOf(faults), [
    'alerts.LagHih',
    'alerts.LagUnknown.above',
    'channels[0].url',
    'channels[1].from',
    'channels[1].host',
    'channels[1].name',
    'channels[1].password',
    'channels[1].port',
    'channels[1].to',
    'channels[2].type',
    'objectives.rpo',
    'objectives.rto',
    'sampling.concurrency',
    'sampling.encryption',
    'sampling.every',
    'samplng',
    'scopes[0].databases[0]',
    'scopes[0].subscriptions',
    'scopes[1].servers',
    'scopes[1].subscriptions[0]',
    'scopes[1].tags.a',
  ]);
  for (const fault of faults) {
    assert.ok(fault.expected !== '' && fault.seen !== '' && fault.example !== '', JSON.stringify(fault));
  }
  assert.doesNotMatch(JSON.stringify(faults), /TOPSECRET/);
});

test('an unknown key is refused with the name it was probably meant to be', () => {
  const fault = faultAt(sound('samplng: { every: 1s }'), 'samplng');
  assert.match(fault.expected, /did you mean 'sampling'\?/);
  assert.equal(fault.example, 'sampling: { every: 30s }');
});

test('an unknown key inside a channel is refused in the words of that kind of channel', () => {
  const text = sound('channels: [{ type: smtp, name: a, host: h, prt: 25, from: a@example.org, to: [a@example.org] }]');
  assert.match(faultAt(text, 'channels[0].prt').expected, /did you mean 'port'\?/);
});

test('a key that belongs to another alert is unknown here', () => {
  assert.match(
    faultAt(sound('alerts: { LinkSuspended: { above: 1s } }'), 'alerts.LinkSuspended.above').expected,
    /one of enabled, for/,
  );
});

test('a literal secret is refused, explained, and never repeated', () => {
  const literals = {
    'channels[0].url': 'channels: [{ type: teams, name: a, url: "https://x/?sig=TOPSECRET" }]',
    'channels[0].password':
      'channels: [{ type: smtp, name: a, host: h, user: u, password: TOPSECRET, from: a@example.org, to: [a@example.org] }]',
    'channels[0].connectionString':
      'channels: [{ type: communicationEmail, name: a, connectionString: "endpoint=https://x/;accesskey=TOPSECRET", from: a@example.org, to: [a@example.org] }]',
    'channels[0].routingKey': 'channels: [{ type: pagerDuty, name: a, routingKey: TOPSECRET }]',
    'channels[0].secret': 'channels: [{ type: webhook, name: a, url: { setting: U }, secret: whsec_TOPSECRET }]',
  };
  for (const [path, line] of Object.entries(literals)) {
    const fault = faultAt(sound(line), path);
    assert.match(fault.expected, /reference to an app setting, because .* secret/);
    assert.match(fault.example, /\{ setting: [A-Z_]+ \}/);
    assert.doesNotMatch(JSON.stringify(fault), /TOPSECRET/);
  }
});

test('a secret in place of the name of its setting is refused and never repeated', () => {
  const text = sound('channels: [{ type: teams, name: a, url: { setting: "https://x/?sig=TOPSECRET" } }]');
  const fault = faultAt(text, 'channels[0].url.setting');
  assert.match(fault.expected, /name of an app setting/);
  assert.doesNotMatch(JSON.stringify(fault), /TOPSECRET/);
});

test('an interval that no timer spaces evenly is refused with the possible ones and the nearest', () => {
  for (const [path, line] of Object.entries({
    'sampling.every': 'sampling: { every: 7s }',
    'discovery.every': 'discovery: { every: 7m }',
    'delivery.every': 'delivery: { every: 45s }',
  })) {
    const fault = faultAt(sound(line), path);
    assert.match(fault.expected, /1s, 2s, .* 30m, 1h, .* 1d$/);
    assert.match(fault.example, /^every: (6s|6m|30s)$/);
  }
});

test('an empty watch is a fault', () => {
  assert.deepEqual(pathsOf(faultsOf(OBJECTIVES)), ['scopes']);
  assert.deepEqual(pathsOf(faultsOf(`scopes: []\n${OBJECTIVES}`)), ['scopes']);
});

test('a scope without a subscription is a fault', () => {
  const fault = faultAt(`scopes: [{ name: a, databases: ['*/orders'] }]\n${OBJECTIVES}`, 'scopes[0].subscriptions');
  assert.equal(fault.seen, 'nothing');
});

test('objectives are required: nobody else can state them', () => {
  assert.deepEqual(pathsOf(faultsOf(SCOPES)), ['objectives']);
});

test('a database pattern names server and database', () => {
  for (const pattern of ['orders', '/orders', 'server/', 'a/b/c', '']) {
    const text = `scopes: [{ subscriptions: [${SUBSCRIPTION}], databases: ['${pattern}'] }]\n${OBJECTIVES}`;
    assert.equal(faultsOf(text)[0]?.path, 'scopes[0].databases[0]', pattern);
  }
  const text = `scopes: [{ subscriptions: [${SUBSCRIPTION}], databases: ['*/*', 'a/b c', 'x-?/*'] }]\n${OBJECTIVES}`;
  assert.equal(configurationOf(text).scopes[0]?.databases.length, 3);
});

test('a page address with anything in it that could be a key is refused', () => {
  for (const url of [
    'https://x.example/?code=abc',
    'https://u:p@x.example/',
    'https://x.example/#a',
    'ftp://x.example/',
    'x',
  ]) {
    const fault = faultAt(sound(`pageUrl: '${url}'`), 'pageUrl');
    assert.doesNotMatch(fault.seen, /abc|u:p/);
  }
  assert.equal(configurationOf(sound('pageUrl: https://x.example/page')).pageUrl, 'https://x.example/page');
});

test('what is not a mapping is refused as a whole', () => {
  for (const text of ['', '- 1', '5', 'just text', 'null'])
    assert.deepEqual(pathsOf(faultsOf(text)), ['(document)'], text);
});

test('an empty section is a fault that says so, not a default', () => {
  assert.equal(faultAt(sound('sampling:'), 'sampling').seen, 'an empty value');
});

test('the clouds are known by name', () => {
  assert.equal(configurationOf(sound('cloud: usGovernment')).cloud, 'usGovernment');
  assert.match(faultAt(sound('cloud: gov'), 'cloud').expected, /public, usGovernment or china/);
});

test('a sound document with a channel has no warnings', () => {
  const loaded = loadConfiguration(sound(CHANNELS, 'alerts: { LagHigh: { above: 30s } }'));
  assert.deepEqual(loaded.ok && loaded.warnings, []);
});

test('whatever the document, loading answers and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const loaded = loadConfiguration(
        JSON.stringify({ scopes: value, objectives: value, channels: [value], alerts: value, name: value }),
      );
      assert.equal(loaded.ok, false);
      assert.ok(!loaded.ok && loaded.faults.length > 0);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      const match = { condition: value, scope: other, [JSON.stringify(other)]: value };
      const loaded = loadConfiguration(
        JSON.stringify({
          scopes: [{ alerts: { LagHigh: { escalate: [value] } } }],
          alerts: { LagHigh: { escalate: [{ after: value, above: other, severity: value }] } },
          channels: other,
          routes: [
            value,
            { match, times: { from: other, to: other, timeZone: value }, channels: [value], handOver: value },
          ],
          notifications: { groupBy: [value], repeat: other, storm: value },
          maintenance: [value, { name: other, match, cron: value }],
          heartbeat: value,
        }),
      );
      assert.ok(!loaded.ok && loaded.faults.length > 0);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => typeof loadConfiguration(text).ok === 'boolean'),
    { numRuns: 300 },
  );
});

test('a field that breaks two rules at once has one fault', () => {
  const smtp =
    "{ type: smtp, name: m, host: h, user: '', password: { setting: PW }, from: a@example.org, to: [a@example.org] }";
  const text = sound(`channels: [{ type: teams, name: t, url: { setting: URL } }, ${smtp}]`);
  assert.equal(faultAt(text, 'channels[1].user').expected, 'a user name');
  assert.equal(faultAt(sound("name: ''"), 'name').seen, 'an empty text');
});
