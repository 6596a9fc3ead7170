import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CommitResult, Decide } from '../../../shared/replication/commitShard.ts';
import { ROW_EVERY_MS } from '../../../shared/replication/onlyFigures.ts';
import type { SubjectStore } from '../../../shared/replication/ports.ts';
import { FULL, ShardWriter } from '../../../shared/replication/shardWriter.ts';
import type { LinkStatus } from '../../../shared/replication/types.ts';
import { outboxEntry } from '../../contract/records.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { settled } from './fixture.ts';

const decide =
  (key: string): Decide =>
  () => ({ record: { subject: { kind: 'database', key }, alerts: {} }, outbox: [] });

function bench() {
  const { subjects } = new MemoryTable();
  const commits: string[][] = [];
  let hold: Promise<void> | undefined;
  const results: Array<Pick<CommitResult, 'notices' | 'problems'>> = [];
  const slow: SubjectStore = {
    ...subjects,
    commit: async (shard, changes) => {
      commits.push(changes.map(({ record }) => record.value.subject.key));
      await hold;
      return subjects.commit(shard, changes);
    },
  };
  const loaded = new Map(['00', '01'].map((shard) => [shard, new Map()]));
  const ports = { subjects: slow, queue: createMemoryQueue() };
  const writer = new ShardWriter(loaded, ports, (result) => results.push(result));
  return {
    writer,
    subjects,
    commits,
    results,
    block: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return resolve;
    },
  };
}

test('what gathers before a flush is one commit', async () => {
  const { writer, commits } = bench();
  for (const key of ['a', 'b', 'c']) writer.add('00', key, decide(key));
  await writer.finish();
  assert.deepEqual(commits, [['a', 'b', 'c']]);
});

test('what gathers while a commit runs is the next one, never beside it', async () => {
  const { writer, commits, block } = bench();
  const free = block();
  writer.add('00', 'a', decide('a'));
  writer.flush();
  for (const key of ['b', 'c']) {
    writer.add('00', key, decide(key));
    writer.flush();
  }
  await settled();
  assert.deepEqual(commits, [['a']]);
  free();
  await writer.finish();
  assert.deepEqual(commits, [['a'], ['b', 'c']]);
});

test('a shard does not wait for another', async () => {
  const { writer, commits, block } = bench();
  const free = block();
  writer.add('00', 'a', decide('a'));
  writer.add('01', 'b', decide('b'));
  writer.flush();
  await settled();
  assert.deepEqual(commits, [['a'], ['b']]);
  free();
  await writer.finish();
});

test('finish stores everything, also without a flush, and nothing twice', async () => {
  const { writer, subjects, results } = bench();
  writer.add('00', 'a', decide('a'));
  await writer.finish();
  await writer.finish();
  assert.equal((await subjects.load('00')).size, 1);
  assert.equal(results.length, 1);
});

test('nothing is decided for a shard whose records could not be read', async () => {
  const { writer, commits } = bench();
  writer.add('15', 'a', decide('a'));
  await writer.finish();
  assert.deepEqual(commits, []);
  assert.equal(writer.record('15', 'a'), undefined);
});

test('what fills a transaction is stored without a flush, and the rest of it is not a transaction of its own', async () => {
  const { writer, commits, block } = bench();
  const free = block();
  for (let n = 0; n < FULL + 30; n += 1) writer.add('00', `k${n}`, decide(`k${n}`));
  await settled();
  assert.deepEqual(
    commits.map(({ length }) => length),
    [FULL],
  );
  free();
  await settled();
  for (let n = 0; n < 37; n += 1) writer.add('00', `l${n}`, decide(`l${n}`));
  await settled();
  assert.deepEqual(
    commits.map(({ length }) => length),
    [FULL],
  );
  await writer.finish();
  assert.deepEqual(
    commits.map(({ length }) => length),
    [FULL, 67],
  );
});

describe('a writer with the name of a sweep', () => {
  const KEY = 'a/db~b/db';
  const record = (atMs: number, key = KEY, state: LinkStatus['state'] = { name: 'caughtUp', lagSeconds: 1 }) => ({
    subject: { kind: 'link' as const, key, primary: 'a/db', secondary: 'b/db' },
    link: { state, sinceMs: 1_000, longestMs: {}, sampledAtMs: atMs, lastReplicationMs: null, lastCommitMs: null },
    alerts: {},
  });
  const sampledAt =
    (atMs: number, key = KEY): Decide =>
    () => ({ record: record(atMs, key), outbox: [] });

  /** Of a table with these records, sampled at 1 s. */
  async function sweeping(keys = [KEY]) {
    const { subjects } = new MemoryTable();
    await subjects.commit(
      '00',
      keys.map((key) => ({ record: { value: record(1_000, key) }, outbox: [] })),
    );
    const calls: string[] = [];
    const problems: string[] = [];
    const told: SubjectStore = {
      ...subjects,
      commit: async (shard, changes) => {
        calls.push(`commit ${changes.length}`);
        return subjects.commit(shard, changes);
      },
      keep: async (shard, by, records) => {
        calls.push(`keep ${records.length} by ${by.sweep}`);
        await subjects.keep(shard, by, records);
      },
    };
    const begin = async (ports: SubjectStore = told, sweep = '00') =>
      new ShardWriter(
        new Map([['00', await subjects.load('00')]]),
        { subjects: ports, queue: createMemoryQueue() },
        (result) => problems.push(...result.problems.map(({ code }) => code)),
        sweep,
      );
    const moments = async () =>
      Object.fromEntries([...(await subjects.load('00'))].map(([key, { value }]) => [key, value.link?.sampledAtMs]));
    return { subjects, calls, problems, told, begin, moments };
  }

  test('writes no row for figures, and keeps them once', async () => {
    const { begin, calls, moments } = await sweeping();
    const writer = await begin();
    writer.add('00', KEY, sampledAt(2_000));
    await writer.finish();
    await writer.finish();
    assert.deepEqual(calls, ['keep 1 by 00']);
    assert.deepEqual(await moments(), { [KEY]: 2_000 });
  });

  test('writes a row for what happened, and for what is to be told', async () => {
    const { begin, calls } = await sweeping();
    const writer = await begin();
    writer.add('00', KEY, () => ({ record: record(2_000, KEY, { name: 'suspended' }), outbox: [] }));
    await writer.finish();
    const other = await begin();
    other.add('00', KEY, () => ({
      record: record(3_000, KEY, { name: 'suspended' }),
      outbox: [outboxEntry('m1', { shard: '00' })],
    }));
    await other.finish();
    assert.deepEqual(calls, ['commit 1', 'commit 1']);
  });

  test('writes the row after five minutes whatever happened', async () => {
    const { begin, calls } = await sweeping();
    const writer = await begin();
    writer.add('00', KEY, sampledAt(1_000 + ROW_EVERY_MS));
    await writer.finish();
    assert.deepEqual(calls, ['commit 1']);
  });

  test('keeps what fills a transaction with the rest, at a flush or in the end', async () => {
    const keys = Array.from({ length: FULL + 30 }, (_, n) => `a/${n}~b/${n}`);
    const { begin, calls, moments } = await sweeping(keys);
    const writer = await begin();
    for (const key of keys.slice(0, FULL)) writer.add('00', key, sampledAt(2_000, key));
    await settled();
    assert.deepEqual(calls, []);
    writer.flush();
    await settled();
    for (const key of keys.slice(FULL)) writer.add('00', key, sampledAt(2_000, key));
    await writer.finish();
    assert.deepEqual(calls, [`keep ${FULL} by 00`, `keep ${FULL + 30} by 00`]);
    assert.deepEqual(new Set(Object.values(await moments())), new Set([2_000]));
  });

  test('keeps again what nobody asked about this time, and nothing that another sweep kept', async () => {
    const keys = ['a/1~b/1', 'a/2~b/2', 'a/3~b/3'];
    const { begin, told, calls, moments } = await sweeping(keys);
    const [first = '', second = '', third = ''] = keys;
    const before = await begin();
    for (const key of [first, second]) before.add('00', key, sampledAt(2_000, key));
    await before.finish();
    const other = await begin(told, '01');
    other.add('00', third, sampledAt(2_500, third));
    await other.finish();
    const writer = await begin();
    writer.add('00', first, sampledAt(3_000, first));
    await writer.finish();
    assert.deepEqual(calls, ['keep 2 by 00', 'keep 1 by 01', 'keep 2 by 00']);
    assert.deepEqual(await moments(), { [first]: 3_000, [second]: 2_000, [third]: 2_500 });
  });

  /** Each is flushed before the next one comes, as stragglers do. */
  async function oneByOne(writer: ShardWriter, keys: string[], then = () => {}): Promise<void> {
    for (const key of keys) {
      writer.add('00', key, sampledAt(2_000, key));
      writer.flush();
      await settled();
      then();
    }
    await writer.finish();
  }

  const isBusy = async () => {
    throw new Error('the table is busy');
  };

  test('writes no row a second time where it cannot keep what came later either', async () => {
    const keys = ['a/1~b/1', 'a/2~b/2'];
    const { begin, told, calls, moments } = await sweeping(keys);
    const writer = await begin({ ...told, keep: isBusy });
    await oneByOne(writer, keys);
    assert.deepEqual(calls, ['commit 1', 'commit 1']);
    assert.deepEqual(new Set(Object.values(await moments())), new Set([2_000]));
  });

  test('keeps the next time what it could neither keep nor write', async () => {
    const keys = ['a/1~b/1', 'a/2~b/2'];
    const { begin, told, moments } = await sweeping(keys);
    let isWell = false;
    const writer = await begin({
      ...told,
      keep: (...given) => (isWell ? told.keep(...given) : isBusy()),
      commit: isBusy,
    });
    await oneByOne(writer, keys, () => {
      isWell = true;
    });
    assert.deepEqual(new Set(Object.values(await moments())), new Set([2_000]));
  });

  test('loses nothing that it has kept when it cannot keep for a while', async () => {
    const keys = ['a/1~b/1', 'a/2~b/2', 'a/3~b/3'];
    const { begin, told, moments } = await sweeping(keys);
    const kept: Array<() => Promise<void>> = [async () => {}, isBusy, async () => {}];
    const writer = await begin({
      ...told,
      keep: async (...given) => {
        await kept.shift()?.();
        await told.keep(...given);
      },
    });
    await oneByOne(writer, keys);
    assert.deepEqual(kept, []);
    assert.deepEqual(new Set(Object.values(await moments())), new Set([2_000]));
  });

  test('writes nothing again that it has written, where it cannot keep what it knows from last time', async () => {
    const keys = ['a/1~b/1', 'a/2~b/2', 'a/3~b/3'];
    const { begin, told, calls, moments } = await sweeping(keys);
    const [first = '', second = '', third = ''] = keys;
    const before = await begin();
    for (const key of keys) before.add('00', key, sampledAt(2_000, key));
    await before.finish();
    calls.length = 0;
    const writer = await begin({ ...told, keep: isBusy });
    writer.add('00', first, () => ({ record: record(3_000, first, { name: 'suspended' }), outbox: [] }));
    writer.add('00', second, sampledAt(3_000, second));
    await writer.finish();
    assert.deepEqual(calls, ['commit 1', 'commit 2']);
    assert.deepEqual(await moments(), { [first]: 3_000, [second]: 3_000, [third]: 2_000 });
  });

  test('writes the rows where it cannot keep them', async () => {
    const { begin, told, calls, problems, moments } = await sweeping();
    const writer = await begin({ ...told, keep: isBusy });
    writer.add('00', KEY, sampledAt(2_000));
    await writer.finish();
    assert.deepEqual([calls, problems], [['commit 1'], ['not-kept-together']]);
    assert.deepEqual(await moments(), { [KEY]: 2_000 });
  });

  test('says when it can do neither; then what was known before counts', async () => {
    const { begin, told, problems, moments } = await sweeping();
    const writer = await begin({ ...told, keep: isBusy, commit: isBusy });
    writer.add('00', KEY, sampledAt(2_000));
    await writer.finish();
    assert.deepEqual(problems, ['keep-failed']);
    assert.deepEqual(await moments(), { [KEY]: 1_000 });
  });

  test('reads a shard once where many are to be decided again', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `a/${n}~b/${n}`);
    const { begin, told, subjects, moments } = await sweeping(keys);
    const reads: string[] = [];
    const late = await begin({
      ...told,
      load: (shard) => subjects.load(reads.push('all') ? shard : ''),
      loadOne: (shard, key) => subjects.loadOne(reads.push('one') ? shard : '', key),
    });
    const before = await begin();
    for (const key of keys) before.add('00', key, sampledAt(2_000, key));
    await before.finish();
    for (const key of keys) {
      late.add('00', key, () => ({ record: record(3_000, key, { name: 'suspended' }), outbox: [] }));
    }
    await late.finish();
    assert.deepEqual(reads, ['all']);
    assert.deepEqual(new Set(Object.values(await moments())), new Set([3_000]));
  });

  test('decides again where newer figures were kept meanwhile', async () => {
    const { begin, moments, calls } = await sweeping();
    const late = await begin();
    const writer = await begin();
    writer.add('00', KEY, sampledAt(3_000));
    await writer.finish();
    const seen: Array<number | undefined> = [];
    late.add('00', KEY, (stored, again) => {
      seen.push(stored?.link?.sampledAtMs);
      return again ? undefined : { record: record(2_000, KEY, { name: 'suspended' }), outbox: [] };
    });
    await late.finish();
    assert.deepEqual(seen, [1_000, 3_000]);
    assert.deepEqual(calls, ['keep 1 by 00', 'commit 1']);
    assert.deepEqual(await moments(), { [KEY]: 3_000 });
  });
});
