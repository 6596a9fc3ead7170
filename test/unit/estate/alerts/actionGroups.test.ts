import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { makeTelling, RECEIVER } from './telling.ts';

const incident = (service: string): Change => ({
  kind: 'serviceHealth',
  region: 'westeurope',
  service,
  status: 'Active',
});

describe('an action group', () => {
  it('posts JSON to the whole address, key and all', async () => {
    const { stand } = makeTelling();
    stand.model.apply(incident('SQL Database'));
    await stand.pass(10);
    const [{ method, url, headers } = assert.fail(), ...more] = stand.calls;
    assert.deepEqual(
      [method, url.href, headers['content-type'], more.length],
      ['POST', RECEIVER, 'application/json; charset=utf-8', 0],
    );
  });

  it('tells every receiver, and not one that was removed', async () => {
    const { stand, alerts } = makeTelling();
    alerts.add({ name: 'second', url: 'http://127.0.0.1:9000/alerts' });
    const { remove } = alerts.add({ name: 'third', url: 'http://127.0.0.1:9001/alerts' });
    remove();
    stand.model.apply(incident('SQL Database'));
    await stand.pass(10);
    assert.deepEqual(
      stand.calls.map(({ url }) => url.port),
      ['7071', '9000'],
    );
  });

  it('has one address for a name, the last one', async () => {
    const { stand, alerts } = makeTelling();
    alerts.add({ name: 'geowarden', url: 'http://127.0.0.1:9000/alerts' });
    stand.model.apply(incident('SQL Database'));
    await stand.pass(10);
    assert.deepEqual(
      stand.calls.map(({ url }) => url.port),
      ['9000'],
    );
  });

  for (const outcome of [408, 429, 503, 504, 'unreachable', 'timedOut'] as const) {
    it(`is patient with ${outcome}: five more calls, as far apart as Azure's at a tenth`, async () => {
      const { stand, alerts } = makeTelling();
      stand.answer = () => ({ outcome });
      stand.model.apply(incident('SQL Database'));
      await stand.pass(600_000);
      assert.deepEqual(
        stand.calls.map(({ atMs }) => atMs),
        [0, 500, 2_500, 3_000, 7_000, 7_500],
      );
      assert.deepEqual(
        alerts.deliveries().map(({ attempt, outcome: seen }) => [attempt, seen]),
        [1, 2, 3, 4, 5, 6].map((number) => [number, outcome]),
      );
    });
  }

  for (const outcome of [200, 202, 400, 401, 404, 500]) {
    it(`calls once and no more when the answer is ${outcome}`, async () => {
      const { stand, alerts } = makeTelling();
      stand.answer = () => ({ outcome });
      stand.model.apply(incident('SQL Database'));
      await stand.pass(600_000);
      const [{ actionGroup, monitoringService, monitorCondition, ...rest } = assert.fail(), ...more] =
        alerts.deliveries();
      assert.deepEqual(
        [actionGroup, monitoringService, monitorCondition, rest.attempt, rest.outcome, more.length],
        ['geowarden', 'ServiceHealth', 'Fired', 1, outcome, 0],
      );
    });
  }

  it('leaves a receiver alone for a while that took none of six calls, and comes back to it', async () => {
    const { stand } = makeTelling();
    stand.answer = () => ({ outcome: 503 });
    stand.model.apply(incident('SQL Database'));
    await stand.pass(10_000);
    stand.answer = () => ({ outcome: 200 });
    stand.calls.length = 0;
    stand.model.apply(incident('Storage'));
    await stand.pass(80_000);
    assert.equal(stand.calls.length, 0);
    await stand.pass(10_000);
    stand.model.apply(incident('Virtual Machines'));
    await stand.pass(10);
    assert.equal(stand.calls.length, 1);
  });

  it('does not reach a receiver whose region is down', async () => {
    const { stand, alerts } = makeTelling();
    stand.model.apply({ kind: 'region', region: 'swedencentral', becomes: 'down' });
    stand.model.apply(incident('SQL Database'));
    await stand.pass(1_000);
    assert.deepEqual([stand.calls.length, alerts.deliveries()[0]?.outcome], [0, 'timedOut']);
  });

  it('reaches a receiver in another region then', async () => {
    const { stand, alerts } = makeTelling();
    alerts.add({ name: 'second', url: 'http://127.0.0.1:9000/alerts', region: 'uksouth' });
    stand.model.apply({ kind: 'region', region: 'swedencentral', becomes: 'down' });
    stand.model.apply(incident('SQL Database'));
    await stand.pass(1_000);
    assert.deepEqual(
      stand.calls.map(({ url }) => url.port),
      ['9000'],
    );
  });

  it('drops what was waiting when it is removed or everything is closed', async () => {
    for (const end of ['remove', 'close'] as const) {
      const { stand, alerts } = makeTelling();
      const { remove } = alerts.add({ name: 'geowarden', url: RECEIVER });
      stand.answer = () => ({ outcome: 503 });
      stand.model.apply(incident('SQL Database'));
      await stand.pass(600);
      if (end === 'remove') remove();
      else alerts.close();
      await stand.pass(600_000);
      assert.deepEqual([stand.calls.length, stand.waiting()], [2, 0], end);
    }
  });

  it('has no receiver that is not on this machine, and does not repeat its key', () => {
    const { alerts } = makeTelling();
    assert.throws(
      () => alerts.add({ name: 'x', url: 'https://contoso.example/api/alerts?code=TOPSECRET' }),
      (error: unknown) => error instanceof Error && /https:\/\/contoso\.example$/.test(error.message),
    );
  });
});
