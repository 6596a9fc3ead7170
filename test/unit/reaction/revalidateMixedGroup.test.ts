import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { status } from '../failover/facts.ts';
import { MINUTE, SECOND, says, T0 } from '../outage/builders.ts';
import { LINK, ReactionWorld, STOCK_LINK, topologyOf } from './reactionWorld.ts';

/** One database of the group is down, and the primary of the other answers. */
async function mixedGroup() {
  const world = new ReactionWorld();
  world.topology = topologyOf([LINK, STOCK_LINK]);
  world.statuses.set(STOCK_LINK.linkKey, status({ sampledAtMs: T0 - 2 * SECOND }));
  const scope = { kind: 'database' as const, ...STOCK_LINK.primary };
  await world.evidence.put(says('ownProbe', { vote: 'against', scope, sinceMs: world.nowMs, atMs: world.nowMs }));
  await world.later(MINUTE);
  const [operation] = await world.stored();
  if (operation === undefined) throw new Error('expected an operation');
  const judge = async (database: string) => {
    const own = operation.steps.filter(({ choice }) => choice.database.database === database);
    return await world.revalidate({
      ...operation,
      steps: [...own, ...operation.steps.filter((one) => !own.includes(one))],
    });
  };
  return { operation, judge };
}

test('a database whose primary answers moves with its group by plan, and is still allowed to when it is judged again', async () => {
  const { operation, judge } = await mixedGroup();
  assert.deepEqual(
    operation.steps.map(({ choice }) => [databaseKey(choice.database), choice.mode]),
    [
      ['contoso-we/orders', 'forced'],
      ['contoso-we/stock', 'planned'],
    ],
  );
  const forced = await judge('orders');
  assert.equal(forced.kind === 'stillValid' && forced.mode, 'forced');
  const planned = await judge('stock');
  assert.deepEqual(planned.kind === 'stillValid' && [planned.mode, planned.linkKey], ['planned', STOCK_LINK.linkKey]);
});
