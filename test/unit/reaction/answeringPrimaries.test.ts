import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../../shared/outage/types.ts';
import { answeringPrimaries } from '../../../shared/reaction/answeringPrimaries.ts';
import { viewOf } from '../../../shared/reaction/groupView.ts';
import type { LinkStatus } from '../../../shared/replication/types.ts';
import { status } from '../failover/facts.ts';
import { MINUTE, says, T0 } from '../outage/builders.ts';
import { GROUP, LINK, topologyOf } from './reactionWorld.ts';

const LIFETIME = MINUTE;
const view = viewOf(GROUP, [GROUP], topologyOf([LINK]));
const answers = (
  evidence: Evidence[],
  known: Partial<LinkStatus> | undefined,
  nowMs = T0 + 10_000,
  onsetMs: number | null = null,
): boolean => {
  const statuses = new Map([[LINK.linkKey, known && status({ sampledAtMs: T0, ...known })]]);
  return answeringPrimaries(view, evidence, statuses, LIFETIME, onsetMs, nowMs).length === 1;
};
const probe = (vote: Evidence['vote']): Evidence => says('ownProbe', { vote, atMs: T0 + 5_000 });

test('our own probe has the word, whatever was sampled before it', () => {
  assert.equal(answers([probe('down')], {}), false);
  assert.equal(answers([probe('against')], undefined), true);
  assert.equal(answers([probe('none')], {}), false);
});

test('without a probe a young sample counts, an old one and a silent one do not', () => {
  assert.equal(answers([], {}), true);
  assert.equal(answers([], {}, T0 + LIFETIME + 1), false);
  assert.equal(answers([], { state: { name: 'unreachable', failure: { kind: 'unreachable', message: '' } } }), false);
  assert.equal(answers([], undefined), false);
});

test('a sample from before the outage began is no answer now', () => {
  assert.equal(answers([], {}, T0 + 10_000, T0), false);
  assert.equal(answers([], {}, T0 + 10_000, T0 + 1), false);
  assert.equal(answers([], {}, T0 + 10_000, T0 - 1), true);
  assert.equal(answers([probe('against')], {}, T0 + 10_000, T0 + 1), true, 'a probe was asked because of it');
});

test('what a witness or Azure says is not our own look', () => {
  assert.equal(answers([says('witnessProbe', { vote: 'against' }), says('serviceHealth')], undefined), false);
});

test('a probe that has expired, or is of the future, says nothing', () => {
  const expired = says('ownProbe', { vote: 'down', atMs: T0, expiresAtMs: T0 + 1_000 });
  assert.equal(answers([expired], {}), true);
  assert.equal(answers([says('ownProbe', { vote: 'against', atMs: T0 + MINUTE })], undefined), false);
});
