/** What must never be, whatever the world looks like. The worlds lean towards acting, so that each property is really tried. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../../shared/failover/decide.ts';
import type { CandidateFacts, DecisionInput } from '../../../shared/failover/types.ts';
import { groupOf } from '../../../shared/outage/independence.ts';
import { answer, end, evidence, facts, group, input, LAST_COMMIT, link, NOW, ONSET, status, verdict } from './facts.ts';

const mostly = <T>(usual: T, ...others: T[]) => fc.constantFrom(usual, usual, usual, usual, ...others);

const candidate = (name: string, server: string, region: string): fc.Arbitrary<CandidateFacts> =>
  fc
    .record({
      lag: mostly<number | null>(0, 3, null),
      sampledAgo: mostly(5000, -1, 700_000),
      role: mostly<number | null>(2, 0, null),
      reachable: mostly(true, false),
      commit: mostly<number | null>(LAST_COMMIT, LAST_COMMIT - 600_000, null),
      failoverGroup: mostly<string | undefined>(undefined, 'fg'),
    })
    .map(({ lag, sampledAgo, role, reachable, commit, failoverGroup }) =>
      facts(
        {
          statusBeforeOnset: status({
            sampledAtMs: ONSET - sampledAgo,
            state: lag === null ? { name: 'lagUnknown' } : { name: 'caughtUp', lagSeconds: lag },
          }),
          answer: answer({ replicaRole: role, reachable, lastCommitMs: commit }),
          failoverGroup,
        },
        link(end('contoso-we', name, 'westeurope'), end(server, name, region)),
      ),
    );

const anyInput: fc.Arbitrary<DecisionInput> = fc
  .record({
    candidates: fc.tuple(
      candidate('orders', 'contoso-ne', 'northeurope'),
      candidate('orders', 'contoso-w2', 'westeurope'),
      candidate('stock', 'contoso-uk', 'uksouth'),
    ),
    mode: mostly<DecisionInput['group']['mode']>('automatic', 'approve', 'notify'),
    partial: fc.constantFrom('allOrNothing' as const, 'moveWhatCan' as const),
    maxLossMs: mostly(900_000, 0, 400_000, 402_000),
    name: mostly<DecisionInput['verdict']['name']>('regionDown', 'down', 'isolated', 'suspect'),
    confirmed: mostly(true, false),
    agreedSinceMs: mostly<number | null>(ONSET, NOW - 1000, null),
    evidenceFor: mostly(
      [evidence('ownProbe'), evidence('serviceHealth')],
      [evidence('ownProbe'), evidence('secondaryView')],
      [evidence('witnessProbe', { path: 'francecentral' }), evidence('platformMetric')],
    ),
    answering: fc.subarray([
      { server: 'contoso-we', database: 'orders' },
      { server: 'contoso-we', database: 'stock' },
    ]),
    paused: mostly(null, { byWhom: 'ann', sinceMs: NOW }),
    lastFailoverEndedMs: mostly<number | null>(null, NOW - 1000, NOW - 7_200_000),
    forcedInLastDay: mostly(0, 2, 3),
    openOperationId: mostly<string | null>(null, 'op'),
    fenceAvailable: mostly(true, false),
    approves: fc.constantFrom('nothing' as const, 'this' as const, 'other' as const),
  })
  .map(({ mode, partial, maxLossMs, name, confirmed, agreedSinceMs, evidenceFor, answering, approves, ...rest }) => {
    const given = input({
      ...rest,
      group: group({ mode, partial, maxLossMs }),
      verdict: verdict({ name, confirmed, agreedSinceMs, evidenceFor }),
      primariesAnswering: answering,
    });
    if (approves === 'nothing') return given;
    const fingerprint = approves === 'this' ? (decide(given).plan?.fingerprint ?? '') : 'f'.repeat(64);
    return { ...given, approval: { fingerprint, by: 'ann', comment: 'go', atMs: NOW - 1000 } };
  });

/** Runs a property over worlds and makes sure that enough of them act. */
function everywhere(check: (given: DecisionInput, decided: ReturnType<typeof decide>) => void): void {
  let acted = 0;
  fc.assert(
    fc.property(anyInput, (given) => {
      const decided = decide(given);
      if (decided.decision === 'act') acted += 1;
      check(given, decided);
    }),
    { numRuns: 1500 },
  );
  assert.ok(acted > 10, `only ${acted} worlds acted`);
}

test('it never acts in notify mode, paused, isolated, in cooldown, over budget, without fence, or beside an open operation', () => {
  everywhere((given, { decision }) => {
    if (decision !== 'act') return;
    assert.notEqual(given.group.mode, 'notify');
    assert.equal(given.paused, null);
    assert.notEqual(given.verdict.name, 'isolated');
    assert.ok(given.lastFailoverEndedMs === null || NOW - given.lastFailoverEndedMs >= given.group.cooldownMs);
    assert.ok(given.fenceAvailable && given.openOperationId === null);
    assert.ok(given.verdict.confirmed && (given.verdict.name === 'down' || given.verdict.name === 'regionDown'));
  });
});

test('it never acts on one kind of evidence, or on one that has not lasted', () => {
  everywhere(({ verdict: said, group: of }, { decision }) => {
    if (decision !== 'act') return;
    assert.ok(new Set(said.evidenceFor.map(({ source }) => groupOf(source))).size >= 2);
    assert.ok(said.agreedSinceMs !== null && NOW - said.agreedSinceMs >= of.confirmForMs);
  });
});

test('it never forces above the allowance, or with no number, without an approval of this very plan', () => {
  everywhere((given, { decision, plan }) => {
    if (decision !== 'act' || plan?.mode !== 'forced') return;
    assert.ok(plan.lossBoundMs !== null);
    const isApproved = given.approval?.fingerprint === plan.fingerprint;
    assert.ok(isApproved || plan.lossBoundMs <= given.group.maxLossMs);
    assert.ok(isApproved || given.group.mode === 'automatic');
    assert.ok(given.forcedInLastDay < given.group.dailyBudget);
  });
});

test('an approval of another fingerprint changes nothing', () => {
  everywhere((given, decided) => {
    if (given.approval === null || given.approval.fingerprint === decided.plan?.fingerprint) return;
    const without = decide({ ...given, approval: null });
    assert.equal(decided.decision, without.decision);
    if (given.group.mode === 'approve') assert.notEqual(decided.decision, 'act');
  });
});

test('it never moves to an unfit, silent, unknown or same-region candidate', () => {
  everywhere((given, { decision, plan }) => {
    if (decision !== 'act') return;
    for (const { candidate: chosen } of plan?.choices ?? []) {
      if (chosen === null) continue;
      const known = given.candidates.find((one) => one.link.linkKey === chosen.linkKey);
      assert.ok(known);
      assert.notEqual(known.link.secondary.region, known.link.primary.region);
      assert.equal(known.statusBeforeOnset?.state.name, 'caughtUp');
      assert.ok((known.statusBeforeOnset?.sampledAtMs ?? NOW) <= ONSET);
      assert.equal(known.answer?.reachable, true);
      assert.equal(known.answer?.replicaRole, 2);
      assert.equal(known.failoverGroup, undefined);
    }
  });
});

test('a group that moves as a whole never moves in part, and none acts without anything to move', () => {
  everywhere(({ group: of }, { decision, plan }) => {
    if (decision !== 'act') return;
    const moving = plan?.choices.filter(({ candidate: chosen }) => chosen !== null).length ?? 0;
    assert.ok(moving > 0);
    if (of.partial === 'allOrNothing') assert.equal(moving, plan?.choices.length);
  });
});

test('nothing is forced on a primary that answers', () => {
  everywhere((given, { plan }) => {
    const answering = new Set(given.primariesAnswering.map(({ database }) => database));
    for (const choice of plan?.choices ?? []) {
      assert.equal(choice.mode, answering.has(choice.database.database) ? 'planned' : 'forced');
    }
  });
});

test('act means that every gate is open, and every gate open means act outside notify mode', () => {
  everywhere(({ group: of }, { decision, gates }) => {
    const allOpen = gates.every(({ open }) => open);
    assert.equal(decision === 'act', allOpen);
    if (of.mode === 'notify') assert.equal(allOpen, false);
  });
});

test('the explanation does not depend on the order of what is known', () => {
  everywhere((given, decided) => {
    const turned = {
      ...given,
      candidates: [...given.candidates].reverse(),
      members: [...given.members].reverse(),
      primariesAnswering: [...given.primariesAnswering].reverse(),
    };
    assert.deepEqual(decide(turned), decided);
  });
});
