import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDiscovery } from '../../../../doctor/judge/discovery.ts';
import type { Discovery } from '../../../../shared/topology/discover.ts';
import type { DiscoveryProblem } from '../../../../shared/topology/types.ts';
import { link } from '../samples.ts';

const EMPTY = { discoveredAtMs: 0, servers: [], databases: [], links: [], unprotected: [], notGeo: [] };

function discovery(changes: Partial<Discovery['topology']> = {}, problems: DiscoveryProblem[] = []) {
  return { topology: { ...EMPTY, ...changes }, problems };
}
const judge = (found: ReturnType<typeof discovery>) => judgeDiscovery(found, 'object-id');
const problem = (code: DiscoveryProblem['code'], subject = 'subscription s-1'): DiscoveryProblem => ({
  subject,
  code,
  message: `Expected something; saw ${code}.`,
});

test('links found and nothing amiss is one good check with the counts', () => {
  const checks = judge(discovery({ links: [link('we-1/a', 'ne-1/a')] }));
  assert.deepEqual(
    checks.map(({ result, seen }) => [result, seen]),
    [['ok', '0 servers, 0 databases, 1 link, 0 unprotected']],
  );
});

test('nothing to watch is a warning', () => {
  const [check] = judge(discovery());
  assert.equal(check?.result, 'warning');
  assert.match(check?.advice ?? '', /scopes.*Reader/);
});

test('a subscription that may not be read fails, with the assignment that lets it be read', () => {
  const [summary, check] = judge(discovery({}, [problem('forbidden')]));
  assert.equal(summary?.result, 'warning', 'what was found is not all');
  assert.equal(check?.result, 'failed');
  assert.equal(check?.name, 'discovery subscription s-1');
  assert.equal(
    check?.advice,
    'az role assignment create --role Reader --assignee object-id --scope /subscriptions/s-1',
  );
});

test('every kind of problem has advice; only an entry that is malformed is no failure', () => {
  const codes = [
    'identity',
    'unauthorised',
    'forbidden',
    'notFound',
    'throttled',
    'unavailable',
    'timeout',
    'unreachable',
    'garbage',
    'other',
    'malformed',
    'unknownLinkType',
  ] as const;
  for (const code of codes) {
    const check = judge(discovery({}, [problem(code, 'server x')])).at(1);
    assert.equal(check?.result, code === 'malformed' || code === 'unknownLinkType' ? 'warning' : 'failed', code);
    assert.notEqual(check?.advice, '', code);
  }
});

test('unprotected databases are one warning, with the first five names', () => {
  const unprotected = Array.from({ length: 7 }, (_, index) => ({
    server: 'we-1',
    database: `d${index}`,
    region: 'westeurope',
    databaseId: 'id',
  }));
  const check = judge(discovery({ links: [link('we-1/a', 'ne-1/a')], unprotected })).at(-1);
  assert.equal(check?.result, 'warning');
  assert.equal(check?.seen, 'we-1/d0, we-1/d1, we-1/d2, we-1/d3, we-1/d4 and 2 more');
});
