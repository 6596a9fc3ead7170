import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKnownResource } from '../../../../local/estate/identity/knownResources.ts';

for (const resource of [
  'https://management.azure.com',
  'https://management.azure.com/',
  'https://database.windows.net//',
  'https://storage.azure.com/',
  'https://communication.azure.com',
  'https://management.usgovcloudapi.net',
  'https://database.chinacloudapi.cn/',
]) {
  test(`${resource} has a service principal`, () => assert.equal(isKnownResource(resource), true));
}

for (const resource of [
  '',
  'management.azure.com',
  'http://management.azure.com',
  'https://example.net',
  'https://management.azure.com/.default',
  'https://management.azure.com/?x=1',
  'https://management.azure.com.example.net',
  'not a url',
]) {
  test(`"${resource}" has none`, () => assert.equal(isKnownResource(resource), false));
}
