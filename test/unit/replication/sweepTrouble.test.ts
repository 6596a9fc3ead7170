import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { COMMIT_ATTEMPTS } from '../../../shared/replication/commitShard.ts';
import type { SubjectStore } from '../../../shared/replication/ports.ts';
import { SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import { link, row, topology } from './builders.ts';
import { Bench } from './fixture.ts';

const ORDERS = link('we', 'ne', 'orders');
const KEY = ORDERS.linkKey;
const SHARD = shardOf(KEY);
/** A link in another shard, so that trouble in one shard can be told from trouble in all. */
const ELSEWHERE = Array.from({ length: 50 }, (_, n) => link('we', 'ne', `other${n}`)).find(
  (one) => shardOf(one.linkKey) !== SHARD,
);
assert.ok(ELSEWHERE);

function suspended(bench: Bench): void {
  bench.says('we/orders', row('ne', 'orders', { replicationState: 4 }));
}

/** The store, with somebody else writing the record just before each of the first `times` commits. */
function contested(bench: Bench, times: number, change: () => void = () => {}): SubjectStore {
  let left = times;
  const { subjects } = bench.table;
  return {
    ...subjects,
    commit: async (shard, changes) => {
      if (left > 0 && changes.length > 0) {
        left -= 1;
        change();
        const stored = await subjects.loadOne(SHARD, KEY);
        const value = stored?.value ?? {
          subject: { kind: 'link', key: KEY, primary: 'x', secondary: 'y' },
          alerts: {},
        };
        await subjects.commit(SHARD, [{ record: { ...stored, value }, outbox: [] }]);
      }
      return subjects.commit(shard, changes);
    },
  };
}

describe('somebody else writes the same record', () => {
  test('then it is loaded and decided again, and the message is written once', async () => {
    const bench = new Bench();
    suspended(bench);
    const result = await bench.sweep(topology([ORDERS]), { subjects: contested(bench, 2) });
    assert.deepEqual(result.problems, []);
    assert.equal(result.notices, 1);
    assert.deepEqual(await bench.outbox(), ['LinkSuspended first']);
  });

  test('again and again: after a bounded number of tries it is left to the next sweep, and told', async () => {
    const bench = new Bench();
    suspended(bench);
    let commits = 0;
    const subjects = contested(bench, 1_000, () => {
      commits += 1;
    });
    const result = await bench.sweep(topology([ORDERS]), { subjects });
    assert.equal(commits, COMMIT_ATTEMPTS);
    assert.deepEqual(
      result.problems.map(({ area, subject, code }) => [area, subject, code]),
      [['storage', KEY, 'conflict']],
    );
    assert.deepEqual(await bench.outbox(), []);
    assert.deepEqual((await bench.sweep(topology([ORDERS]))).problems, []);
    assert.deepEqual(await bench.outbox(), ['LinkSuspended first']);
  });

  test('with a newer sample: the older one does not overwrite it', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: 3 }));
    await bench.sweep(topology([ORDERS]));
    const newer = new Bench();
    newer.nowMs = bench.nowMs + 5_000;
    newer.says('we/orders', row('ne', 'orders', { lagSeconds: 4 }));
    suspended(bench);
    const subjects: SubjectStore = {
      ...bench.table.subjects,
      commit: async (shard, changes) => {
        if (newer.asked.length === 0) await newer.sweep(topology([ORDERS]), { subjects: bench.table.subjects });
        // Storing takes longer than sampling: what counts is when the sample was taken, not when it is stored.
        bench.nowMs = newer.nowMs + 5_000;
        return bench.table.subjects.commit(shard, changes);
      },
    };
    await bench.sweep(topology([ORDERS]), { subjects });
    const record = await bench.table.subjects.loadOne(SHARD, KEY);
    assert.deepEqual(record?.value.link?.state, { name: 'caughtUp', lagSeconds: 4 });
    assert.deepEqual(await bench.outbox(), []);
  });
});

describe('storage in trouble', () => {
  const broken = (bench: Bench, method: 'load' | 'commit'): SubjectStore => ({
    ...bench.table.subjects,
    [method]: async (shard: string, changes: never) => {
      if (shard === SHARD) throw new Error('The table is busy.');
      return method === 'load' ? bench.table.subjects.load(shard) : bench.table.subjects.commit(shard, changes);
    },
  });

  for (const method of ['load', 'commit'] as const) {
    test(`one shard that cannot ${method} leaves the others alone, and is told`, async () => {
      const bench = new Bench();
      suspended(bench);
      bench.says(`we/${ELSEWHERE.primary.database}`, row('ne', ELSEWHERE.primary.database));
      const result = await bench.sweep(topology([ORDERS, ELSEWHERE]), { subjects: broken(bench, method) });
      assert.deepEqual(
        result.problems.map(({ area, code, message }) => [area, code, message]),
        [['storage', `${method}-failed`, 'The table is busy.']],
      );
      const other = await bench.table.subjects.loadOne(shardOf(ELSEWHERE.linkKey), ELSEWHERE.linkKey);
      assert.equal(other?.value.link?.state.name, 'caughtUp');
      assert.equal(await bench.table.subjects.loadOne(SHARD, KEY), undefined);
      const lines = await bench.history.recent(SHARD, KEY, 0, 10);
      assert.equal(lines.length, 1);
    });
  }

  test('a history that cannot be written is told and changes nothing else', async () => {
    const bench = new Bench();
    suspended(bench);
    const history = {
      ...bench.history,
      append: async () => {
        throw new Error('No space.');
      },
    };
    const result = await bench.sweep(topology([ORDERS]), { history });
    assert.deepEqual(
      result.problems.map(({ code }) => code),
      ['history-failed'],
    );
    assert.deepEqual(await bench.outbox(), ['LinkSuspended first']);
  });

  test('an alert is not removed before its closing notice is stored', async () => {
    const bench = new Bench();
    suspended(bench);
    await bench.sweep(topology([ORDERS]));
    const result = await bench.sweep(topology([]), { subjects: broken(bench, 'commit') });
    assert.equal(result.removed, 0);
    assert.ok(await bench.table.subjects.loadOne(SHARD, KEY));
    await bench.sweep(topology([]));
    assert.deepEqual((await bench.outbox()).sort(), ['LinkSuspended first', 'LinkSuspended resolved']);
  });

  test('every shard down is a problem for each and still an end', async () => {
    const bench = new Bench();
    const load = async () => {
      throw new Error('Down.');
    };
    const result = await bench.sweep(topology([ORDERS]), { subjects: { ...bench.table.subjects, load } });
    assert.equal(result.problems.length, SHARDS.length);
    assert.equal(result.sampled, 1);
  });
});

describe('killed or refused between the state and the queue', () => {
  test('no message is lost: the outbox has it as due', async () => {
    const bench = new Bench();
    suspended(bench);
    const enqueue = async () => {
      throw new Error('The queue is gone.');
    };
    const result = await bench.sweep(topology([ORDERS]), { queue: { enqueue } });
    assert.deepEqual(
      result.problems.map(({ area, code }) => [area, code]),
      [['delivery', 'enqueue-failed']],
    );
    const due = await bench.table.outbox.due(bench.nowMs, 10);
    assert.deepEqual(
      due.map(({ notice }) => `${notice.condition} ${notice.reason}`),
      ['LinkSuspended first'],
    );
  });

  test('the next sweep does not write the message a second time', async () => {
    const bench = new Bench();
    suspended(bench);
    const enqueue = () => new Promise<void>(() => {});
    void bench.sweep(topology([ORDERS]), { queue: { enqueue } });
    while ((await bench.outbox()).length === 0) await new Promise(setImmediate);
    bench.nowMs += 1_000;
    await bench.sweep(topology([ORDERS]));
    assert.deepEqual(await bench.outbox(), ['LinkSuspended first']);
  });
});

test('a sampler that breaks its promise not to throw harms its own database only', async () => {
  const bench = new Bench();
  bench.says('we/orders', row('ne', 'orders'));
  bench.answers.set('we/bad', async () => {
    throw new TypeError('undefined is not a function');
  });
  const bad = link('we', 'ne', 'bad');
  const result = await bench.sweep(topology([bad, ORDERS]));
  assert.equal(result.failed, 1);
  const record = await bench.table.subjects.loadOne(shardOf(bad.linkKey), bad.linkKey);
  assert.ok(record?.value.link?.state.name === 'unreachable');
  assert.match(record.value.link.state.failure.message, /an error of our own: undefined is not a function/);
});

test('connections that cannot be closed are told and stop nothing', async () => {
  const bench = new Bench();
  const retain = async () => {
    throw new Error('Stuck.');
  };
  const result = await bench.sweep(topology([ORDERS]), { sampler: { ...bench.sampler, retain } });
  assert.deepEqual(
    result.problems.map(({ code }) => code),
    ['retain-failed'],
  );
  assert.equal(result.sampled, 1);
});
