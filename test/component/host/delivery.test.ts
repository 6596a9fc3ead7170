import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { systemClock } from '../../../local/host/clock.ts';
import { parseHostJson } from '../../../local/host/hostJson.ts';
import { listenToQueue } from '../../../local/host/queue/listener.ts';
import { STORAGE_OPTIONS } from '../../../local/host/storageOptions.ts';
import type { InvocationResult, LogEntry, RegisteredFunction } from '../../../local/host/worker/types.ts';
import { newFolder, until } from './support.ts';

const fn: RegisteredFunction = {
  name: 'f',
  trigger: { name: 'm', type: 'queueTrigger', direction: 'in' },
  bindings: [],
};
const success: InvocationResult = { status: 'success', returnValue: null, outputs: [] };

describe('the queue listener, with Azurite', () => {
  let azurite: Azurite;
  let service: QueueServiceClient;
  before(async () => {
    azurite = await startAzurite({ location: newFolder('delivery') });
    service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  });
  after(() => azurite?.close());

  /** A listener over a queue of its own, whose function is the test's. */
  async function listen(
    name: string,
    run: () => Promise<InvocationResult>,
    { queues = {}, leaseMs = 600_000, messages = 0 } = {},
  ) {
    const queue = service.getQueueClient(name);
    await queue.create();
    for (let count = 0; count < messages; count++) await queue.sendMessage(String(count));
    let renewals = 0;
    const counting = new Proxy(queue, {
      get: (target, property) => {
        if (property === 'updateMessage') renewals++;
        const value: unknown = Reflect.get(target, property);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const logged: LogEntry[] = [];
    const stopping = new AbortController();
    const options = parseHostJson({
      version: '2.0',
      extensions: { queues: { messageEncoding: 'none', maxPollingInterval: '00:00:00.100', ...queues } },
    }).queues;
    const listening = listenToQueue(
      {
        fn,
        service,
        queue: counting,
        options,
        invocations: { run },
        clock: systemClock,
        log: (entry) => logged.push(entry),
        leaseMs,
      },
      stopping.signal,
    );
    const stop = async () => {
      stopping.abort();
      await listening;
    };
    return { queue, logged, stop, listening, stopping, renewals: () => renewals };
  }
  const isEmpty = async (queue: { getProperties(): Promise<{ approximateMessagesCount?: number }> }) =>
    (await queue.getProperties()).approximateMessagesCount === 0;

  test('a run that outlasts the invisibility keeps its message by renewing it', async () => {
    let runs = 0;
    const end = Promise.withResolvers<InvocationResult>();
    const run = () => {
      runs++;
      return end.promise;
    };
    const { queue, stop, renewals } = await listen('renewed', run, { leaseMs: 1_000 });
    await queue.sendMessage('x');
    await until('three renewals', () => renewals() >= 3);
    end.resolve(success);
    await until('an empty queue', () => isEmpty(queue));
    assert.equal(runs, 1, 'the message was never given out a second time');
    await stop();
  });

  test('a stop lets what was fetched come to its end, and settles it', async () => {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<InvocationResult>();
    const { queue, stopping, listening } = await listen('stopped', () => {
      begun.resolve();
      return end.promise;
    });
    await queue.sendMessage('x');
    await begun.promise;
    stopping.abort();
    end.resolve(success);
    await listening;
    assert.equal(await isEmpty(queue), true);
  });

  test('a failed message stays invisible for visibilityTimeout', async () => {
    let runs = 0;
    const run = async () => {
      runs++;
      return failure;
    };
    const failure: InvocationResult = { status: 'failure', exception: { message: 'no' } };
    const { queue, stop } = await listen('later', run, {
      queues: { visibilityTimeout: '00:10:00' },
    });
    await queue.sendMessage('x');
    await until(
      'the failed run to be settled',
      async () => runs === 1 && (await queue.peekMessages()).peekedMessageItems.length === 0,
    );
    await stop();
    assert.equal(runs, 1);
    assert.equal(await isEmpty(queue), false, 'it is still there');
  });

  test('a message that someone else deleted meanwhile is only worth a warning', async () => {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<InvocationResult>();
    const { queue, logged, stop } = await listen('deleted', () => {
      begun.resolve();
      return end.promise;
    });
    await queue.sendMessage('x');
    await begun.promise;
    await queue.clearMessages();
    end.resolve(success);
    await until('the warning', () =>
      logged.some(({ message }) => message.includes('was gone before it could be settled')),
    );
    await stop();
  });

  test('a batch is fetched when no more than newBatchThreshold messages are running', async () => {
    const ends: ((result: InvocationResult) => void)[] = [];
    const run = () => {
      const end = Promise.withResolvers<InvocationResult>();
      ends.push(end.resolve);
      return end.promise;
    };
    const { queue, stop } = await listen('batches', run, {
      queues: { batchSize: 4, newBatchThreshold: 1 },
      messages: 12,
    });
    await until('the first batch', () => ends.length > 0);
    assert.equal(ends.length, 4);
    for (const end of ends.slice(0, 3)) end(success);
    await until('the second batch, while one message of the first still runs', () => ends.length > 4);
    assert.equal(ends.length, 8, 'batchSize + newBatchThreshold run at once');
    await until('all twelve', () => {
      for (const end of ends) end(success);
      return ends.length === 12;
    });
    await until('an empty queue', () => isEmpty(queue));
    await stop();
  });

  test('a queue that is deleted is waited for, and listened to when it is made anew', async () => {
    const { queue, logged, stop } = await listen('anew', async () => success);
    await queue.delete();
    await queue.create();
    await queue.sendMessage('x');
    await until('the message to be handled', () => isEmpty(queue));
    assert.deepEqual(logged, []);
    await stop();
  });

  test('storage that does not answer is a warning, and the listener goes on until it does', async () => {
    const other = await startAzurite({ location: newFolder('unplugged') });
    const far = QueueServiceClient.fromConnectionString(other.connectionString, STORAGE_OPTIONS);
    const logged: LogEntry[] = [];
    const stopping = new AbortController();
    const { queues: options } = parseHostJson({ version: '2.0' });
    const queue = far.getQueueClient('q');
    const dependencies = {
      fn,
      service: far,
      queue,
      options,
      invocations: { run: async () => success },
      clock: systemClock,
    };
    await other.close();
    const listening = listenToQueue({ ...dependencies, log: (entry) => logged.push(entry) }, stopping.signal);
    await until('two warnings', () => logged.length >= 2);
    assert.match(logged[1]?.message ?? '', /The queue of 'f' cannot be read; trying again/);
    assert.equal(logged[1]?.level, 'warning');
    stopping.abort();
    await listening;
  });
});
