import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APP_REGION, databaseNames, pairs, SERVER } from '../../../bench/pairs.ts';

test('every database has one link, from its server to the other region, and the app is in neither', () => {
  const { servers, databases, links, app } = pairs([
    ...databaseNames(2).map((name) => ({ name })),
    { name: 'mute', server: 'bench-mute' },
  ]);
  assert.deepEqual(
    links.map(({ server, database }) => `${server}/${database}`),
    [`${SERVER}/db-0`, `${SERVER}/db-1`, 'bench-mute/mute'],
  );
  assert.equal(databases.filter(({ server }) => server === 'bench-mute').length, 1);
  const regionOf = (name: string) => servers.find((server) => server.name === name)?.region;
  for (const { server, secondaryServer } of links) {
    assert.notEqual(regionOf(server), regionOf(secondaryServer));
    assert.ok(![regionOf(server), regionOf(secondaryServer)].includes(APP_REGION));
  }
  assert.equal(app.region, APP_REGION);
  assert.equal(new Set(servers.map(({ name }) => name)).size, servers.length);
});
