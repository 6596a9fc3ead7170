import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fence, FenceIntent } from '../../shared/operations/ports.ts';

export interface FenceWorld {
  /** Several deployments, one fence. */
  fences: [Fence, Fence];
  /** Comes back when a lease of `leaseMs` that was taken before must have ended. */
  outlast(leaseMs: number): Promise<void>;
}

const LONG_MS = 120_000;
/** Long enough for the few calls that are made while it lasts. */
const SHORT_MS = 2_000;

const intent = (operationId: string, database = 'orders'): FenceIntent => ({
  operationId,
  deadlineMs: 1_795_000_000_000,
  link: {
    linkKey: 'contoso-ne/orders~contoso-we/orders',
    type: 'GEO',
    primary: {
      server: 'contoso-we',
      database,
      region: 'westeurope',
      fullyQualifiedDomainName: 'contoso-we.database.windows.net',
    },
    secondary: {
      server: 'contoso-ne',
      database: 'orders',
      region: 'northeurope',
      fullyQualifiedDomainName: 'contoso-ne.database.windows.net',
    },
    armState: 'CATCH_UP',
    percentComplete: 100,
  },
});

async function taken(fence: Fence, holder: string, leaseMs = LONG_MS, operationId = 'op') {
  const held = await fence.acquire(holder, operationId, leaseMs);
  assert.ok(held, `expected ${holder} to get the fence`);
  return held;
}

/** What every Fence promises, whatever it is made of. */
export function fenceContract(kind: string, make: () => Promise<FenceWorld>): void {
  describe(`Fence in ${kind}`, () => {
    test('one holder at a time, also between deployments', async () => {
      const [one, other] = (await make()).fences;
      const { token } = await taken(one, 'a');
      assert.equal(await other.acquire('b', 'op', LONG_MS), undefined);
      assert.equal(await one.renew('a', token, LONG_MS), true);
      assert.equal(await other.acquire('b', 'op', LONG_MS), undefined);
    });

    test('of ten who ask at once exactly one gets it', async () => {
      const { fences } = await make();
      const asked = Array.from({ length: 10 }, (_, n) => fences[n % 2 === 0 ? 0 : 1].acquire(`h${n}`, 'op', LONG_MS));
      const held = (await Promise.all(asked)).filter((answer) => answer !== undefined);
      assert.equal(held.length, 1);
    });

    test('tokens only grow: after a release, after a takeover, after an end', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const first = await taken(one, 'a');
      await one.release('a', first.token);
      const second = await taken(other, 'b');
      const third = await taken(other, 'b', SHORT_MS);
      await outlast(SHORT_MS);
      const fourth = await taken(one, 'a');
      const tokens = [first, second, third, fourth].map(({ token }) => token);
      assert.deepEqual(
        tokens,
        [...new Set(tokens)].sort((x, y) => x - y),
      );
    });

    test('a turn takes it over from an older one of its operation, and the one left behind has lost it', async () => {
      const [one, other] = (await make()).fences;
      const left = await taken(one, 'a');
      const now = await taken(other, 'a');
      assert.ok(now.token > left.token);
      assert.equal(await one.renew('a', left.token, LONG_MS), false);
      assert.equal(await one.note('a', left.token, intent('op')), false);
      await one.release('a', left.token);
      assert.equal(await one.acquire('b', 'op', LONG_MS), undefined, 'a release by the old turn must not free it');
      assert.equal(await other.renew('a', now.token, LONG_MS), true);
    });

    test('turns of one operation that take it at once get different tokens, and only the last may act', async () => {
      const { fences } = await make();
      const held = await Promise.all(
        Array.from({ length: 4 }, (_, n) => fences[n % 2 === 0 ? 0 : 1].acquire('a', 'op', LONG_MS)),
      );
      const tokens = held.flatMap((answer) => answer?.token ?? []);
      assert.equal(tokens.length, 4);
      assert.equal(new Set(tokens).size, 4);
      const may: number[] = [];
      for (const token of tokens) if (await fences[0].renew('a', token, LONG_MS)) may.push(token);
      assert.deepEqual(may, [Math.max(...tokens)]);
    });

    test('operations of one deployment use it side by side, in one process or in two: none takes it from another', async () => {
      const { fences } = await make();
      const operations = Array.from({ length: 6 }, (_, n) => `op-${n}`);
      const held = await Promise.all(operations.map((id, n) => taken(fences[n % 2 === 0 ? 0 : 1], 'a', LONG_MS, id)));
      assert.equal(new Set(held.map(({ token }) => token)).size, 6);
      const may = await Promise.all(
        held.map(async ({ token }, n) => [
          await fences[0].note('a', token, intent(operations[n] ?? '', `db-${n}`)),
          await fences[1].renew('a', token, LONG_MS),
        ]),
      );
      assert.deepEqual(may.flat(), Array(12).fill(true));
    });

    test('no other deployment gets it before the last turn has given it back', async () => {
      const [one, other] = (await make()).fences;
      const first = await taken(one, 'a', LONG_MS, 'first');
      const second = await taken(one, 'a', LONG_MS, 'second');
      await one.release('a', first.token);
      assert.deepEqual([await other.available('b'), await other.acquire('b', 'op', LONG_MS)], [false, undefined]);
      assert.equal(await one.renew('a', second.token, LONG_MS), true);
      await one.release('a', second.token);
      assert.ok((await taken(other, 'b')).token > second.token);
    });

    test('every turn has a lease of its own: one that ended is lost, whatever the others do', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const gone = await taken(one, 'a', SHORT_MS, 'gone');
      const alive = await taken(one, 'a', LONG_MS, 'alive');
      await outlast(SHORT_MS);
      assert.equal(await one.renew('a', alive.token, LONG_MS), true);
      assert.equal(await one.renew('a', gone.token, LONG_MS), false);
      await one.release('a', alive.token);
      await taken(other, 'b');
    });

    test('no turn is left to a deployment when another has taken it', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const gone = await taken(one, 'a', SHORT_MS, 'gone');
      await outlast(SHORT_MS);
      const { token } = await taken(other, 'b');
      await other.release('b', token);
      await taken(one, 'a', LONG_MS, 'other');
      assert.equal(await one.renew('a', gone.token, LONG_MS), false);
    });

    test('word that another operation left for the same database since is to be seen first', async () => {
      const [one, other] = (await make()).fences;
      const first = await taken(one, 'a', LONG_MS, 'first');
      const second = await taken(other, 'a', LONG_MS, 'second');
      assert.equal(await one.note('a', first.token, intent('first', 'ORDERS')), true);
      assert.equal(await other.note('a', second.token, intent('second')), false);
      assert.equal(await other.note('a', second.token, intent('second', 'stock')), true);
      assert.equal(await one.note('a', first.token, intent('first')), true, 'its own word is known to it');
      const again = await taken(other, 'a', LONG_MS, 'second');
      assert.deepEqual(
        again.intents.map(({ operationId }) => operationId),
        ['second', 'first'],
      );
      assert.equal(await other.note('a', again.token, intent('second')), true);
      assert.equal(await one.note('a', first.token, intent('first')), false);
    });

    test('who was judged beside so many others leaves word beside so many, and not beside one more', async () => {
      const [one, other] = (await make()).fences;
      const late = await taken(one, 'a', LONG_MS, 'late');
      const second = await taken(other, 'a', LONG_MS, 'second');
      assert.equal(await one.note('a', second.token, intent('second', 'stock'), 0), true);
      assert.equal(await other.note('a', second.token, intent('second', 'bills'), 0), true, 'its own do not count');
      assert.equal(await one.note('a', late.token, intent('late'), 0), false);
      assert.equal(await one.note('a', late.token, intent('late'), 1), true, 'two words of one operation count once');
      const again = await taken(one, 'a', LONG_MS, 'late');
      assert.equal(await one.note('a', again.token, intent('late'), 0), true, 'what was there before was judged with');
    });

    test('nobody else gets it before its lease has ended, and somebody does after', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const gone = await taken(one, 'crashed', SHORT_MS);
      assert.equal(await other.acquire('b', 'op', LONG_MS), undefined);
      await outlast(SHORT_MS);
      const next = await taken(other, 'b');
      assert.ok(next.token > gone.token);
      assert.equal(await one.renew('crashed', gone.token, LONG_MS), false, 'who comes back has lost it');
      assert.equal(await one.note('crashed', gone.token, intent('x')), false);
      await one.release('crashed', gone.token);
      assert.equal(await other.renew('b', next.token, LONG_MS), true);
    });

    test('a lease that ended is lost, also when nobody took it: its holder asks anew', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const ended = await taken(one, 'a', SHORT_MS);
      await outlast(SHORT_MS);
      assert.equal(await one.renew('a', ended.token, LONG_MS), false);
      assert.equal(await one.note('a', ended.token, intent('x')), false);
      assert.ok((await taken(one, 'a')).token > ended.token);
      assert.equal(await other.acquire('b', 'op', LONG_MS), undefined);
    });

    test('after a release the token is dead', async () => {
      const [one, other] = (await make()).fences;
      const { token } = await taken(one, 'a');
      await one.release('a', token);
      assert.equal(await one.renew('a', token, LONG_MS), false);
      assert.equal(await one.note('a', token, intent('x')), false);
      await one.release('a', token);
      assert.ok((await taken(other, 'b')).token > token);
    });

    test('another name with the right token is nobody', async () => {
      const [one, other] = (await make()).fences;
      const { token } = await taken(one, 'a');
      assert.equal(await other.renew('b', token, LONG_MS), false);
      await other.release('b', token);
      assert.equal(await one.renew('a', token, LONG_MS), true);
    });

    test('available says what acquire would: free, ours or ended, but not while somebody else holds it; and takes nothing', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      assert.deepEqual([await one.available('a'), await other.available('b')], [true, true]);
      const { token } = await taken(one, 'a', SHORT_MS);
      assert.deepEqual([await one.available('a'), await other.available('b')], [true, false]);
      assert.equal(await one.renew('a', token, SHORT_MS), true, 'the turn that asked keeps its token');
      await outlast(SHORT_MS);
      assert.deepEqual([await one.available('a'), await other.available('b')], [true, true]);
      const next = await taken(other, 'b');
      assert.equal(await one.available('a'), false);
      await other.release('b', next.token);
      assert.equal(await one.available('a'), true);
    });

    test('the newest note for each database reaches whoever takes it next, and outlives the lease', async () => {
      const { fences, outlast } = await make();
      const [one, other] = fences;
      const first = await taken(one, 'a', SHORT_MS, 'first');
      assert.deepEqual(first.intents, []);
      for (const note of [intent('first'), intent('stock', 'stock'), intent('zweite “ü” \u{1f4a1}')]) {
        assert.equal(await one.note('a', first.token, note), true);
      }
      assert.equal(await one.renew('a', first.token, SHORT_MS), true);
      await outlast(SHORT_MS);
      const second = await taken(other, 'b');
      assert.deepEqual(second.intents, [intent('stock', 'stock'), intent('zweite “ü” \u{1f4a1}')]);
      await other.release('b', second.token);
      assert.deepEqual((await taken(one, 'a')).intents, second.intents);
    });

    test('the name of a database is the same in any letters', async () => {
      const [one] = (await make()).fences;
      const { token } = await taken(one, 'a');
      await one.note('a', token, intent('op', 'ORDERS'));
      await one.note('a', token, intent('op', 'orders'));
      assert.deepEqual(
        (await taken(one, 'a')).intents.map(({ link }) => link.primary.database),
        ['orders'],
      );
    });

    test('who never had it cannot renew, note or release', async () => {
      const [one] = (await make()).fences;
      assert.equal(await one.renew('a', 1, LONG_MS), false);
      assert.equal(await one.note('a', 1, intent('x')), false);
      await one.release('a', 1);
      await taken(one, 'b');
    });
  });
}
