import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommitResult, Decide } from '../../../shared/replication/commitShard.ts';
import type { SubjectStore } from '../../../shared/replication/ports.ts';
import { FULL, ShardWriter } from '../../../shared/replication/shardWriter.ts';
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
  const results: CommitResult[] = [];
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
