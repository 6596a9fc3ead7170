import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkApiVersion,
  isSince,
  parameter,
  SQL_API_VERSIONS,
} from '../../../../local/estate/resourceManager/apiVersions.ts';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';

const check = (query: string): string => checkApiVersion(new URLSearchParams(query), 'servers/databases');

function refusal(query: string): ArmError {
  try {
    check(query);
  } catch (error) {
    assert.ok(error instanceof ArmError);
    return error;
  }
  throw new Error(`expected ${query} to be refused`);
}

for (const version of ['2022-08-01-preview', '2022-02-01-preview', '2020-11-01-preview', '2025-01-01', '2023-08-01']) {
  test(`${version} is served`, () => assert.equal(check(`api-version=${version}`), version));
}

test('the parameter and the version are read without regard to case', () => {
  assert.equal(check('API-Version=2022-08-01-PREVIEW'), '2022-08-01-preview');
});

for (const query of ['', 'api-version=', 'apiversion=2025-01-01']) {
  test(`"${query}": no version was given`, () => {
    const { status, code } = refusal(query);
    assert.deepEqual([status, code], [400, 'MissingApiVersionParameter']);
  });
}

for (const version of [
  '1',
  'latest',
  '2025-1-1',
  '2025-01-01-',
  '2025-01-01;x',
  '2025-01-01-preview2',
  'v2025-01-01',
]) {
  test(`"${version}" is not a version`, () => {
    const { status, code, message } = refusal(`api-version=${encodeURIComponent(version)}`);
    assert.deepEqual([status, code], [400, 'InvalidApiVersionParameter']);
    assert.match(message, /'2020-11-01-preview, .*2025-01-01, /);
  });
}

for (const version of ['2014-04-01', '2099-01-01', '2025-01-01-preview', '2022-08-01']) {
  test(`${version} looks like a version, but the provider does not have it`, () => {
    const { status, code, message } = refusal(`api-version=${version}`);
    assert.deepEqual([status, code], [400, 'NoRegisteredProviderFound']);
    assert.match(message, new RegExp(`'servers/databases'.*'${version}'.*2022-08-01-preview.*2025-01-01`));
  });
}

test('versions are listed from old to new, a preview before its release', () => {
  for (const [index, version] of SQL_API_VERSIONS.entries()) {
    const next = SQL_API_VERSIONS[index + 1];
    if (next !== undefined) assert.deepEqual([isSince(next, version), isSince(version, next)], [true, false], next);
  }
});

test('a version is since itself', () => {
  assert.equal(isSince('2022-11-01-preview', '2022-11-01-preview'), true);
  assert.equal(isSince('2021-11-01', '2021-11-01-preview'), true);
  assert.equal(isSince('2021-11-01-preview', '2021-11-01'), false);
});

test('a parameter that is not there is undefined, of two the first counts', () => {
  assert.equal(parameter(new URLSearchParams('a=1'), 'b'), undefined);
  assert.equal(parameter(new URLSearchParams('A=1&a=2'), 'a'), '1');
});
