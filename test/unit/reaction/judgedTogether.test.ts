import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeGroup } from '../../../shared/outage/judgeGroup.ts';
import { judgedTogether } from '../../../shared/reaction/judgedTogether.ts';
import { databaseScope, MINUTE, ORDERS, RULES, SECOND, STOCK, says, T0 } from '../outage/builders.ts';

const SIGHT = {
  complete: true,
  atMs: T0 + 6 * MINUTE,
  regions: [{ region: 'northeurope', tried: 1, reached: 1, ownTrouble: 0 }],
};

/** Both databases fail, the second so much later; looked at when the first has been confirmed for `afterMs`. */
function judged(laterMs: number, afterMs: number) {
  const nowMs = T0 + 5 * MINUTE + afterMs;
  const both = (database: typeof ORDERS, sinceMs: number) => [
    says('ownProbe', { scope: databaseScope(database), sinceMs, atMs: nowMs }),
    says('witnessProbe', { scope: databaseScope(database), sinceMs, atMs: nowMs }),
  ];
  const evidence = [...both(ORDERS, T0), ...both(STOCK, T0 + laterMs)];
  const group = judgeGroup([ORDERS, STOCK], { evidence, sight: { ...SIGHT, atMs: nowMs }, rules: RULES, nowMs });
  const together = judgedTogether(group, RULES.confirmForMs);
  return { before: group?.verdict.name, after: together?.verdict.name, region: together?.verdict.scope.kind };
}

test('a database waits the seconds until its neighbour is confirmed too, and then it is the region', () => {
  assert.deepEqual(judged(4 * SECOND, 2 * SECOND), { before: 'down', after: 'suspect', region: 'database' });
  assert.deepEqual(judged(4 * SECOND, 4 * SECOND), { before: 'regionDown', after: 'regionDown', region: 'region' });
});

test('a neighbour that is confirmed much later is not waited for', () => {
  assert.deepEqual(judged(31 * SECOND, 0), { before: 'down', after: 'down', region: 'database' });
});

test('a database that is down alone is not held', () => {
  const evidence = [says('ownProbe'), says('witnessProbe')];
  const nowMs = T0 + 5 * MINUTE;
  const group = judgeGroup([ORDERS, STOCK], { evidence, sight: { ...SIGHT, atMs: nowMs }, rules: RULES, nowMs });
  assert.equal(judgedTogether(group, RULES.confirmForMs)?.verdict.confirmed, true);
  assert.equal(judgedTogether(undefined, RULES.confirmForMs), undefined);
});
