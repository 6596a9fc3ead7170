import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RETRY_AFTER_MS } from '../../../../local/estate/eventGrid/timings.ts';
import { makePublishing, webhook } from './publishing.ts';
import { START_MS } from './stand.ts';

describe('delivery', () => {
  it('brings each event of a batch in a request of its own, with the headers of Azure', async () => {
    const { publish, subscribe, stand, arrived } = makePublishing();
    await subscribe();
    assert.equal(await publish(['a', 'b']), 200);
    await stand.pass(10);
    assert.deepEqual(arrived(), ['a@0', 'b@0']);
    const { method, url, headers, body } = stand.calls[1] ?? assert.fail();
    assert.deepEqual([method, url.searchParams.get('code')], ['POST', 'TOPSECRET']);
    assert.deepEqual(headers, {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': 'REACT-TO-OUTAGE',
      'aeg-delivery-count': '0',
      'aeg-data-version': '',
      'aeg-metadata-version': '1.0',
      'aeg-output-event-id': 'a',
    });
    assert.deepEqual(JSON.parse(body ?? ''), {
      specversion: '1.0',
      id: 'a',
      source: '/watch',
      type: 'Shop.Changed',
      data: { id: 'a' },
    });
  });

  it('brings the Event Grid schema as an array of one, and as a CloudEvent to those who asked for that', async () => {
    const { publish, subscribe, stand } = makePublishing('EventGridSchema');
    await subscribe({ schema: 'EventGridSchema', name: 'old-style' });
    await subscribe({ schema: 'CloudEventSchemaV1_0', name: 'new-style' });
    await publish(['a']);
    await stand.pass(10);
    const [old = assert.fail(), cloud = assert.fail()] = stand.calls.slice(2);
    assert.equal(old.headers['content-type'], 'application/json; charset=utf-8');
    const [event, ...more] = JSON.parse(old.body ?? '');
    assert.deepEqual([event.eventType, event.metadataVersion, more.length], ['Shop.Changed', '1', 0]);
    assert.deepEqual(
      [JSON.parse(cloud.body ?? '').type, JSON.parse(cloud.body ?? '').source],
      ['Shop.Changed', event.topic],
    );
  });

  it('goes to every subscription of the topic that took the event, and to no other', async () => {
    const { publish, subscribe, stand } = makePublishing();
    await subscribe({ name: 'first' });
    await subscribe({ name: 'second' });
    await subscribe({ name: 'third', topic: 'uksouth' });
    stand.calls.length = 0;
    await publish(['a']);
    await stand.pass(10);
    assert.deepEqual(
      stand.calls.map(({ headers }) => headers['aeg-subscription-name']),
      ['FIRST', 'SECOND'],
    );
  });

  it('is not for those who subscribe later', async () => {
    const { publish, subscribe, stand, arrived } = makePublishing();
    assert.equal(await publish(['a']), 200);
    await subscribe();
    await stand.pass(10_000);
    assert.deepEqual(arrived(), []);
  });

  for (const status of [200, 201, 202, 203, 204]) {
    it(`is over with ${status}`, async () => {
      const { publish, subscribe, stand, arrived } = makePublishing();
      await subscribe();
      stand.answer = webhook(() => status);
      await publish(['a']);
      await stand.pass(3_600_000);
      assert.deepEqual(arrived(), ['a@0']);
    });
  }

  for (const [status, firstRetryMs] of [
    [500, 1_000],
    [302, 1_000],
    [205, 1_000],
    [429, 1_000],
    [503, 2_000],
    [408, 4_000],
    [401, 5_000],
    [404, 5_000],
    ['unreachable', 1_000],
    ['timedOut', 1_000],
  ] as const) {
    it(`is tried again after ${status}, no sooner than Azure would at its scale`, async () => {
      const { publish, subscribe, stand, arrived, grid } = makePublishing();
      await subscribe();
      let left = 1;
      stand.answer = webhook(() => (left-- > 0 ? status : 200));
      await publish(['a']);
      await stand.pass(3_600_000);
      assert.deepEqual(arrived(), ['a@0', `a@${firstRetryMs}`]);
      assert.deepEqual(
        stand.calls.slice(1).map(({ headers }) => headers['aeg-delivery-count']),
        ['0', '1'],
      );
      assert.deepEqual(
        grid.deliveries().map(({ attempt, outcome }) => [attempt, outcome]),
        [
          [1, status],
          [2, 200],
        ],
      );
      assert.deepEqual(grid.deadLetters(), []);
    });
  }

  it('waits longer from try to try, and gives up after the last one that the policy allows', async () => {
    const { publish, subscribe, stand, arrived, grid } = makePublishing();
    await subscribe({ maxDeliveryAttempts: 4 });
    stand.answer = webhook(() => 500);
    await publish(['a']);
    await stand.pass(3_600_000);
    assert.deepEqual(arrived(), ['a@0', 'a@1000', 'a@4000', 'a@10000']);
    assert.deepEqual(grid.deadLetters(), [
      {
        topic: 'outage-swedencentral',
        subscription: 'react-to-outage',
        event: { specversion: '1.0', id: 'a', source: '/watch', type: 'Shop.Changed', data: { id: 'a' } },
        deadLetterReason: 'MaxDeliveryAttemptsExceeded',
        deliveryAttempts: 4,
        lastDeliveryOutcome: 'GenericError',
        publishMs: START_MS,
        lastDeliveryAttemptMs: START_MS + 10_000,
      },
    ]);
  });

  it('is tried thirty times unless the policy says less', async () => {
    const { publish, subscribe, stand, arrived, grid } = makePublishing();
    await subscribe();
    stand.answer = webhook(() => 'unreachable');
    await publish(['a']);
    await stand.pass(30 * (RETRY_AFTER_MS.at(-1) ?? 0));
    assert.equal(arrived().length, 30);
    assert.equal(grid.deadLetters()[0]?.lastDeliveryOutcome, 'SocketError');
    assert.equal(stand.waiting(), 0);
  });

  for (const [status, reason, outcome] of [
    [400, 'UndeliverableDueToHttpBadRequest', 'BadRequest'],
    [413, 'UndeliverableDueToHttpPayloadTooLarge', 'PayloadTooLarge'],
  ] as const) {
    it(`gives an event up at once when the answer is ${status}`, async () => {
      const { publish, subscribe, stand, arrived, grid } = makePublishing();
      await subscribe();
      stand.answer = webhook(() => status);
      await publish(['a']);
      await stand.pass(3_600_000);
      assert.deepEqual(arrived(), ['a@0']);
      const [letter] = grid.deadLetters();
      assert.deepEqual(
        [letter?.deadLetterReason, letter?.lastDeliveryOutcome, letter?.deliveryAttempts],
        [reason, outcome, 1],
      );
    });
  }

  it('holds nothing back for the others when one event fails', async () => {
    const { publish, subscribe, stand, arrived } = makePublishing();
    await subscribe();
    stand.answer = webhook(({ body }) => (JSON.parse(body ?? '').id === 'a' && stand.elapsed() === 0 ? 500 : 202));
    await publish(['a', 'b']);
    await stand.pass(10_000);
    assert.deepEqual(arrived(), ['a@0', 'b@0', 'a@1000']);
  });

  it('fails while the subscriber cannot be reached, and succeeds when it can again', async () => {
    const { publish, subscribe, stand, arrived, grid } = makePublishing();
    await subscribe({ topic: 'uksouth' });
    stand.model.apply({ kind: 'network', from: 'uksouth', to: 'swedencentral', becomes: 'silent', bothWays: true });
    await publish(['a'], 1);
    await stand.pass(3_000);
    assert.deepEqual(
      grid.deliveries().map(({ outcome }) => outcome),
      ['timedOut', 'timedOut'],
    );
    stand.model.apply({ kind: 'network', from: 'uksouth', to: 'swedencentral', becomes: 'open', bothWays: true });
    await stand.pass(3_000);
    assert.deepEqual(arrived(), ['a@4000']);
  });

  for (const [what, down, up] of [
    [
      'its region is down',
      { kind: 'region', region: 'uksouth', becomes: 'down' },
      { kind: 'region', region: 'uksouth', becomes: 'up' },
    ],
    [
      'it is unavailable',
      { kind: 'eventGrid', topic: 'uksouth', becomes: 'unavailable' },
      { kind: 'eventGrid', topic: 'uksouth', becomes: 'normal' },
    ],
    [
      'it is silent',
      { kind: 'eventGrid', topic: 'uksouth', becomes: 'silent' },
      { kind: 'eventGrid', topic: 'uksouth', becomes: 'normal' },
    ],
  ] as const) {
    it(`keeps what a topic has taken while ${what}, and goes on without having spent a try`, async () => {
      const { publish, subscribe, stand, arrived, grid } = makePublishing();
      await subscribe({ topic: 'uksouth' });
      await publish(['a'], 1);
      stand.model.apply(down);
      await stand.pass(20_000);
      assert.deepEqual([arrived(), grid.deliveries()], [[], []]);
      stand.model.apply(up);
      await stand.pass(1_000);
      assert.match(arrived().join(), /^a@20\d\d\d$/);
      assert.equal(grid.deliveries()[0]?.attempt, 1);
    });
  }

  it('ends for a subscription that is gone, also for what was waiting', async () => {
    const { publish, subscribe, stand, arrived, grid } = makePublishing();
    const { unsubscribe } = await subscribe();
    stand.answer = webhook(() => 500);
    await publish(['a']);
    await stand.pass(10);
    unsubscribe();
    unsubscribe();
    await publish(['b']);
    await stand.pass(3_600_000);
    assert.deepEqual([arrived(), grid.deadLetters(), stand.waiting()], [['a@0'], [], 0]);
  });

  it('goes to where a subscription points once it is made again, with what was waiting', async () => {
    const { publish, subscribe, stand } = makePublishing();
    await subscribe();
    stand.answer = webhook(({ url }) => (url.port === '7071' ? 'unreachable' : 202));
    await publish(['a']);
    await stand.pass(10);
    await subscribe({ url: 'http://127.0.0.1:9000/hook' });
    await publish(['b']);
    stand.calls.length = 0;
    await stand.pass(10_000);
    assert.deepEqual(
      stand.calls.map(({ url, body }) => `${url.port} ${JSON.parse(body ?? '').id}`),
      ['9000 b', '9000 a'],
    );
  });

  it('ends when Event Grid is closed, with nothing left waiting', async () => {
    const { publish, subscribe, stand, grid, arrived } = makePublishing();
    await subscribe();
    stand.answer = webhook(() => 500);
    await publish(['a']);
    await stand.pass(10);
    grid.close();
    await stand.pass(3_600_000);
    assert.deepEqual([arrived(), stand.waiting()], [['a@0'], 0]);
  });
});
