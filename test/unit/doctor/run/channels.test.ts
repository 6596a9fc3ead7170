/** The shape of what is in the settings of the channels; nothing is sent, and no setting is shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkChannels } from '../../../../doctor/run/channels.ts';
import type { Settings } from '../../../../shared/config/settings.ts';
import { configurationOf, sound } from '../../config/documents.ts';

const CHANNELS = `channels:
  - { type: pagerDuty, name: on-call, routingKey: { setting: KEY } }
  - { type: slack, name: ops, url: { setting: SLACK } }
  - { type: webhook, name: tickets, url: { setting: URL }, secret: { setting: SECRET } }
  - { type: webhook, name: inside, url: { setting: INSIDE }, secret: { setting: SECRET }, allowPrivateAddresses: true }`;
const WELL: Settings = {
  KEY: '0123456789abcdef0123456789abcdef',
  SLACK: 'https://hooks.slack.com/services/T0/B0/TOPSECRET',
  URL: 'https://tickets.example.net/TOPSECRET',
  INSIDE: 'https://10.0.0.4/TOPSECRET',
  SECRET: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
};

const visit = async (settings: Settings) => {
  const checks = await checkChannels(configurationOf(sound(CHANNELS)), { ...WELL, ...settings });
  assert.doesNotMatch(JSON.stringify(checks), /TOPSECRET|whsec_B/);
  return new Map(checks.map((check) => [check.name, check]));
};
const results = async (settings: Settings) => [...(await visit(settings)).values()].map(({ result }) => result);

test('well-formed settings are fit', async () => {
  const checks = await visit({});
  assert.deepEqual([...checks.keys()], ['channel on-call', 'channel ops', 'channel tickets', 'channel inside']);
  for (const { name, result, seen } of checks.values())
    assert.deepEqual([result, /not shown/.test(seen)], ['ok', true], name);
});

test('a setting that is missing is named, and nothing else is said of its channel', async () => {
  assert.deepEqual(await results({ SECRET: undefined }), ['ok', 'ok', 'not tried', 'not tried']);
  assert.match((await visit({ SECRET: '' })).get('channel tickets')?.seen ?? '', /SECRET is missing/);
  assert.match((await visit({ KEY: undefined })).get('channel on-call')?.seen ?? '', /KEY is missing/);
  assert.match((await visit({ SLACK: undefined })).get('channel ops')?.seen ?? '', /SLACK is missing/);
});

test('a key, an address or a secret of another shape fails, with what to do', async () => {
  for (const [setting, value, channel, advice] of [
    ['KEY', 'TOPSECRET', 'on-call', /Copy the integration key of an Events API v2 integration/],
    ['SLACK', 'http://hooks.slack.com/TOPSECRET', 'ops', /Copy the address again/],
    ['URL', 'TOPSECRET', 'tickets', /Copy the address again/],
    ['SECRET', 'TOPSECRET', 'tickets', /openssl rand -base64 32/],
  ] as const) {
    const check = (await visit({ [setting]: value })).get(`channel ${channel}`);
    assert.equal(check?.result, 'failed', setting);
    assert.match(check?.advice ?? '', advice);
  }
});

test('an address inside a private network fails where the configuration does not allow it', async () => {
  const checks = await visit({ URL: 'https://169.254.169.254/TOPSECRET' });
  assert.equal(checks.get('channel tickets')?.result, 'failed');
  assert.match(checks.get('channel tickets')?.seen ?? '', /points into a private network/);
  assert.equal(checks.get('channel inside')?.result, 'ok');
});
