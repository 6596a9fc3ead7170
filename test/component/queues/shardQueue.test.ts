import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShardQueue } from '../../../shared/adapters/azure/queues/shardQueue.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const tick = (shard: string) => ({ shard, tickMs: 1_700_000_000_123 });

test('a shard is JSON in base64, its moment a number, and the queue is made on the way', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await createShardQueue(queue).enqueue([tick('00'), tick('05')], 30);
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  const received = receivedMessageItems.map(({ messageText }) =>
    JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')),
  );
  assert.deepEqual(
    received.sort((one, other) => (one.shard < other.shard ? -1 : 1)),
    [tick('00'), tick('05')],
  );
});

test('a message lives for its time and no longer', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await createShardQueue(queue).enqueue([tick('00')], 29.5);
  const [message] = (await queue.receiveMessages()).receivedMessageItems;
  const livesMs = Number(message?.expiresOn) - Number(message?.insertedOn);
  assert.equal(livesMs, 30_000);
});

test('a shard that cannot be asked for is thrown: the tick is none then', async () => {
  const queue = azurite.clients().queue('not a name of a queue');
  await assert.rejects(createShardQueue(queue).enqueue([tick('00')], 30), /Expected to put a message on the queue/);
});
