import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createMetricsReader } from '../../../../../shared/adapters/azure/metrics/metricsReader.ts';
import type { Cloud } from '../../../../../shared/config/types.ts';

const ID = '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Sql/servers/s/databases/orders';

async function asked(cloud: Cloud, answer: { status: number; body: string; location?: string }) {
  const hosts: string[] = [];
  const scopes: string[] = [];
  const credential = {
    getToken: async (wanted: string | string[]) => {
      scopes.push(...[wanted].flat());
      return { token: 'secret-token', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  const httpClient: HttpClient = {
    async sendRequest(request) {
      hosts.push(new URL(request.url).host);
      const { createHttpHeaders } = await import('@azure/core-rest-pipeline');
      const headers = createHttpHeaders(answer.location === undefined ? {} : { location: answer.location });
      return { request, status: answer.status, headers, bodyAsText: answer.body };
    },
  };
  const reader = createMetricsReader({ cloud, credential, httpClient, limits: { timeoutMs: 2_000, attempts: 1 } });
  const read = await reader.read({ region: 'Norway East', resourceIds: [ID], sinceMs: Date.now() - 60_000 });
  return { hosts: [...new Set(hosts)], scopes: [...new Set(scopes)], read };
}

const EMPTY = { status: 200, body: '{"values":[]}' };

for (const [cloud, host] of [
  ['public', 'metrics.monitor.azure.com'],
  ['usGovernment', 'metrics.monitor.azure.us'],
  ['china', 'metrics.monitor.azure.cn'],
] as const) {
  test(`in the cloud ${cloud} the region's own endpoint is asked, with a token for metrics there`, async () => {
    const { hosts, scopes, read } = await asked(cloud, EMPTY);
    assert.deepEqual(hosts, [`norwayeast.${host}`]);
    assert.deepEqual(scopes, [`https://${host}/.default`]);
    assert.deepEqual(read.failures, []);
    assert.deepEqual(read.resources[0]?.lag, []);
  });
}

test('a redirect is not followed: the token is for one host', async () => {
  const { hosts, read } = await asked('public', { status: 307, body: '', location: 'https://evil.example/' });
  assert.deepEqual(hosts, ['norwayeast.metrics.monitor.azure.com']);
  assert.equal(read.failures.length, 1);
  assert.doesNotMatch(JSON.stringify(read), /secret-token/);
});

for (const body of ['<html>', '{}', '{"values":[{}]}', 'null']) {
  test(`an answer of ${body} is no reading, and breaks nothing`, async () => {
    const { read } = await asked('public', { status: 200, body });
    const known = read.resources.flatMap(({ lag, availability }) => [...lag, ...availability]);
    assert.deepEqual(known, []);
  });
}
