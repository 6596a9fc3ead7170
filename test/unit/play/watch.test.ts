import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expectation } from '../../../local/play/expectationSchema.ts';
import type { World } from '../../../local/play/expectations.ts';
import type { Score } from '../../../local/play/scorecard.ts';
import { Watch } from '../../../local/play/watch.ts';

const world = (kills: number, score?: Score): World => ({
  model: { acceptedFailovers: () => [] } as unknown as World['model'],
  beganAtMs: 0,
  notifications: Array.from({ length: kills }, () => ({
    atMs: 0,
    channel: 'teams',
    condition: 'X',
    reason: 'first',
    text: '',
  })),
  paged: [],
  pings: [],
  failoverCalls: [],
  deliveries: [],
  page: undefined,
  kills,
  status: undefined,
  held: undefined,
  incidents: undefined,
  explanations: undefined,
  operations: undefined,
  ...(score ? { score } : {}),
});

function watching(expectation: Expectation) {
  const lines: string[] = [];
  const watch = new Watch(expectation);
  return {
    watch,
    lines,
    look: (at: number, kills: number, score?: Score) =>
      watch.look(world(kills, score), at, (_, line) => lines.push(line)),
  };
}

test('what must hold by a time is decided when it first holds, and stays so', () => {
  const { watch, lines, look } = watching({ by: 1000, killed: { atLeast: 1 } });
  look(100, 0);
  assert.equal(watch.decided, false);
  look(300, 1);
  look(500, 0);
  assert.deepEqual(watch.result(), {
    expectation: 'killed atLeast 1 by 1 s',
    holds: true,
    atMs: 300,
    seen: 'killed 1 times',
  });
  assert.deepEqual(lines, ['  as expected: killed atLeast 1 by 1 s']);
});

test('what comes too late does not hold', () => {
  const { watch, lines, look } = watching({ by: 1000, killed: { atLeast: 1 } });
  look(900, 0);
  look(1100, 1);
  assert.equal(watch.decided, true);
  assert.equal(watch.result().holds, false);
  assert.match(lines[0] ?? '', /NOT as expected/);
});

test('what holds before the first step proves nothing', () => {
  const { watch, lines } = watching({ by: 1000, killed: { atLeast: 1 } });
  watch.look(world(0), 100, () => {}, false);
  assert.equal(watch.decided, false);
  watch.look(world(1), 200, (_, line) => lines.push(line), false);
  assert.equal(watch.result().holds, false);
  assert.match(watch.result().seen, /before the first step/);
  assert.equal(lines.length, 1);
});

test('what is expected after a time is not looked at before', () => {
  const { watch, look } = watching({ after: 500, by: 1000, killed: { atLeast: 1 } });
  watch.look(world(1), 100, () => {}, false);
  look(300, 1);
  assert.equal(watch.decided, false);
  look(600, 1);
  assert.deepEqual(watch.result(), {
    expectation: 'killed atLeast 1 after 0.5 s by 1 s',
    holds: true,
    atMs: 600,
    seen: 'killed 1 times',
  });
});

test('what must hold always is decided by breaking only, and never holds up the end', () => {
  const { watch, look } = watching({ always: { notified: { atMost: 1 } } });
  look(100, 1);
  assert.equal(watch.decided, true);
  assert.deepEqual(watch.result().atMs, null);
  assert.equal(watch.result().holds, true);
  look(200, 2);
  look(300, 0);
  assert.equal(watch.result().holds, false);
  assert.equal(watch.result().atMs, 200);
});

test('a score does not hold before there is one, nor hold up the end', () => {
  const score: Score = {
    detectSeconds: 1,
    decideSeconds: null,
    sendSeconds: null,
    verifiedSeconds: null,
    statedLossSeconds: null,
    lossSeconds: null,
    lossBoundHolds: null,
  };
  const { watch, look } = watching({ score: { detectSeconds: { atMost: 1 } } });
  look(100, 0);
  assert.equal(watch.decided, true);
  assert.equal(watch.result().holds, false);
  look(200, 0, score);
  assert.equal(watch.result().holds, true);
});
