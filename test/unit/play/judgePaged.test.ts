import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PagerDutyIncident } from '../../../local/estate/types.ts';
import { judge, type World } from '../../../local/play/expectations.ts';
import { judgePaged } from '../../../local/play/judgePaged.ts';
import { parseScenario } from '../../../local/play/load.ts';

const incident = (overrides: Partial<PagerDutyIncident> = {}): PagerDutyIncident => ({
  dedupKey: 'k',
  status: 'triggered',
  summary: 'Critical: Lag is high: contoso-we/orders',
  severity: 'critical',
  openedAtMs: 1,
  changedAtMs: 1,
  triggers: 1,
  ...overrides,
});

test('an incident is expected by its state, its severity and words of its summary', () => {
  const holds = (pattern: Parameters<typeof judgePaged>[0]) => judgePaged(pattern, [incident()]).holds;
  assert.equal(holds({}), true);
  assert.equal(holds({ status: 'triggered', severity: 'critical', says: 'LAG IS HIGH' }), true);
  assert.equal(holds({ status: 'resolved' }), false);
  assert.equal(holds({ severity: 'info' }), false);
  assert.equal(holds({ says: 'contoso-ne' }), false);
});

test('all parts must hold of the same incident', () => {
  const incidents = [incident({ status: 'resolved', severity: 'info' }), incident()];
  assert.equal(judgePaged({ status: 'resolved', severity: 'critical' }, incidents).holds, false);
});

test('what was seen instead is listed', () => {
  assert.equal(judgePaged({ status: 'resolved' }, []).seen, 'no incident in PagerDuty');
  assert.match(judgePaged({ status: 'resolved' }, [incident()]).seen, /^triggered critical: Critical: Lag is high/);
});

test('a scenario may expect it, and it is judged by what PagerDuty has', () => {
  const scenario = parseScenario(
    [
      'name: paged',
      'story: s',
      'estate:',
      '  regions: [uksouth]',
      '  app: { region: uksouth, witness: none }',
      '  servers: [{ name: a, region: uksouth }]',
      '  databases: [{ name: x, server: a, sku: GP_Gen5_4 }]',
      'steps: [{ at: 1s, channel: pagerDuty, answers: failing }]',
      'expect: [{ by: 5s, paged: { status: resolved } }]',
    ].join('\n'),
    'paged.yaml',
  );
  const [expected] = scenario.expect;
  assert.ok(expected);
  const world = { paged: [incident({ status: 'resolved' })] } as unknown as World;
  assert.equal(judge(expected, world).holds, true);
  assert.equal(judge(expected, { ...world, paged: [] }).holds, false);
});
