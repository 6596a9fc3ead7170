import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationOf, faultAt, sound } from './documents.ts';

const TOPIC = 'https://outage.uksouth-1.eventgrid.azure.net/api/events';

test('a deployment guards, unless it says that it only witnesses', () => {
  assert.equal(configurationOf(sound()).role, 'guardian');
  assert.equal(configurationOf(sound('role: witness')).role, 'witness');
  assert.match(faultAt(sound('role: observer'), 'role').expected, /guardian or witness/);
});

test('the supervisor fires at an interval that a timer keeps', () => {
  assert.deepEqual(configurationOf(sound('supervision: { every: 1s }')).supervision, { everyMs: 1000 });
  assert.equal(faultAt(sound('supervision: { every: 7s }'), 'supervision.every').example, 'every: 6s');
});

test('approval has a key and a validity of its own, each defaulted alone', () => {
  assert.deepEqual(configurationOf(sound('approval: { validFor: 1h }')).approval, {
    validForMs: 3_600_000,
    key: { setting: 'GEOWARDEN_APPROVAL_KEY' },
  });
  assert.deepEqual(configurationOf(sound('approval: { key: { setting: OURS } }')).approval, {
    validForMs: 900_000,
    key: { setting: 'OURS' },
  });
  faultAt(sound('approval: { validFor: 0s }'), 'approval.validFor');
  faultAt(sound('approval: { validFor: 2d }'), 'approval.validFor');
});

test('a literal approval key, fence account or topic key is refused and not repeated', () => {
  const faults = [
    faultAt(sound('approval: { key: TOPSECRETTOPSECRETTOPSECRETTOPSECRET }'), 'approval.key'),
    faultAt(sound('fence: { storage: AccountName=a;AccountKey=TOPSECRET }'), 'fence.storage'),
    faultAt(sound(`events: { topics: [{ endpoint: '${TOPIC}', key: TOPSECRET }] }`), 'events.topics[0].key'),
  ];
  for (const fault of faults) {
    assert.match(fault.expected, /a reference to an app setting, because the .* is a secret/);
    assert.doesNotMatch(JSON.stringify(fault), /TOPSECRET/);
  }
});

test('the fence may live in an account of its own', () => {
  assert.deepEqual(configurationOf(sound('fence: { storage: { setting: FENCE } }')).fence, {
    storage: { setting: 'FENCE' },
  });
  assert.deepEqual(configurationOf(sound('fence: {}')).fence, {});
});

test('topics keep their order, with a key or without', () => {
  const other = 'https://outage.westus-1.eventgrid.azure.net/api/events';
  const text = sound(`events: { topics: [{ endpoint: '${TOPIC}' }, { endpoint: '${other}', key: { setting: K } }] }`);
  assert.deepEqual(configurationOf(text).events.topics, [
    { endpoint: TOPIC },
    { endpoint: other, key: { setting: 'K' } },
  ]);
});

test('the topics of the other clouds are topics too', () => {
  for (const suffix of ['us', 'cn']) {
    const endpoint = TOPIC.replace('azure.net', `azure.${suffix}`);
    assert.equal(configurationOf(sound(`events: { topics: [{ endpoint: '${endpoint}' }] }`)).events.topics.length, 1);
  }
});

test('an endpoint is https, of Event Grid, and nothing but an endpoint', () => {
  for (const endpoint of [
    TOPIC.replace('https', 'http'),
    TOPIC.replace('eventgrid.azure.net', 'example.org'),
    TOPIC.replace('eventgrid.azure.net', 'eventgrid.azure.net.example.org'),
    TOPIC.replace('/api/events', ''),
    `${TOPIC}?aeg-sas-key=TOPSECRET`,
    TOPIC.replace('https://', 'https://user:TOPSECRET@'),
    TOPIC.replace('.net/', '.net:8443/'),
  ]) {
    const fault = faultAt(sound(`events: { topics: [{ endpoint: '${endpoint}' }] }`), 'events.topics[0].endpoint');
    assert.match(fault.expected, /https endpoint of a custom topic/);
    assert.doesNotMatch(JSON.stringify(fault), /TOPSECRET/);
  }
});

test('at most four topics', () => {
  const topics = (count: number) =>
    sound(
      `events: { topics: [${Array.from({ length: count }, (_, index) => `{ endpoint: '${TOPIC.replace('outage', `o${index}`)}' }`)}] }`,
    );
  assert.equal(configurationOf(topics(4)).events.topics.length, 4);
  faultAt(topics(5), 'events.topics');
});

test('a mistyped key is refused with the right one', () => {
  assert.match(faultAt(sound('aproval: {}'), 'aproval').expected, /did you mean 'approval'\?/);
  assert.match(faultAt(sound('approval: { validfor: 5m }'), 'approval.validfor').expected, /did you mean 'validFor'\?/);
});
