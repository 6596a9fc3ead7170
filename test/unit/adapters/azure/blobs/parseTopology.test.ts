import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTopology } from '../../../../../shared/adapters/azure/blobs/parseTopology.ts';
import type { Topology, TopologyEvent } from '../../../../../shared/topology/types.ts';
import { link, topology } from '../../../replication/builders.ts';

const SOUND: Topology = topology([link('we', 'ne', 'orders')], {
  unprotected: [{ server: 'we', database: 'solo', region: 'westeurope', databaseId: '/solo' }],
  notGeo: [{ server: 'we', database: 'copy', partner: { server: 'we', database: 'orders' }, kind: 'COPY' }],
});
const parsed = (value: unknown) => parseTopology(JSON.stringify(value));

test('what was stored comes back', () => {
  assert.deepEqual(parsed(SOUND), SOUND);
  assert.deepEqual(parsed(topology([])), topology([]));
});

describe('it counts as none, because the page would break over', () => {
  for (const [name, value] of Object.entries({
    'a link without a key': { ...SOUND, links: [{ ...SOUND.links[0], linkKey: undefined }] },
    'a link with one end': { ...SOUND, links: [{ ...SOUND.links[0], secondary: null }] },
    'an end without a name to ask': {
      ...SOUND,
      links: [{ ...SOUND.links[0], primary: { server: 'we', database: 'd', region: 'r' } }],
    },
    'a link that is a text': { ...SOUND, links: ['we/orders~ne/orders'] },
    'a database without a server': { ...SOUND, databases: [{ database: 'orders', id: '/', region: 'r' }] },
    'a finding without a place': { ...SOUND, unprotected: [{ server: 'we', database: 'solo' }] },
    'a copy without a source': { ...SOUND, notGeo: [{ server: 'we', database: 'copy' }] },
    'a list that is none': { ...SOUND, servers: {} },
    'a moment that no calendar holds': { ...SOUND, discoveredAtMs: 9e15 },
    'no moment': { ...SOUND, discoveredAtMs: undefined },
    null: null,
    'a text': 'topology',
  })) {
    test(name, () => assert.equal(parsed(value), undefined));
  }

  test('half a document', () => assert.equal(parseTopology('{"discoveredAtMs":1,'), undefined));
});

describe('news and reservations', () => {
  const EVENT: TopologyEvent = {
    atMs: 1_000,
    kind: 'rolesSwapped',
    linkKey: 'ne/orders~we/orders',
    primary: 'ne/orders',
    secondary: 'we/orders',
    operationId: 'one',
  };

  test('come back as they were stored', () => {
    const { operationId: _, ...foreign } = EVENT;
    const events = [EVENT, { ...foreign, by: 'ada@contoso.com' }, { ...foreign, by: null }];
    const stored: Topology = { ...SOUND, events, unread: ['we/orders'] };
    assert.deepEqual(parsed(stored), stored);
  });

  for (const [name, event] of Object.entries({
    'no event': null,
    'a text': 'rolesSwapped',
    'an event without a moment': { ...EVENT, atMs: undefined },
    'a moment that no calendar holds': { ...EVENT, atMs: 9e15 },
    'a kind of another version': { ...EVENT, kind: 'linkRenamed' },
    'an event of no link': { ...EVENT, linkKey: null },
    'an event without an end': { ...EVENT, secondary: 7 },
    'somebody who is no name': { ...EVENT, by: { name: 'Ada Duty' } },
    'an operation that is no id': { ...EVENT, operationId: { id: 1 } },
  })) {
    test(`what is none is left out, and all the rest stays: ${name}`, () => {
      const { operationId: _, ...unowned } = EVENT;
      assert.deepEqual(parsed({ ...SOUND, events: [EVENT, event, unowned] }), { ...SOUND, events: [EVENT, unowned] });
    });
  }

  for (const value of [{}, 'all', 7, null, [], [null, 7, {}]]) {
    test(`a list that is none, or has none, costs nothing else: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parsed({ ...SOUND, events: value, unread: value }), SOUND);
    });
  }

  test('names of databases that are none are left out', () => {
    assert.deepEqual(parsed({ ...SOUND, unread: ['we/orders', null, { server: 'we' }] })?.unread, ['we/orders']);
  });
});
