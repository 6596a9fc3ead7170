import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeDatabase, judgeRegion } from '../../../shared/outage/verdict.ts';
import { says } from '../outage/builders.ts';
import { DEAD, databaseScope, group, NOW, openIncident, pair, Watch, WESTEUROPE } from './observing.ts';

const word = (scope: Parameters<typeof says>[1] & object, source: Parameters<typeof says>[0] = 'resourceHealth') =>
  says(source, { sinceMs: NOW - 1_000, atMs: NOW - 1_000, expiresAtMs: NOW + 60_000, ...scope });
const names = (count: number) => Array.from({ length: count }, (_, n) => `db${n}`);

describe('a good sample is written down', () => {
  test('where Azure speaks against that very database', async () => {
    const watch = new Watch();
    await watch.evidence.put(word({ scope: databaseScope('we', 'orders', 'westeurope') }));
    await watch.sweep();
    assert.deepEqual(await watch.stored(), ['ownProbe against we/orders', 'resourceHealth down we/orders']);
  });

  test('where somebody speaks against its region', async () => {
    const watch = new Watch();
    await watch.evidence.put(word({ scope: WESTEUROPE }, 'serviceHealth'));
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe against we/orders'));
  });

  test('where another member of its group fails in the same sweep, or failed in one before', async () => {
    const watch = new Watch();
    watch.groups = [group('shop', 'we/orders', 'we/stock')];
    watch.links = [pair('orders'), pair('stock')];
    watch.refusing.set('we/orders', DEAD);
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe against we/stock'), 'it was sampled after the failure');
    watch.links.reverse();
    watch.nowMs += 10_000;
    await watch.sweep();
    const stock = (await watch.evidence.load()).find(({ vote }) => vote === 'against');
    assert.equal(stock?.atMs, NOW + 10_000);
  });

  test('as long as an incident of its group is open: only so is its end seen', async () => {
    const watch = new Watch();
    watch.incidents = [openIncident('shop', WESTEUROPE)];
    await watch.sweep();
    assert.deepEqual(await watch.stored(), ['ownProbe against we/orders']);
  });

  test('in place of what we said before, at once when it comes back', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    await watch.sweep();
    watch.refusing.clear();
    watch.nowMs += 10_000;
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe against we/orders'));
    assert.deepEqual(
      watch.published.map(({ evidence }) => evidence.vote),
      ['down', 'against'],
    );
  });

  test('by three of a region in which a stranger fails: enough to show that the region lives, and no more', async () => {
    const watch = new Watch();
    watch.groups = names(10).map((name) => group(name, `we/${name}`));
    watch.links = names(10).map(pair);
    watch.refusing.set('we/db0', DEAD);
    await watch.sweep();
    const alive = (await watch.stored()).filter((line) => line.includes('against'));
    assert.deepEqual(alive, ['ownProbe against we/db1', 'ownProbe against we/db2', 'ownProbe against we/db3']);
  });
});

describe('a good sample is not written down', () => {
  test('where what was said has expired, votes for nothing, or is about another region', async () => {
    const watch = new Watch();
    const scope = databaseScope('we', 'orders', 'westeurope');
    await watch.evidence.put(word({ scope, expiresAtMs: NOW - 1 }));
    await watch.evidence.put(word({ scope, vote: 'none' }, 'platformMetric'));
    await watch.evidence.put(word({ scope: databaseScope('ne', 'orders', 'northeurope') }, 'witnessProbe'));
    await watch.evidence.put(word({ scope: { kind: 'region', region: 'northeurope' } }, 'serviceHealth'));
    watch.groups = [group('shop', 'we/orders')];
    watch.links = [pair('orders')];
    const before = await watch.stored();
    // The pair's other end belongs to the group: what is said of it makes its group suspect.
    assert.equal(before.length, 4);
    await watch.sweep();
    assert.deepEqual(
      (await watch.stored()).filter((line) => line.startsWith('ownProbe')),
      ['ownProbe against we/orders'],
    );
    const calm = new Watch();
    for (const evidence of await watch.evidence.load()) {
      const isElsewhere = evidence.scope.kind === 'database' && evidence.scope.server === 'ne';
      if (evidence.source !== 'ownProbe' && !isElsewhere) await calm.evidence.put(evidence);
    }
    await calm.sweep();
    assert.deepEqual(
      (await calm.stored()).filter((line) => line.startsWith('ownProbe')),
      [],
    );
  });

  test('where the incident of its group is over', async () => {
    const watch = new Watch();
    watch.incidents = [openIncident('shop', WESTEUROPE, { phase: 'over' })];
    await watch.sweep();
    assert.deepEqual(await watch.stored(), []);
  });
});

describe('what the verdict makes of it', () => {
  const rules = { confirmForMs: 60_000, minKinds: 2, maxAgeMs: 3_600_000 };

  test('minutes of failure of which a witness says the same are an outage; one answer ends it', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    const target = { server: 'we', database: 'orders', region: 'westeurope' };
    const judge = async () =>
      judgeDatabase(target, {
        evidence: await watch.evidence.load(),
        sight: watch.previousSight,
        rules,
        nowMs: watch.nowMs,
      });
    for (let sweep = 0; sweep <= 7; sweep += 1) {
      if (sweep > 0) watch.nowMs += 10_000;
      await watch.evidence.put(
        word(
          {
            scope: { kind: 'database', ...target },
            sinceMs: watch.nowMs,
            atMs: watch.nowMs,
            expiresAtMs: watch.nowMs + 35_000,
          },
          'witnessProbe',
        ),
      );
      await watch.sweep();
    }
    assert.equal((await judge()).name, 'down');
    watch.refusing.clear();
    watch.nowMs += 10_000;
    await watch.sweep();
    assert.equal((await judge()).name, 'suspect', 'the witness still says so, and we see it alive');
  });

  test('a region in which a database of another group answers is not down', async () => {
    const watch = new Watch();
    watch.groups = ['one', 'two', 'three'].map((name) => group(name, `we/${name}`));
    watch.links = ['one', 'two', 'three'].map(pair);
    watch.refusing.set('we/one', DEAD);
    watch.refusing.set('we/two', DEAD);
    for (let sweep = 0; sweep <= 7; sweep += 1) {
      if (sweep > 0) watch.nowMs += 10_000;
      for (const name of ['one', 'two']) {
        const scope = databaseScope('we', name, 'westeurope');
        await watch.evidence.put(
          word({ scope, sinceMs: watch.nowMs, atMs: watch.nowMs, expiresAtMs: watch.nowMs + 35_000 }, 'witnessProbe'),
        );
      }
      await watch.sweep();
    }
    const input = { evidence: await watch.evidence.load(), sight: watch.previousSight, rules, nowMs: watch.nowMs };
    assert.equal(judgeRegion('westeurope', input).name, 'suspect');
    const blindTo = input.evidence.filter(({ vote }) => vote !== 'against');
    assert.equal(
      judgeRegion('westeurope', { ...input, evidence: blindTo }).name,
      'regionDown',
      'without it, it would be',
    );
  });
});
