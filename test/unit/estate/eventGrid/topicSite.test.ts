import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { EventObject } from '../../../../local/estate/eventGrid/cloudEvent.ts';
import { createTopicSite } from '../../../../local/estate/eventGrid/topicSite.ts';
import { createTopics } from '../../../../local/estate/eventGrid/topics.ts';
import type { EventSchema } from '../../../../local/estate/eventGrid/types.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { makeStand, type Stand } from './stand.ts';

const EVENT = { specversion: '1.0', id: '1', source: '/watch', type: 'Shop.Changed' };
const PATH = '/api/events?api-version=2018-01-01';
const BATCH = 'application/cloudevents-batch+json; charset=utf-8';

let stand: Stand;
let accepted: EventObject[];
beforeEach(() => {
  stand = makeStand();
  accepted = [];
});

interface Asked {
  path?: string;
  method?: string;
  body?: unknown;
  raw?: string;
  type?: string;
  headers?: Record<string, string>;
  schema?: EventSchema;
}

async function publish({
  path = PATH,
  method = 'POST',
  body,
  raw,
  type = BATCH,
  headers,
  schema = 'CloudEventSchemaV1_0',
}: Asked = {}) {
  const [topic = assert.fail()] = createTopics(stand.model, schema);
  const tokens = createTokenAuthority({ clock: stand.model.clock });
  const site = createTopicSite({
    topic,
    tokens,
    model: stand.model,
    accept: (events) => void accepted.push(...events),
  });
  const auth = headers ?? { 'aeg-sas-key': topic.key };
  const issued = Object.fromEntries(
    Object.entries(auth).map(([name, value]) => [
      name,
      value.replace(/TOKEN\((.*?),?([\w-]*)\)/, (_all, resource, who) =>
        tokens.issue(resource, who ? { objectId: who } : {}),
      ),
    ]),
  );
  const response = await site.handle({
    method,
    url: new URL(path, topic.endpoint),
    headers: { 'content-type': type, ...issued },
    body: new TextEncoder().encode(raw ?? JSON.stringify(body ?? [EVENT])),
    fromRegion: 'swedencentral',
  });
  if (!('status' in response)) return { status: 0, error: undefined };
  const said = typeof response.body === 'string' ? JSON.parse(response.body) : undefined;
  return { status: response.status, error: said?.error };
}

describe('a topic', () => {
  it('takes a batch and a single CloudEvent with its key, and says nothing but 200', async () => {
    assert.deepEqual(await publish({ body: [EVENT, { ...EVENT, id: '2' }] }), { status: 200, error: undefined });
    assert.equal((await publish({ body: { ...EVENT, id: '3' }, type: 'application/cloudevents+json' })).status, 200);
    assert.equal((await publish({ body: [] })).status, 200);
    assert.deepEqual(
      accepted.map(({ id }) => id),
      ['1', '2', '3'],
    );
  });

  it('takes a token of the app for Event Grid, with or without the slash at the end', async () => {
    for (const resource of ['https://eventgrid.azure.net', 'https://eventgrid.azure.net/']) {
      assert.equal((await publish({ headers: { authorization: `Bearer TOKEN(${resource},)` } })).status, 200);
    }
  });

  for (const [what, headers, status] of [
    ['no key and no token', {}, 401],
    ['a wrong key', { 'aeg-sas-key': 'x' }, 401],
    [
      'a wrong key beside a good token',
      { 'aeg-sas-key': 'x', authorization: 'Bearer TOKEN(https://eventgrid.azure.net,)' },
      401,
    ],
    ['a token for Resource Manager', { authorization: 'Bearer TOKEN(https://management.azure.com,)' }, 401],
    ['something that is no token', { authorization: 'Bearer nothing' }, 401],
    [
      'a token of somebody without the role',
      { authorization: 'Bearer TOKEN(https://eventgrid.azure.net,11111111-2222-4333-8444-555555555555)' },
      403,
    ],
  ] as const) {
    it(`refuses ${what} with ${status}`, async () => {
      const { status: seen, error } = await publish({ headers });
      assert.equal(seen, status, JSON.stringify(error));
      assert.equal(error.code, status === 401 ? 'Unauthorized' : 'Forbidden');
      assert.equal(accepted.length, 0);
    });
  }

  for (const [what, asked, status, code] of [
    ['another path', { path: '/events?api-version=2018-01-01' }, 404, 'NotFound'],
    ['another method', { method: 'GET' }, 405, 'MethodNotAllowed'],
    ['no api-version', { path: '/api/events' }, 400, 'BadRequest'],
    ['another api-version', { path: '/api/events?api-version=2023-11-01' }, 400, 'BadRequest'],
    ['another content type', { type: 'application/json' }, 415, 'UnsupportedMediaType'],
    ['a single event as a batch', { body: EVENT }, 400, 'BadRequest'],
    ['a batch as a single event', { body: [EVENT], type: 'application/cloudevents+json' }, 400, 'BadRequest'],
    ['a body that is no JSON', { raw: '[{' }, 400, 'BadRequest'],
    ['a body over a megabyte', { body: [{ ...EVENT, data: 'x'.repeat(1_048_576) }] }, 413, 'PayloadTooLarge'],
    [
      'an event of the other schema',
      { body: [{ id: '1', subject: 's', eventType: 't', eventTime: '2026-11-01T12:00:00Z' }] },
      400,
      'BadRequest',
    ],
  ] as const) {
    it(`refuses ${what} with ${status} ${code}, and says how in the shape of Azure`, async () => {
      const { status: seen, error } = await publish(asked as Asked);
      assert.deepEqual([seen, error.code], [status, code]);
      assert.match(error.message, /Report '[0-9a-f-]{36}:0:2026-11-01T12:00:00.000Z \(UTC\)'/);
      assert.equal(accepted.length, 0);
    });
  }

  it('takes none of a batch in which one event is wrong', async () => {
    const { status, error } = await publish({ body: [EVENT, { ...EVENT, id: '' }] });
    assert.equal(status, 400);
    assert.equal(error.details[0].code, 'InputJsonInvalid');
    assert.equal(accepted.length, 0);
  });

  it('takes exactly a megabyte', async () => {
    const empty = JSON.stringify([{ ...EVENT, data: '' }]).length;
    assert.equal((await publish({ body: [{ ...EVENT, data: 'x'.repeat(1_048_576 - empty) }] })).status, 200);
  });

  it('answers 503 when it is unavailable and nothing when it is silent, whatever was sent', async () => {
    stand.model.apply({ kind: 'eventGrid', becomes: 'unavailable' });
    assert.equal((await publish({ headers: {} })).status, 503);
    stand.model.apply({ kind: 'eventGrid', becomes: 'silent' });
    assert.equal((await publish()).status, 0);
    stand.model.apply({ kind: 'eventGrid', becomes: 'normal' });
    assert.equal((await publish()).status, 200);
  });

  it('takes the Event Grid schema where it was made for that, and no CloudEvents then', async () => {
    const event = { id: '1', subject: 's', eventType: 't', eventTime: '2026-11-01T12:00:00Z', data: {} };
    assert.equal((await publish({ schema: 'EventGridSchema', type: 'application/json', body: [event] })).status, 200);
    assert.match(String(accepted[0]?.topic), /Microsoft\.EventGrid\/topics\/outage-swedencentral$/);
    assert.equal((await publish({ schema: 'EventGridSchema' })).status, 415);
    assert.equal((await publish({ schema: 'EventGridSchema', type: 'application/json' })).status, 400);
  });
});
