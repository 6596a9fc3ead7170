import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeliveryQueue } from '../../../shared/adapters/azure/queues/deliveryQueue.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const POINTER = { shard: '03', id: 'abc' };

async function received(queue: ReturnType<ReturnType<typeof azurite.clients>['queue']>) {
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  return receivedMessageItems.map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')));
}

test('a pointer is JSON in base64, as the Functions host expects, and the queue is made on the way', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await createDeliveryQueue(queue).enqueue([{ ...POINTER, secret: 'not sent' } as typeof POINTER]);
  assert.deepEqual(await received(queue), [POINTER]);
});

test('a delayed pointer is not seen yet', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await createDeliveryQueue(queue).enqueue([POINTER], 0.2);
  await createDeliveryQueue(queue).enqueue([POINTER], 3_600);
  await createDeliveryQueue(queue).enqueue([POINTER], 1e9);
  const { approximateMessagesCount } = await queue.getProperties();
  assert.equal(approximateMessagesCount, 3);
  assert.deepEqual(await received(queue), []);
});

test('many pointers all arrive', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  const pointers = Array.from({ length: 30 }, (_, n) => ({ shard: '03', id: `m${n}` }));
  await createDeliveryQueue(queue).enqueue(pointers);
  const ids = (await received(queue)).map(({ id }: { id: string }) => id);
  assert.deepEqual(ids.sort(), pointers.map(({ id }) => id).sort());
});

test('one that cannot be sent is thrown, after the others were', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await queue.create();
  const sendMessage = queue.sendMessage.bind(queue);
  let calls = 0;
  queue.sendMessage = async (...given) => {
    calls += 1;
    if (calls === 2) throw Object.assign(new Error('busy'), { statusCode: 503, code: 'ServerBusy' });
    return sendMessage(...given);
  };
  const pointers = ['a', 'b', 'c'].map((id) => ({ shard: '03', id }));
  await assert.rejects(
    createDeliveryQueue(queue).enqueue(pointers),
    /put a message on the queue t\w+, saw 503 ServerBusy/,
  );
  assert.equal((await received(queue)).length, 2);
});

test('nothing to send makes no queue', async () => {
  const queue = azurite.clients().queue(azurite.newName());
  await createDeliveryQueue(queue).enqueue([]);
  assert.equal(await queue.exists(), false);
});
