import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRetried, retryDelayMs } from '../../../local/host/retry.ts';

const fixed = { maxRetryCount: 2, retryStrategy: 'fixedDelay', delayInterval: { seconds: 5 } };
const exponential = {
  maxRetryCount: 10,
  retryStrategy: 'exponentialBackoff',
  minimumInterval: { seconds: 4 },
  maximumInterval: { seconds: 30 },
};

test('only timer, Event Hubs, Kafka and Cosmos DB triggers have their policy applied by the host', () => {
  for (const type of ['timerTrigger', 'eventHubTrigger', 'kafkaTrigger', 'cosmosDBTrigger'])
    assert.equal(isRetried(type), true, type);
  for (const type of ['httpTrigger', 'queueTrigger', 'eventGridTrigger', 'blobTrigger'])
    assert.equal(isRetried(type), false, type);
  assert.equal(retryDelayMs(fixed, 'queueTrigger', 1), undefined);
});

test('a fixed delay is the same each time, until no retry is left', () => {
  assert.deepEqual(
    [1, 2, 3].map((retry) => retryDelayMs(fixed, 'timerTrigger', retry)),
    [5_000, 5_000, undefined],
  );
});

test('exponential pauses double from the minimum to the maximum', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((retry) => retryDelayMs(exponential, 'timerTrigger', retry)),
    [4_000, 8_000, 16_000, 30_000, 30_000],
  );
});

test('a maximum of -1 never ends, and a great number does not overflow', () => {
  assert.equal(retryDelayMs({ ...exponential, maxRetryCount: -1 }, 'timerTrigger', 5_000), 30_000);
});

test('without a policy, or with no retries, nothing is retried', () => {
  assert.equal(retryDelayMs(undefined, 'timerTrigger', 1), undefined);
  assert.equal(retryDelayMs({ ...fixed, maxRetryCount: 0 }, 'timerTrigger', 1), undefined);
});

test('an interval that the library rounded away is no pause', () => {
  assert.equal(retryDelayMs({ maxRetryCount: 1, retryStrategy: 'fixedDelay' }, 'timerTrigger', 1), 0);
});
