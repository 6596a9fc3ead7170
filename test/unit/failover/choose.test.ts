import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choose } from '../../../shared/failover/choose.ts';
import type { CandidateFacts } from '../../../shared/failover/types.ts';
import { answer, context, database, end, facts, LAST_COMMIT, link, NOW } from './facts.ts';

const WE = end('contoso-we', 'orders', 'westeurope');
const to = (server: string, region: string, overrides: Partial<CandidateFacts> = {}) =>
  facts(overrides, link(WE, end(server, 'orders', region)));
const committed = (ms: number) => ({ answer: answer({ lastCommitMs: ms }) });
const chosen = (candidates: CandidateFacts[]) => choose(WE, candidates, context).candidate?.secondary.server;

test('the one that has hardened most is chosen', () => {
  const near = to('a', 'northeurope', committed(LAST_COMMIT));
  const ahead = to('b', 'uksouth', committed(LAST_COMMIT + 1));
  assert.equal(chosen([near, ahead]), 'b');
});

test('at the same hardened point the region decides, then the name', () => {
  assert.equal(chosen([to('z', 'northeurope'), to('a', 'uksouth')]), 'z');
  assert.equal(chosen([to('z', 'North Europe'), to('b', 'northeurope')]), 'b');
});

test('an unfit one is never chosen, however far ahead it is', () => {
  const ahead = to('a', 'northeurope', { answer: answer({ lastCommitMs: NOW, replicaRole: 0 }) });
  const choice = choose(WE, [ahead, to('b', 'uksouth')], context);
  assert.equal(choice.candidate?.secondary.server, 'b');
  assert.deepEqual(
    choice.refused.map(({ linkKey, refusals }) => [linkKey, refusals.map(({ rule }) => rule)]),
    [[ahead.link.linkKey, ['notASecondary']]],
  );
});

test('a fit one that was not chosen is told why not', () => {
  const choice = choose(WE, [to('a', 'northeurope'), to('b', 'uksouth')], context);
  assert.deepEqual(choice.refused[0]?.refusals[0]?.rule, 'anotherIsPreferred');
  assert.match(choice.refused[0]?.refusals[0]?.sentence ?? '', /a\/orders is preferred/);
});

test('where none is fit there is no candidate, no bound, and each is told why', () => {
  const choice = choose(WE, [to('a', 'northeurope', { failoverGroup: 'fg' })], context);
  assert.equal(choice.candidate, null);
  assert.equal(choice.loss.boundMs, null);
  assert.deepEqual(
    choice.refused[0]?.refusals.map(({ rule }) => rule),
    ['failoverGroupMember'],
  );
  assert.match(choice.sentence, /each of its 1 geo-secondaries is refused/);
});

test('a database without any geo-secondary says so', () => {
  const choice = choose(WE, [], context);
  assert.deepEqual([choice.candidate, choice.refused], [null, []]);
  assert.match(choice.sentence, /no geo-secondary at all/);
});

test('links of other databases are no candidates', () => {
  assert.equal(choose({ server: 'contoso-we', database: 'other' }, [facts()], context).candidate, null);
});

test('names are compared without case', () => {
  const choice = choose({ server: 'CONTOSO-WE', database: 'Orders' }, [facts()], context);
  assert.equal(choice.candidate?.secondary.server, 'contoso-ne');
});

test('a smaller secondary is chosen with a warning; a pool is not compared with a single database', () => {
  const small = (more = {}) =>
    choose(WE, [facts({ secondary: database(link().secondary, { capacity: 2 }, more) })], context).sentence;
  assert.match(small(), /smaller than the primary .*capacity 2 against .*capacity 4/);
  assert.doesNotMatch(small({ elasticPoolId: '/pool' }), /smaller/);
  assert.doesNotMatch(choose(WE, [facts()], context).sentence, /smaller/);
});

const anyCandidates = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('northeurope', 'uksouth')), {
    selector: ([server]) => server,
    maxLength: 5,
  })
  .chain((servers) =>
    fc.tuple(
      ...servers.map(([server, region]) =>
        fc
          .record({
            lastCommitMs: fc.option(fc.constantFrom(LAST_COMMIT, LAST_COMMIT + 1, LAST_COMMIT - 999_999)),
            replicaRole: fc.constantFrom(2, 2, 2, 0),
            sampled: fc.boolean(),
          })
          .map(({ lastCommitMs, replicaRole, sampled }) =>
            to(server, region, {
              answer: answer({ lastCommitMs, replicaRole }),
              ...(sampled ? {} : { statusBeforeOnset: undefined }),
            }),
          ),
      ),
    ),
  );

test('the choice does not depend on the order of what is known', () => {
  fc.assert(
    fc.property(
      anyCandidates.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
      ),
      ([all, shuffled]) => {
        assert.deepEqual(choose(WE, shuffled, context), choose(WE, all, context));
      },
    ),
    { numRuns: 500 },
  );
});

test('every candidate is either chosen or told why not', () => {
  fc.assert(
    fc.property(anyCandidates, (all) => {
      const choice = choose(WE, all, context);
      const told = choice.refused.map(({ linkKey }) => linkKey);
      const named = choice.candidate === null ? told : [choice.candidate.linkKey, ...told];
      assert.deepEqual(named.sort(), all.map((one) => one.link.linkKey).sort());
      assert.ok(choice.refused.every(({ refusals }) => refusals.length > 0));
    }),
    { numRuns: 500 },
  );
});
