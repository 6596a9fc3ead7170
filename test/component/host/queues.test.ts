import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { newFolder, type StartedHost, start, until } from './support.ts';

describe('storage queues of a hosted app, with Azurite', () => {
  let azurite: Azurite;
  let host: StartedHost;
  let service: QueueServiceClient;
  before(async () => {
    azurite = await startAzurite({ location: newFolder('queues') });
    service = QueueServiceClient.fromConnectionString(azurite.connectionString);
    // The host starts first: a queue that does not exist is waited for.
    host = await start({ timers: false, environment: { AzureWebJobsStorage: azurite.connectionString } });
    await service.createQueue('jobs');
  });
  after(async () => {
    await host?.stop();
    await azurite?.close();
  });
  beforeEach(() => host.call('/api/seen', { method: 'DELETE' }));

  const encode = (text: string) => Buffer.from(text).toString('base64');
  const sendJob = (text: string) => service.getQueueClient('jobs').sendMessage(encode(text));
  const jobs = (count: number) =>
    until(`${count} runs`, async () => {
      const seen = await host.seen('onJob');
      return seen.length >= count && seen;
    });
  const waiting = async (queue: string) =>
    (await service.getQueueClient(queue).getProperties()).approximateMessagesCount;
  const takeAll = async (queue: string) => {
    const client = service.getQueueClient(queue);
    const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
    for (const { messageId, popReceipt } of receivedMessageItems) await client.deleteMessage(messageId, popReceipt);
    return receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
  };

  test('a message is base64 text; text that is JSON arrives as the value', async () => {
    for (const text of ['plain', '{"a":1}', '42', '"quoted"']) await sendJob(text);
    const seen = await jobs(4);
    const values = seen.map(([, type, value]) => `${type}:${JSON.stringify(value)}`).sort();
    assert.deepEqual(values, ['number:42', 'object:{"a":1}', 'string:"plain"', 'string:"quoted"']);
  });

  test('a message that was handled is gone, and the return value went to its queue', async () => {
    await sendJob('handled');
    await jobs(1);
    await until('an empty queue', async () => (await waiting('jobs')) === 0);
    await until('the return value', async () => (await takeAll('done')).includes('{"handled":"handled"}'));
  });

  test('a message that fails is tried maxDequeueCount times and then moved to the poison queue, unchanged', async () => {
    await sendJob('poison');
    const seen = await jobs(3);
    assert.deepEqual(
      seen.map(([, , , dequeueCount]) => dequeueCount),
      [1, 2, 3],
    );
    await until(
      'the poison queue',
      async () =>
        (await service.getQueueClient('jobs-poison').exists()) && (await takeAll('jobs-poison')).includes('poison'),
    );
    await until('an empty queue', async () => (await waiting('jobs')) === 0);
    assert.equal((await host.seen('onJob')).length, 3);
    assert.ok(host.lines.some((line) => line.includes("Moving message to queue 'jobs-poison'")));
  });

  test('a message that is no base64 ends in the poison queue, and never in the function', async () => {
    await service.getQueueClient('jobs').sendMessage('{"not":"encoded"}');
    const poison = service.getQueueClient('jobs-poison');
    await poison.createIfNotExists();
    await until('the poison queue', async () => (await waiting('jobs-poison')) === 1);
    const { receivedMessageItems } = await poison.receiveMessages();
    assert.equal(receivedMessageItems[0]?.messageText, '{"not":"encoded"}');
    await poison.clearMessages();
    assert.deepEqual(await host.seen('onJob'), []);
    assert.ok(host.lines.some((line) => line.includes("for 'onJob' cannot be read")));
  });

  test('extra outputs are written on success: an array is several messages, the blob has its expression filled in', async () => {
    const body = JSON.stringify({ items: ['x', { y: 1 }] });
    assert.equal((await host.call('/api/enqueue', { method: 'POST', body })).status, 202);
    assert.deepEqual((await takeAll('items')).sort(), ['x', '{"y":1}']);
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('audit');
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat()) names.push(name);
    assert.equal(names.length, 1);
    assert.match(names[0] ?? '', /^[0-9a-f-]{36}\.json$/);
    assert.equal((await container.getBlobClient(names[0] ?? '').downloadToBuffer()).toString(), '{"count":2}');
  });

  test('outputs of a failed invocation are not written', async () => {
    const body = JSON.stringify({ items: ['never'], fail: true });
    assert.equal((await host.call('/api/enqueue', { method: 'POST', body })).status, 500);
    assert.deepEqual(await takeAll('items'), []);
  });
});
