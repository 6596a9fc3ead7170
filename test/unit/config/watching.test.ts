/** The keys that say what is read besides the links, and where messages lead. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationOf, faultAt, sound } from './documents.ts';

const WORKSPACE = '5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c02';
const QUERY = `{ name: gateway, workspaceId: ${WORKSPACE}, query: 'AppExceptions | count' }`;

test('signals that never come are given up within half a sampling interval, so that no sweep is late', () => {
  const timeoutOf = (every: string) => configurationOf(sound(`sampling: { every: ${every} }`)).signals.timeoutMs;
  assert.deepEqual(['1s', '5s', '10s', '30s', '1m'].map(timeoutOf), [2_000, 2_500, 5_000, 15_000, 15_000]);
});

test('signals have a pace and a timeout of their own', () => {
  const { signals } = configurationOf(sound('signals: { every: 5m, timeout: 20s, secondaries: false }'));
  assert.deepEqual([signals.everyMs, signals.timeoutMs, signals.secondaries], [300_000, 20_000, false]);
  faultAt(sound('signals: { every: 7s }'), 'signals.every');
  faultAt(sound('signals: { secondaries: maybe }'), 'signals.secondaries');
});

test('sharding and connections have bounds', () => {
  const { sampling } = configurationOf(sound('sampling: { shardAbove: 10, connections: 50 }'));
  assert.deepEqual([sampling.shardAbove, sampling.connections], [10, 50]);
  assert.equal(configurationOf(sound()).sampling.connections, undefined, 'left out: by the plan');
  for (const wrong of ['shardAbove: 0', 'shardAbove: 1.5', 'connections: 0', 'connections: many']) {
    faultAt(sound(`sampling: { ${wrong} }`), `sampling.${wrong.split(':')[0]}`);
  }
});

test('a log query is asked every minute and counts as nothing, unless it says more', () => {
  assert.deepEqual(configurationOf(sound(`logs: { queries: [${QUERY}] }`)).logs.queries, [
    {
      name: 'gateway',
      workspaceId: WORKSPACE,
      query: 'AppExceptions | count',
      everyMs: 60_000,
      severity: 'warning',
      evidence: 'none',
    },
  ]);
  const more = QUERY.replace(' }', ', every: 5m, severity: error, evidence: region }');
  const [query] = configurationOf(sound(`logs: { queries: [${more}] }`)).logs.queries;
  assert.deepEqual([query?.everyMs, query?.severity, query?.evidence], [300_000, 'error', 'region']);
});

test('two queries of one name are a fault, and so is a workspace that is no GUID', () => {
  const twice = faultAt(
    sound(`logs: { queries: [${QUERY}, ${QUERY.replace('gateway', 'Gateway')}] }`),
    'logs.queries[1].name',
  );
  assert.match(twice.seen, /as in logs\.queries\[0\]/);
  faultAt(sound(`logs: { queries: [${QUERY.replace(WORKSPACE, 'my-workspace')}] }`), 'logs.queries[0].workspaceId');
});

test('the address of the docs is https and holds no key: it goes into messages', () => {
  const docsUrl = 'https://wiki.example.org/geowarden/docs/';
  assert.equal(configurationOf(sound(`docsUrl: ${docsUrl}`)).docsUrl, docsUrl);
  assert.equal(configurationOf(sound()).docsUrl, undefined);
  for (const wrong of ['http://x.example/docs', 'https://x.example/?k=1', 'https://u:p@x.example/', 'docs']) {
    faultAt(sound(`docsUrl: ${wrong}`), 'docsUrl');
  }
});
