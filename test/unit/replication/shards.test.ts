import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHARD_COUNT, SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import { link } from './builders.ts';

test('shards are named 00 to 05, in order', () => {
  assert.equal(SHARDS.length, SHARD_COUNT);
  assert.equal(SHARDS[0], '00');
  assert.equal(SHARDS[5], '05');
});

test('a key keeps its shard for ever: these are written down because stored records depend on them', () => {
  const pinned = ['contoso-ne/orders~contoso-we/orders', 'contoso-we/orders', 'a/b', ''].map(shardOf);
  assert.deepEqual(pinned, ['01', '03', '00', '01']);
});

test('the roles of a link do not matter to its shard', () => {
  const before = link('contoso-we', 'contoso-ne', 'orders');
  const after = link('contoso-ne', 'contoso-we', 'orders');
  assert.equal(shardOf(after.linkKey), shardOf(before.linkKey));
});

test('case does not count', () => {
  assert.equal(shardOf('Contoso-WE/Orders'), shardOf('contoso-we/orders'));
});

test('a thousand links take two transactions of a hundred rows in each shard', () => {
  for (const name of [(n: number) => link(`s${n}-we`, `s${n}-ne`, 'app'), (n: number) => link('we', 'ne', `db${n}`)]) {
    const links = Array.from({ length: 1_000 }, (_, n) => shardOf(name(n).linkKey));
    for (const [shard, of] of Map.groupBy(links, (one) => one)) assert.ok(of.length <= 200, `${shard} ${of.length}`);
  }
});

test('ten thousand links spread evenly: no shard holds more than a fifth above its share', () => {
  for (const name of [(n: number) => link(`s${n}-we`, `s${n}-ne`, 'app'), (n: number) => link('we', 'ne', `db${n}`)]) {
    const counts = new Map<string, number>();
    for (let n = 0; n < 10_000; n += 1) {
      const shard = shardOf(name(n).linkKey);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    assert.deepEqual([...counts.keys()].sort(), SHARDS);
    assert.ok(Math.max(...counts.values()) < (10_000 / SHARD_COUNT) * 1.2, JSON.stringify([...counts]));
  }
});

test('a name outside ASCII is hashed by its bytes in UTF-8, wherever it stands in the key', () => {
  const pinned = ['lön', 'we/lön~ne/lön', '日本', 'a日'].map(shardOf);
  assert.deepEqual(pinned, ['04', '00', '01', '05']);
});
