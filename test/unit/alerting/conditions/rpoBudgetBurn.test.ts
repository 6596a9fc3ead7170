import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rpoBudgetBurn } from '../../../../shared/alerting/conditions/rpoBudgetBurn.ts';
import type { BurnRule } from '../../../../shared/alerting/types.ts';
import { burntMs, nextBurn } from '../../../../shared/replication/signals/burn.ts';
import type { LinkSignals } from '../../../../shared/replication/signalTypes.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { rule, T0 } from '../samples.ts';
import { CAUGHT_UP, failed, link } from './inputs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BURN: BurnRule = {
  objectivePercent: 99.9,
  windows: [
    { burn: 14.4, longMs: HOUR, shortMs: 5 * MINUTE },
    { burn: 6, longMs: 6 * HOUR, shortMs: 30 * MINUTE },
    { burn: 1, longMs: 72 * HOUR, shortMs: 6 * HOUR },
  ],
};
const WINDOWS = BURN.windows.flatMap(({ longMs, shortMs }) => [longMs, shortMs]);
const HIGH: LinkState = { name: 'caughtUp', lagSeconds: 100 };

type Burn = LinkSignals['burn'];

/** Half a minute more in which the link was in this state. */
const pass = (burn: Burn, state: LinkState, atMs: number): Burn =>
  nextBurn(burn, { state, sinceLastMs: 30_000, atMs }, { rpoMs: 5_000, windowsMs: WINDOWS });
const judge = (burn: Burn, nowMs: number, state: LinkState = CAUGHT_UP) =>
  rpoBudgetBurn.find(
    link(state, { rule: rule({ burn: BURN }), nowMs }, { signals: burn === undefined ? {} : { burn } }),
  );

test('half a minute outside the RPO is not yet too fast; a minute in an hour is, while it goes on', () => {
  const once = pass(undefined, HIGH, T0);
  assert.equal(judge(once, T0).is, 'false');
  const twice = pass(once, HIGH, T0 + 30_000);
  assert.deepEqual(judge(twice, T0 + 30_000), {
    is: 'true',
    value: 16.7,
    sentence:
      'The replication from west/orders to north/orders missed its RPO for 1 min of the last 1 h and 1 min of the last 5 min: 16.7 times as fast as an objective of 99.9 % allows. The limit for these windows is 14.4 times.',
  });
});

test('once the short window is clean it is over, though the long one still burns', () => {
  const bad = pass(pass(undefined, HIGH, T0), HIGH, T0 + 30_000);
  const finding = judge(bad, T0 + 6 * MINUTE);
  assert.equal(finding.is, 'false');
  assert.ok(burntMs(bad, HOUR, T0 + 6 * MINUTE) / HOUR / 0.001 > 14.4);
});

test('slow burning is found by the longer windows', () => {
  let burn: Burn;
  // Twenty seconds of every hour: five times what 99.9 % allows, too little for the first two pairs.
  let nowMs = T0;
  for (let hour = 0; hour < 72; hour++) {
    nowMs = T0 + hour * HOUR;
    burn = nextBurn(burn, { state: HIGH, sinceLastMs: 20_000, atMs: nowMs }, { rpoMs: 5_000, windowsMs: WINDOWS });
  }
  assert.match(JSON.stringify(judge(burn, nowMs)), /of the last 3 d and .* of the last 6 h: .* windows is 1 times/);
});

test('a silent primary ends nothing and begins nothing', () => {
  const bad = pass(pass(undefined, HIGH, T0), HIGH, T0 + 30_000);
  assert.equal(judge(bad, T0 + MINUTE, failed('unreachable')).is, 'true');
  assert.deepEqual(judge(bad, T0 + 6 * MINUTE, failed('unreachable')), { is: 'unknown' });
  assert.deepEqual(judge(undefined, T0, failed('unreachable')), { is: 'unknown' });
});

test('a link of which nothing bad is known keeps its RPO', () => {
  assert.equal(judge(undefined, T0).is, 'false');
});

/** A small generator of its own: the same seed tells the same story, and a failure names it. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('in any story it fires exactly when both windows of some pair burn, and never without', () => {
  let fired = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const next = random(seed);
    let burn: Burn;
    let nowMs = T0;
    let bad = false;
    for (let sample = 0; sample < 300; sample++) {
      nowMs += 30_000 * (next() < 0.05 ? 40 : 1);
      if (next() < 0.08) bad = !bad;
      burn = pass(burn, bad ? HIGH : CAUGHT_UP, nowMs);
      const burns = (windowMs: number, limit: number) =>
        burntMs(burn, windowMs, nowMs) / windowMs / (1 - 0.999) >= limit;
      const both = BURN.windows.some((pair) => burns(pair.longMs, pair.burn) && burns(pair.shortMs, pair.burn));
      const finding = judge(burn, nowMs);
      assert.equal(finding.is, both ? 'true' : 'false', `seed ${seed}, sample ${sample}`);
      if (finding.is === 'true') fired += 1;
    }
  }
  assert.ok(fired > 100, `the stories are worth something only if some of them fire; ${fired} did`);
});

test('a rule without windows is refused with what to do', () => {
  assert.throws(() => rpoBudgetBurn.find(link(CAUGHT_UP, { rule: rule() })), /needs an objective and windows/);
});
