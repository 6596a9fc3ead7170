import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { HostJsonError, parseHostJson, readHostJson } from '../../../local/host/hostJson.ts';

const withQueues = (queues: object) => parseHostJson({ version: '2.0', extensions: { queues } }).queues;

test("an almost empty host.json has the host's defaults", () => {
  assert.deepEqual(parseHostJson({ version: '2.0' }), {
    routePrefix: 'api',
    functionTimeoutMs: 1_800_000,
    logLevel: 'information',
    queues: {
      batchSize: 16,
      newBatchThreshold: 8,
      visibilityTimeoutMs: 0,
      maxPollingIntervalMs: 2_000,
      maxDequeueCount: 5,
      messageEncoding: 'base64',
    },
  });
});

test('every queue setting is read', () => {
  const queues = withQueues({
    batchSize: 32,
    newBatchThreshold: 0,
    visibilityTimeout: '00:00:30',
    maxPollingInterval: '00:01:00',
    maxDequeueCount: 2,
    messageEncoding: 'None',
  });
  assert.deepEqual(queues, {
    batchSize: 32,
    newBatchThreshold: 0,
    visibilityTimeoutMs: 30_000,
    maxPollingIntervalMs: 60_000,
    maxDequeueCount: 2,
    messageEncoding: 'none',
  });
});

test('newBatchThreshold follows batchSize, and the polling interval is at least 100 ms', () => {
  assert.equal(withQueues({ batchSize: 5 }).newBatchThreshold, 2);
  assert.equal(withQueues({ batchSize: 1 }).newBatchThreshold, 0);
  assert.equal(withQueues({ maxPollingInterval: '00:00:00' }).maxPollingIntervalMs, 100);
});

test('an empty route prefix stays empty, and slashes around one are dropped', () => {
  const prefix = (routePrefix: string) =>
    parseHostJson({ version: '2.0', extensions: { http: { routePrefix } } }).routePrefix;
  assert.equal(prefix(''), '');
  assert.equal(prefix('/my/api/'), 'my/api');
});

test('a functionTimeout of -1 is without end', () => {
  assert.equal(parseHostJson({ version: '2.0', functionTimeout: '-1' }).functionTimeoutMs, undefined);
  assert.equal(parseHostJson({ version: '2.0', functionTimeout: '00:00:05' }).functionTimeoutMs, 5_000);
});

test('the log level is read without regard to case', () => {
  assert.equal(parseHostJson({ version: '2.0', logging: { logLevel: { default: 'Warning' } } }).logLevel, 'warning');
});

const faulty: [string, object, RegExp][] = [
  ['an old version', { version: '1.0' }, /host\.json, version: expected "2\.0", found "1\.0"/],
  [
    "a batch above the service's 32",
    { version: '2.0', extensions: { queues: { batchSize: 33 } } },
    /batchSize: .*1 to 32, found 33/,
  ],
  ['no tries at all', { version: '2.0', extensions: { queues: { maxDequeueCount: 0 } } }, /maxDequeueCount/],
  ['a batch in words', { version: '2.0', extensions: { queues: { batchSize: '4' } } }, /batchSize: .*found "4"/],
  [
    'a number for a TimeSpan',
    { version: '2.0', extensions: { queues: { visibilityTimeout: 30 } } },
    /TimeSpan such as "00:00:30"/,
  ],
  [
    'a negative TimeSpan',
    { version: '2.0', extensions: { queues: { visibilityTimeout: '-00:00:30' } } },
    /visibilityTimeout/,
  ],
  [
    'an unknown encoding',
    { version: '2.0', extensions: { queues: { messageEncoding: 'utf8' } } },
    /"base64" or "none"/,
  ],
  ['a list for an object', { version: '2.0', extensions: [] }, /extensions: expected an object, found \[\]/],
  ['a prefix that is no text', { version: '2.0', extensions: { http: { routePrefix: 1 } } }, /routePrefix/],
  ['an unknown log level', { version: '2.0', logging: { logLevel: { default: 'Loud' } } }, /logLevel/],
];
for (const [name, content, message] of faulty) {
  test(`refuses ${name}, and says where`, () => {
    assert.throws(
      () => parseHostJson(content),
      (error: unknown) => error instanceof HostJsonError && message.test(error.message),
    );
  });
}

test('a missing or broken file is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'host-json-'));
  assert.throws(() => readHostJson(folder), /host\.json cannot be read: ENOENT/);
  writeFileSync(path.join(folder, 'host.json'), '{ "version": ');
  assert.throws(() => readHostJson(folder), /host\.json cannot be read/);
});
