import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventGridError } from '../../../../local/estate/eventGrid/eventGridError.ts';
import { checkEventGridEvent, toCloudEvent } from '../../../../local/estate/eventGrid/eventGridEvent.ts';

const TOPIC = '/subscriptions/s/resourceGroups/g/providers/Microsoft.EventGrid/topics/t';
const EVENT = {
  id: '1',
  subject: 'orders',
  eventType: 'Shop.Changed',
  eventTime: '2026-11-01T12:00:00Z',
  data: { a: 1 },
};

const assertRefused = (change: Record<string, unknown>, why: RegExp) =>
  assert.throws(
    () => checkEventGridEvent({ ...EVENT, ...change }, TOPIC),
    (error: unknown) => error instanceof EventGridError && error.status === 400 && why.test(error.message),
  );

describe("an event of Event Grid's own schema", () => {
  it('gets its topic and the version of its metadata', () => {
    assert.deepEqual(checkEventGridEvent(EVENT, TOPIC), {
      ...EVENT,
      dataVersion: '',
      metadataVersion: '1',
      topic: TOPIC,
    });
    assert.equal(checkEventGridEvent({ ...EVENT, dataVersion: '2.0' }, TOPIC).dataVersion, '2.0');
  });

  for (const name of ['id', 'subject', 'eventType', 'eventTime']) {
    it(`is refused without ${name}`, () => {
      assertRefused({ [name]: undefined }, new RegExp(name));
      assertRefused({ [name]: '' }, new RegExp(name));
    });
  }

  it('is refused with a property too many, a time that is none, or the topic of another', () => {
    assertRefused({ source: '/x' }, /'source' is unexpected/);
    assertRefused({ eventTime: 'yesterday' }, /eventTime/);
    assertRefused({ topic: '/somewhere/else' }, /topic/);
    assertRefused({ metadataVersion: '2' }, /metadataVersion/);
    assertRefused({ dataVersion: 2 }, /dataVersion/);
    assert.throws(() => checkEventGridEvent([EVENT], TOPIC), EventGridError);
  });

  it('becomes a CloudEvent with the same words under other names', () => {
    assert.deepEqual(toCloudEvent(checkEventGridEvent(EVENT, TOPIC)), {
      specversion: '1.0',
      id: '1',
      source: TOPIC,
      type: 'Shop.Changed',
      time: '2026-11-01T12:00:00Z',
      subject: 'orders',
      data: { a: 1 },
    });
  });
});
