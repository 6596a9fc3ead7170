import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSiteDirectory } from '../../../../local/estate/network/siteDirectory.ts';
import type { Site } from '../../../../local/estate/network/types.ts';

const site = (...names: string[]): Site => ({ names, region: 'global', handle: async () => ({ status: 200 }) });

const exact = site('management.azure.com', 'api.logic.azure.com');
const wide = site('*.logic.azure.com');
const narrow = site('*.westeurope.logic.azure.com');
const directory = createSiteDirectory([wide, exact, narrow]);

test('a site is found by its name, whatever the case, the port or the final dot', () => {
  for (const host of [
    'management.azure.com',
    'MANAGEMENT.Azure.com',
    'management.azure.com:443',
    'management.azure.com.',
  ]) {
    assert.equal(directory.find(host), exact, host);
  }
});

test('a wildcard stands for any name below it, and not for the suffix itself', () => {
  assert.equal(directory.find('a.logic.azure.com'), wide);
  assert.equal(directory.find('a.b.northeurope.logic.azure.com'), wide);
  assert.equal(directory.find('logic.azure.com'), undefined);
  assert.equal(directory.find('xlogic.azure.com'), undefined);
});

test('an exact name goes before a wildcard, and the longest wildcard wins', () => {
  assert.equal(directory.find('api.logic.azure.com'), exact);
  assert.equal(directory.find('prod-27.westeurope.logic.azure.com'), narrow);
});

test('no name, no site', () => {
  for (const host of ['', '.', ':443', 'example.net', '*', 'com']) assert.equal(directory.find(host), undefined, host);
});

test('all names are listed in lower case', () => {
  assert.deepEqual(createSiteDirectory([site('A.example.net', '*.B.example.net')]).names(), [
    'a.example.net',
    '*.b.example.net',
  ]);
});

test('two sites with one name are refused, however it is written', () => {
  assert.throws(
    () => createSiteDirectory([site('a.example.net'), site('A.Example.net')]),
    /Two sites of the estate claim the name "a\.example\.net"/,
  );
});
