import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLOUDS } from '../../../shared/config/clouds.ts';

test('a scope is its audience with /.default', () => {
  for (const endpoints of Object.values(CLOUDS)) {
    assert.equal(endpoints.resourceManagerScope, `${endpoints.resourceManagerUrl}/.default`);
    // The SQL audience is https://database.…/ with its slash, so two slashes meet.
    assert.equal(endpoints.sqlScope, `https://${endpoints.sqlSuffix.slice(1)}//.default`);
  }
});

test('no two clouds share an address', () => {
  for (const key of ['resourceManagerUrl', 'sqlSuffix', 'storageSuffix', 'authorityHost'] as const) {
    const values = Object.values(CLOUDS).map((endpoints) => endpoints[key]);
    assert.equal(new Set(values).size, values.length, key);
  }
});

test('every address is https without a slash at its end', () => {
  for (const { resourceManagerUrl, authorityHost } of Object.values(CLOUDS)) {
    for (const url of [resourceManagerUrl, authorityHost]) assert.match(url, /^https:\/\/[a-z0-9.]+[a-z]$/);
  }
});
