import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { completeConfiguration } from '../../../local/desk/configuration.ts';
import { appSettings } from '../../../local/desk/settings.ts';
import { completeDefinition } from '../../../local/estate/model/definition.ts';
import type { EstateAddresses } from '../../../local/estate/types.ts';

const definition = completeDefinition({
  servers: [{ name: 'contoso-we', region: 'westeurope' }],
  databases: [{ name: 'orders', server: 'contoso-we' }],
});
const TOPICS = [
  { name: 'one', region: 'uksouth', endpoint: 'https://one.uksouth-1.eventgrid.azure.net/api/events', key: 'key one' },
  { name: 'two', region: 'ukwest', endpoint: 'https://two.ukwest-1.eventgrid.azure.net/api/events', key: 'key two' },
];
const addresses: EstateAddresses = {
  teamsWebhookUrl: 'https://teams.example/workflow?sig=secret-sig',
  smtp: { host: 'smtp.azurecomm.net', port: 587, user: 'rehearsal', password: 'secret-mail' },
  communicationEmailConnectionString: 'endpoint=https://x;accesskey=secret-acs',
  communicationEmailSender: 'a@b.c',
  pagerDutyRoutingKey: 'secret-key',
  slackWebhookUrl: 'https://slack.example/services/secret-slack',
  webhook: { url: 'https://hooks.example/secret-url', secret: 'whsec_secret-signing' },
  heartbeatUrl: 'https://hc-ping.com/x',
  eventGridTopics: TOPICS,
  subscriptionTopics: ['subscription:s'],
  logsWorkspace: '6b0d7c52-9e14-4f83-a6d5-31c8e07b92fa',
};

function configuration(given: Record<string, unknown> = {}, role: 'guardian' | 'witness' = 'guardian') {
  const appUrl = 'http://127.0.0.1:7071';
  const text = completeConfiguration({ given, definition, addresses, role, appUrl, topics: TOPICS });
  return { text, document: parse(text) as Record<string, unknown> };
}

test('what a scenario leaves out is completed: fence, approval key, topics, page', () => {
  const { document } = configuration();
  assert.equal(document.role, 'guardian');
  assert.equal(document.pageUrl, 'http://127.0.0.1:7071');
  assert.deepEqual(document.fence, { storage: { setting: 'GEOWARDEN_FENCE_STORAGE' } });
  assert.deepEqual(document.approval, { key: { setting: 'GEOWARDEN_APPROVAL_KEY' } });
  assert.deepEqual(document.events, {
    topics: [
      { endpoint: TOPICS[0]?.endpoint, key: { setting: 'EVENT_GRID_KEY_1' } },
      { endpoint: TOPICS[1]?.endpoint, key: { setting: 'EVENT_GRID_KEY_2' } },
    ],
  });
});

test('what a scenario says stays, and only what it does not say is added beside it', () => {
  const groups = [{ name: 'shop', databases: ['contoso-we/*'] }];
  const { document } = configuration({ groups, approval: { validFor: '5s' }, supervision: { every: '1s' } });
  assert.deepEqual(document.groups, groups);
  assert.deepEqual(document.approval, { key: { setting: 'GEOWARDEN_APPROVAL_KEY' }, validFor: '5s' });
  assert.deepEqual(document.supervision, { every: '1s' });
  assert.equal('events' in document, true);
});

test('the witness has the same configuration but for its role', () => {
  const guardian = configuration({ name: 'x' }).document;
  const witness = configuration({ name: 'x' }, 'witness').document;
  assert.deepEqual(witness, { ...guardian, role: 'witness' });
});

test('what makes no sense is left for the product to refuse', () => {
  assert.deepEqual(configuration({ approval: 'soon' }).document.approval, {
    key: { setting: 'GEOWARDEN_APPROVAL_KEY' },
  });
  assert.equal(configuration({ nonsense: 1 }).document.nonsense, 1);
});

test('secrets are in the settings that the document names, and nowhere in the document', () => {
  const { text } = configuration();
  const settings = appSettings({
    configuration: text,
    addresses,
    storageConnectionString: 'own storage',
    fenceConnectionString: 'fence storage',
    approvalKey: 'signing key',
    topics: TOPICS,
    certificateAuthorityFile: '/ca.pem',
    region: 'uksouth',
    siteName: 'geowarden-second',
  });
  for (const secret of [
    'secret-sig',
    'secret-mail',
    'secret-acs',
    'key one',
    'key two',
    'fence storage',
    'signing key',
  ])
    assert.ok(!text.includes(secret), secret);
  assert.equal(settings.GEOWARDEN_FENCE_STORAGE, 'fence storage');
  assert.equal(settings.AzureWebJobsStorage, 'own storage');
  assert.equal(settings.GEOWARDEN_APPROVAL_KEY, 'signing key');
  assert.equal(settings.EVENT_GRID_KEY_1, 'key one');
  assert.equal(settings.EVENT_GRID_KEY_2, 'key two');
  assert.equal(settings.WEBSITE_SITE_NAME, 'geowarden-second');
  const named = [...text.matchAll(/setting: (\w+)/g)].map((match) => match[1] ?? '');
  assert.ok(named.length >= 6);
  for (const name of named) assert.ok(settings[name], `${name} is set`);
});
