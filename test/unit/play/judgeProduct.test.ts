import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judgeExplained,
  judgeIncident,
  judgeNoIncident,
  judgeOperation,
  judgePage,
} from '../../../local/play/judgeProduct.ts';
import type { ShownExplanation, ShownIncident, ShownOperation } from '../../../local/play/product.ts';

const incident = (overrides: Partial<ShownIncident> = {}): ShownIncident => ({
  deployment: 'first',
  id: 'i-1',
  group: 'shop',
  scope: { kind: 'region', region: 'westeurope' },
  phase: 'confirmed',
  opened: '2026-11-22T02:00:00.000Z',
  verdict: { name: 'regionDown', agreedSince: null, sentence: 'It is down.' },
  decided: { at: '2026-11-22T02:00:05.000Z', decision: 'ask', sentence: 'A person decides.' },
  approval: { state: 'pending', asked: '2026-11-22T02:00:05.000Z' },
  operationId: null,
  ...overrides,
});

test('an incident is expected by any of what it shows', () => {
  const holds = (pattern: Parameters<typeof judgeIncident>[0]) => judgeIncident(pattern, [incident()]).holds;
  assert.equal(holds({}), true);
  assert.equal(
    holds({
      group: 'shop',
      verdict: 'regionDown',
      region: 'westeurope',
      phase: 'confirmed',
      decision: 'ask',
      approval: 'pending',
    }),
    true,
  );
  assert.equal(holds({ group: 'other' }), false);
  assert.equal(holds({ verdict: 'down' }), false);
  assert.equal(holds({ region: 'northeurope' }), false);
  assert.equal(holds({ phase: 'over' }), false);
  assert.equal(holds({ decision: 'act' }), false);
  assert.equal(holds({ approval: 'expired' }), false);
  assert.equal(holds({ database: 'contoso-we/orders' }), false, 'it is about a region');
});

test('all parts of a pattern must hold of the same incident', () => {
  const two = [
    incident({ verdict: { name: 'suspect', agreedSince: null, sentence: '' } }),
    incident({ group: 'other' }),
  ];
  assert.equal(judgeIncident({ group: 'shop', verdict: 'regionDown' }, two).holds, false);
});

test('an incident of one database is found by its name, whatever its case', () => {
  const scope = { kind: 'database' as const, server: 'contoso-we', database: 'orders', region: 'westeurope' };
  assert.equal(judgeIncident({ database: 'Contoso-WE/Orders' }, [incident({ scope })]).holds, true);
  assert.equal(judgeIncident({ database: 'contoso-we/stock' }, [incident({ scope })]).holds, false);
  assert.equal(judgeIncident({ region: 'westeurope' }, [incident({ scope })]).holds, true);
});

test('what was seen instead says what was decided, and what not', () => {
  assert.match(
    judgeIncident({ phase: 'over' }, [incident()]).seen,
    /shop westeurope confirmed regionDown ask \(A person/,
  );
  assert.match(judgeIncident({}, [incident({ decided: null, approval: null })]).seen, /nothing decided/);
  assert.equal(judgeIncident({}, []).seen, 'no incident');
  assert.deepEqual(judgeIncident({}, undefined), { holds: false, seen: 'the app did not answer' });
});

test('no incident is broken by one that matches, not by another and not by silence', () => {
  assert.equal(judgeNoIncident({ verdict: 'regionDown' }, [incident()]).holds, false);
  assert.equal(judgeNoIncident({ verdict: 'down' }, [incident()]).holds, true);
  assert.equal(judgeNoIncident({}, []).holds, true);
  assert.equal(judgeNoIncident({}, undefined).holds, true);
});

const explanation = (overrides: Partial<ShownExplanation> = {}): ShownExplanation => ({
  id: 'i-1',
  group: 'shop',
  decided: { decision: 'refuse', sentence: 'It does not fail over.' },
  sentences: ['It does not fail over.', 'contoso-ne is in the same region.'],
  gates: [
    { gate: 'notPaused', open: true, sentence: 'The automation runs.' },
    { gate: 'everyDatabaseHasACandidate', open: false, sentence: 'None of the 1 databases has a candidate.' },
  ],
  ...overrides,
});

test('an explanation is expected gate by gate', () => {
  const holds = (pattern: Omit<Parameters<typeof judgeExplained>[0], 'group'>) =>
    judgeExplained({ group: 'shop', ...pattern }, [explanation()]).holds;
  assert.equal(holds({ gate: 'everyDatabaseHasACandidate', open: false }), true);
  assert.equal(holds({ gate: 'everyDatabaseHasACandidate', open: true }), false);
  assert.equal(holds({ gate: 'notPaused', open: true }), true);
  assert.equal(holds({ gate: 'noCooldown' }), false, 'it was not asked');
  assert.equal(holds({ gate: 'everyDatabaseHasACandidate', says: 'SAME REGION' }), true);
  assert.equal(holds({ gate: 'everyDatabaseHasACandidate', says: 'suspended' }), false);
  assert.equal(holds({ decision: 'refuse' }), true);
  assert.equal(holds({ decision: 'act' }), false);
  assert.equal(holds({ says: 'does not fail over' }), true);
  assert.equal(holds({ says: 'fails over at once' }), false);
});

test('the explanation of another group says nothing', () => {
  assert.deepEqual(judgeExplained({ group: 'other' }, [explanation()]), { holds: false, seen: 'no incident of other' });
  assert.equal(judgeExplained({ group: 'shop' }, undefined).seen, 'the app did not answer');
});

test('what was explained instead names the closed gates and why', () => {
  const { seen } = judgeExplained({ group: 'shop', gate: 'notPaused', open: false }, [explanation()]);
  assert.equal(seen, 'refuse, closed: everyDatabaseHasACandidate (None of the 1 databases has a candidate.)');
});

const operation: ShownOperation = {
  id: 'o-1',
  group: 'shop',
  state: 'watchingReturn',
  steps: [{ database: 'a/x', candidate: 'b/x', mode: 'forced', state: 'verified', lossBoundSeconds: 2 }],
};

test('an operation is expected by its state and its steps', () => {
  assert.equal(judgeOperation({ state: 'watchingReturn' }, [operation]).holds, true);
  assert.equal(judgeOperation({ step: 'verified', group: 'shop' }, [operation]).holds, true);
  assert.equal(judgeOperation({ step: 'failed' }, [operation]).holds, false);
  assert.equal(judgeOperation({ group: 'other' }, [operation]).holds, false);
  assert.deepEqual(judgeOperation({ state: 'closed' }, [operation]), {
    holds: false,
    seen: 'watchingReturn: verified',
  });
  assert.equal(judgeOperation({}, []).seen, 'no operation');
  assert.equal(judgeOperation({}, undefined).holds, false);
});

test('the page is expected by its status and its words', () => {
  const page = { status: 409, text: 'The plan has changed since.' };
  assert.equal(judgePage({ status: 409, says: 'has changed' }, page).holds, true);
  assert.equal(judgePage({ status: 200 }, page).holds, false);
  assert.deepEqual(judgePage({ says: 'expired' }, page), { holds: false, seen: '409: The plan has changed since.' });
  assert.equal(judgePage({}, undefined).seen, 'nobody decided yet');
});

test('an incident may be expected of one deployment', () => {
  const seen = [incident({ deployment: 'second' })];
  assert.equal(judgeIncident({ deployment: 'second' }, seen).holds, true);
  assert.equal(judgeIncident({ deployment: 'first' }, seen).holds, false);
  assert.equal(judgeIncident({}, seen).holds, true);
});
