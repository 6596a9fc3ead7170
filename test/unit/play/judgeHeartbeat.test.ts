import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartbeatPing } from '../../../local/estate/types.ts';
import { judgeHeartbeat } from '../../../local/play/judgeHeartbeat.ts';
import { parseScenario } from '../../../local/play/load.ts';

const ping = (signal: HeartbeatPing['signal'], more: Partial<HeartbeatPing> = {}): HeartbeatPing => ({
  id: 'p',
  atMs: 1,
  signal,
  body: '',
  status: 200,
  ...more,
});

test('signs of life are expected by their kind, their number and words of the reason', () => {
  const pings = [ping('start'), ping('success'), ping('start'), ping('fail', { body: 'The sweep failed.' })];
  assert.equal(judgeHeartbeat({ signal: 'start', atLeast: 2 }, pings).holds, true);
  assert.equal(judgeHeartbeat({ signal: 'start', atLeast: 3 }, pings).holds, false);
  assert.equal(judgeHeartbeat({ signal: 'fail', says: 'sweep failed' }, pings).holds, true);
  assert.equal(judgeHeartbeat({ signal: 'fail', says: 'other' }, pings).holds, false);
  assert.equal(judgeHeartbeat({ signal: 'success' }, []).seen, 'no sign of life');
});

test('what the check refused was not heard', () => {
  const verdict = judgeHeartbeat({ signal: 'success' }, [ping('success', { status: 404 })]);
  assert.deepEqual(verdict, { holds: false, seen: 'no sign of life' });
});

test('a scenario may expect it', () => {
  const scenario = parseScenario(
    [
      'name: beat',
      'story: s',
      'estate: { regions: [uksouth], app: { region: uksouth, witness: none }, servers: [{ name: contoso-we, region: uksouth }], databases: [], links: [] }',
      'configuration: {}',
      'expect: [{ by: 5s, heartbeat: { signal: success, atLeast: 2 } }]',
    ].join('\n'),
    'beat',
  );
  assert.deepEqual(scenario.expect, [{ by: 5_000, heartbeat: { signal: 'success', atLeast: 2 } }]);
});
