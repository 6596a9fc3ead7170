import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connectionsOf,
  isUnresolved,
  readHttpAuthentication,
  readIdentityName,
  readPageUrl,
  readRegion,
  readSecret,
  readSignsPeopleIn,
  readStorage,
  secretFault,
} from '../../../shared/config/settings.ts';

const VAULT = '@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/teams/)';

test('a secret is the value of its setting', () => {
  assert.equal(readSecret({ setting: 'A' }, { A: ' https://x/?sig=1 ' }), 'https://x/?sig=1');
});

test('a missing, an empty and an unresolved setting give no secret', () => {
  assert.equal(readSecret({ setting: 'A' }, {}), undefined);
  assert.equal(readSecret({ setting: 'A' }, { A: '  ' }), undefined);
  assert.equal(readSecret({ setting: 'A' }, { A: VAULT }), undefined);
});

test('the fault says which of the three it is, where, and never the value', () => {
  const faults = [{}, { A: '' }, { A: VAULT }].map((settings) =>
    secretFault({ setting: 'A' }, 'channels[0].url.setting', settings),
  );
  assert.deepEqual(
    faults.map((fault) => fault?.seen.split(' ').slice(0, 3).join(' ')),
    ['no such app', 'an empty app', 'a Key Vault'],
  );
  for (const fault of faults) {
    assert.equal(fault?.path, 'channels[0].url.setting');
    assert.doesNotMatch(JSON.stringify(fault), /vault\.example/);
  }
  assert.equal(secretFault({ setting: 'A' }, 'x', { A: 'value' }), undefined);
});

test('the API wants a key unless the setting says otherwise', () => {
  assert.deepEqual(readHttpAuthentication({}), { ok: true, value: 'function' });
  assert.deepEqual(readHttpAuthentication({ GEOWARDEN_HTTP_AUTH: 'Anonymous' }), { ok: true, value: 'anonymous' });
});

test('a mistyped authentication is a fault, never an open door', () => {
  const reading = readHttpAuthentication({ GEOWARDEN_HTTP_AUTH: 'anonymus' });
  assert.equal(reading.ok, false);
  assert.equal(!reading.ok && reading.fault.path, 'GEOWARDEN_HTTP_AUTH');
});

test('storage by connection string', () => {
  assert.deepEqual(readStorage('public', { AzureWebJobsStorage: 'UseDevelopmentStorage=true' }), {
    ok: true,
    value: { kind: 'connectionString', connectionString: 'UseDevelopmentStorage=true' },
  });
});

test('storage by identity from the name of the account, in each cloud', () => {
  const suffixes = {
    public: 'core.windows.net',
    usGovernment: 'core.usgovcloudapi.net',
    china: 'core.chinacloudapi.cn',
  } as const;
  for (const [cloud, suffix] of Object.entries(suffixes)) {
    const reading = readStorage(cloud as keyof typeof suffixes, { AzureWebJobsStorage__accountName: 'geowardenstate' });
    assert.deepEqual(reading, {
      ok: true,
      value: {
        kind: 'identity',
        blobUrl: `https://geowardenstate.blob.${suffix}`,
        queueUrl: `https://geowardenstate.queue.${suffix}`,
        tableUrl: `https://geowardenstate.table.${suffix}`,
      },
    });
  }
});

test('storage by identity from three addresses, with a user-assigned identity', () => {
  const reading = readStorage('public', {
    AzureWebJobsStorage__blobServiceUri: 'https://a.example/blob/',
    AzureWebJobsStorage__queueServiceUri: 'https://a.example/queue',
    AzureWebJobsStorage__tableServiceUri: 'https://a.example/table',
    AzureWebJobsStorage__clientId: 'c1',
  });
  assert.deepEqual(reading, {
    ok: true,
    value: {
      kind: 'identity',
      blobUrl: 'https://a.example/blob',
      queueUrl: 'https://a.example/queue',
      tableUrl: 'https://a.example/table',
      clientId: 'c1',
    },
  });
});

test('half of the addresses, a wrong account name and nothing at all are faults', () => {
  for (const settings of [
    {},
    { AzureWebJobsStorage: '' },
    { AzureWebJobsStorage: VAULT },
    { AzureWebJobsStorage__blobServiceUri: 'https://a.example' },
    { AzureWebJobsStorage__accountName: 'Not A Name' },
    { AzureWebJobsStorage__accountName: 'a.evil.example/' },
  ]) {
    const reading = readStorage('public', settings);
    assert.equal(reading.ok, false, JSON.stringify(settings));
    assert.equal(!reading.ok && reading.fault.path, 'AzureWebJobsStorage');
  }
});

test('the name of the identity is the setting, else the app, else a place to write it into', () => {
  const setting = { GEOWARDEN_IDENTITY_NAME: ' id-geowarden ', WEBSITE_SITE_NAME: 'func-geowarden' };
  assert.equal(readIdentityName(setting), 'id-geowarden');
  assert.equal(readIdentityName({ ...setting, GEOWARDEN_IDENTITY_NAME: ' ' }), 'func-geowarden');
  assert.equal(readIdentityName({}), 'name-of-the-function-app');
});

test('the region is read as App Service writes it, and is unknown where nobody says', () => {
  assert.equal(readRegion({ REGION_NAME: 'West Europe' }), 'westeurope');
  assert.equal(readRegion({ REGION_NAME: 'uksouth' }), 'uksouth');
  for (const settings of [{}, { REGION_NAME: '' }, { REGION_NAME: '  ' }])
    assert.equal(readRegion(settings), 'unknown');
});

test('the page is where the document says, else where App Service put the app, without a slash at its end', () => {
  const settings = { WEBSITE_HOSTNAME: 'Guard.azurewebsites.net' };
  assert.equal(readPageUrl({ pageUrl: 'https://guard.example.org/' }, settings), 'https://guard.example.org');
  assert.equal(readPageUrl({ pageUrl: 'https://example.org/guard//' }, {}), 'https://example.org/guard');
  assert.equal(readPageUrl({}, settings), 'https://guard.azurewebsites.net');
});

test('what is not a name of App Service is no address: a link must not lead somewhere else', () => {
  for (const WEBSITE_HOSTNAME of [
    '',
    'localhost:7071',
    'guard',
    'https://guard.example.org',
    'guard.example.org/x',
    'a b.c',
  ])
    assert.equal(readPageUrl({}, { WEBSITE_HOSTNAME }), undefined, WEBSITE_HOSTNAME);
  assert.equal(readPageUrl({}, {}), undefined);
});

test('only a reference that was not resolved is one', () => {
  assert.equal(isUnresolved({ setting: 'A' }, { A: ` ${VAULT}` }), true);
  for (const settings of [{}, { A: '' }, { A: 'value' }]) assert.equal(isUnresolved({ setting: 'A' }, settings), false);
});

test('people are signed in where App Service says so, and nowhere else', () => {
  assert.equal(readSignsPeopleIn({ WEBSITE_AUTH_ENABLED: 'True' }), true);
  for (const WEBSITE_AUTH_ENABLED of [undefined, '', 'False', 'yes']) {
    assert.equal(readSignsPeopleIn({ WEBSITE_AUTH_ENABLED }), false);
  }
});

test('connections are kept as many as the document says, else as the plan allows', () => {
  assert.equal(connectionsOf({ connections: 7 }, { WEBSITE_SKU: 'Dynamic' }), 7);
  assert.equal(connectionsOf({}, { WEBSITE_SKU: 'Dynamic' }), 400);
  assert.equal(connectionsOf({}, { WEBSITE_SKU: ' dynamic ' }), 400);
  for (const WEBSITE_SKU of ['FlexConsumption', 'ElasticPremium', 'PremiumV3', '', undefined]) {
    assert.equal(connectionsOf({}, { WEBSITE_SKU }), 2_000);
  }
});
