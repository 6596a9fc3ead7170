import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretsOf } from '../../../shared/config/secrets.ts';
import { configurationOf, sound } from './documents.ts';

test('every secret of a document is named with its path, whose it is and what it costs', () => {
  const found = secretsOf(
    configurationOf(
      sound(
        `channels:
  - { type: teams, name: on-call, url: { setting: TEAMS } }
  - { type: smtp, name: relay, host: relay.example.net, from: a@example.net, to: [b@example.net] }
  - { type: smtp, name: mail, host: relay.example.net, user: u, password: { setting: PW }, from: a@example.net, to: [b@example.net] }
  - { type: communicationEmail, name: post, connectionString: { setting: POST }, from: a@example.net, to: [b@example.net] }
  - { type: pagerDuty, name: pager, routingKey: { setting: PAGER } }
  - { type: slack, name: chat, url: { setting: CHAT } }
  - { type: webhook, name: tickets, url: { setting: HOOK }, secret: { setting: SIGN } }`,
        'heartbeat: { url: { setting: BEAT } }',
        'fence: { storage: { setting: FENCE } }',
        `events:
  topics:
    - { endpoint: https://a.uksouth-1.eventgrid.azure.net/api/events }
    - { endpoint: https://b.uksouth-1.eventgrid.azure.net/api/events, key: { setting: TOPIC } }`,
      ),
    ),
  );
  assert.deepEqual(
    found.map(({ path, reference, owner }) => [path, reference.setting, owner]),
    [
      ['channels[0].url.setting', 'TEAMS', 'the channel on-call'],
      ['channels[2].password.setting', 'PW', 'the channel mail'],
      ['channels[3].connectionString.setting', 'POST', 'the channel post'],
      ['channels[4].routingKey.setting', 'PAGER', 'the channel pager'],
      ['channels[5].url.setting', 'CHAT', 'the channel chat'],
      ['channels[6].url.setting', 'HOOK', 'the channel tickets'],
      ['channels[6].secret.setting', 'SIGN', 'the channel tickets'],
      ['heartbeat.url.setting', 'BEAT', 'the heartbeat'],
      ['fence.storage.setting', 'FENCE', 'the fence'],
      ['events.topics[1].key.setting', 'TOPIC', 'events.topics[1]'],
    ],
  );
  assert.equal(found[0]?.without, 'The channel on-call is mute without it.');
  assert.ok(found.every(({ without }) => without.endsWith('.')));
});

test('a document without secrets has none', () => {
  assert.deepEqual(secretsOf(configurationOf(sound())), []);
});
