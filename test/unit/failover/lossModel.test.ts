/** Does the bound cover what is really lost? A small Azure: commits, shipping in order, a partition, two clocks. Whole milliseconds of true time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lossBound } from '../../../shared/failover/lossBound.ts';
import type { CandidateFacts } from '../../../shared/failover/types.ts';
import { answer, facts, NOW, status } from './facts.ts';

const SKEW = 2000;

interface World {
  commits: number[];
  delays: number[];
  cutAt: number;
  sampledAt: number;
  roundTrip: number;
  onsetAfter: number;
  forcedAfter: number;
  primaryClock: number;
  secondaryShows: boolean;
  stops: boolean;
}

const worlds: fc.Arbitrary<World> = fc.record({
  // Steps of 0 make commits of one time; long steps make a database that is idle.
  commits: fc
    .array(fc.constantFrom(0, 0, 1, 50, 400, 1500, 20_000), { minLength: 1, maxLength: 40 })
    .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce<number>((sum, step) => sum + step, 0))),
  delays: fc.array(fc.constantFrom(0, 1, 300, 999, 2500, 8000), { minLength: 40, maxLength: 40 }),
  cutAt: fc.integer({ min: 0, max: 120_000 }),
  sampledAt: fc.integer({ min: 0, max: 120_000 }),
  roundTrip: fc.constantFrom(0, 5, 900),
  onsetAfter: fc.integer({ min: 0, max: 30_000 }),
  forcedAfter: fc.integer({ min: 1000, max: 120_000 }),
  primaryClock: fc.integer({ min: -SKEW, max: SKEW }),
  secondaryShows: fc.boolean(),
  stops: fc.boolean(),
});

interface Story {
  given: CandidateFacts;
  onset: number;
  forced: number;
  /** True milliseconds of commits that are gone; 0 when none are. */
  realLoss: number;
}

/** Our clock is the true one; the primary's is off by up to the skew. Only their difference matters. */
function play(world: World): Story {
  const asked = world.sampledAt + world.roundTrip;
  const onset = asked + world.onsetAfter;
  const forced = onset + world.forcedAfter;
  const stopped = world.stops ? onset : forced;
  const commits = world.commits.filter((at) => at <= stopped);
  const hardened = shippedIn(commits, world);
  const kept = hardened.filter((at) => at <= forced && at <= world.cutAt).length;
  const lostFirst = commits[kept];
  const acknowledged = hardened.filter((at) => at <= asked && at <= world.cutAt).length;
  const oldest = commits[acknowledged];
  const outstanding = oldest !== undefined && oldest <= asked ? asked - oldest : 0;
  const lastAsked = commits.filter((at) => at <= asked).at(-1);
  const stamp = (at: number | undefined) => (at === undefined ? null : NOW + at + world.primaryClock);
  const given = facts({
    statusBeforeOnset: status({
      state: { name: 'caughtUp', lagSeconds: Math.floor(outstanding / 1000) },
      sampledAtMs: NOW + world.sampledAt,
      lastCommitMs: stamp(lastAsked),
    }),
    answer: answer({ lastCommitMs: world.secondaryShows ? stamp(commits[kept - 1]) : null }),
  });
  return { given, onset, forced, realLoss: lostFirst === undefined ? 0 : stopped - lostFirst };
}

/** When each commit is hardened: the log goes in order, so none before its predecessor. */
function shippedIn(commits: number[], world: World): number[] {
  let last = 0;
  return commits.map((at, index) => {
    last = Math.max(last, at + (world.delays[index] ?? 0));
    return last;
  });
}

test('the bound covers the real loss, whatever was committed, shipped, cut off and mistimed', () => {
  const seen = new Map<string, number>();
  let lossy = 0;
  fc.assert(
    fc.property(worlds, (world) => {
      const { given, onset, forced, realLoss } = play(world);
      const context = { atMs: NOW + forced, onsetMs: NOW + onset, limits: { clockSkewMs: SKEW } };
      const loss = lossBound(given, context);
      seen.set(loss.from, (seen.get(loss.from) ?? 0) + 1);
      if (realLoss > 0) lossy += 1;
      assert.ok(loss.boundMs !== null && loss.boundMs >= realLoss, `bound ${loss.boundMs}, lost ${realLoss}`);
    }),
    { numRuns: 20_000 },
  );
  // The model must reach what it is there for.
  for (const from of ['secondaryLastCommit', 'sampledLag', 'equalCommits'])
    assert.ok((seen.get(from) ?? 0) > 200, from);
  assert.ok(lossy > 5000, `${lossy} worlds lost something`);
});

test('the bound is not just large: beside a busy database it is within seconds of the truth', () => {
  const commits = Array.from({ length: 600 }, (_, index) => index * 50);
  const { given, onset, forced, realLoss } = play({
    commits,
    delays: commits.map(() => 300),
    cutAt: 20_000,
    sampledAt: 19_000,
    roundTrip: 5,
    onsetAfter: 1000,
    forcedAfter: 9000,
    primaryClock: 0,
    secondaryShows: true,
    stops: false,
  });
  const loss = lossBound(given, { atMs: NOW + forced, onsetMs: NOW + onset, limits: { clockSkewMs: SKEW } });
  assert.equal(realLoss, 9005 + 250);
  assert.equal(loss.boundMs, realLoss + 50 + SKEW);
});
