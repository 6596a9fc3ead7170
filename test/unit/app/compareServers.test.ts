import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareServers } from '../../../shared/app/compareServers.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import type { ServerAnswer } from '../../../shared/replication/serverTypes.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld } from './world.ts';

class Desk extends AppWorld {
  asked: string[] = [];
  answer: (server: string) => ServerAnswer | Promise<ServerAnswer> = (server) => ({
    is: 'notAllowed',
    atMs: this.nowMs,
    message: server,
  });

  constructor() {
    super();
    this.context.ports.serverLinks = async () => ({
      read: async ({ server }) => {
        this.asked.push(server);
        return this.answer(server);
      },
    });
  }

  async compare() {
    const topology = await this.storage.topology.load();
    const { configuration } = this.context;
    assert.ok(topology && configuration);
    return compareServers(this.context, configuration, topology);
  }

  async problems(): Promise<string[]> {
    const { body } = await readStatus(this.context);
    return (JSON.parse(body) as StatusView).problems.map(({ code, subject }) => `${code} ${subject}`);
  }
}

const saysNothing: ServerAnswer = { is: 'read', atMs: 0, links: [], operations: [], logWrite: [] };

test('the first discovery asks no server; a later one shows what differs, until it does not any more', async () => {
  const desk = new Desk();
  desk.answer = () => saysNothing;
  await discoverTopology(desk.context, desk.log);
  assert.deepEqual([desk.asked, await desk.problems()], [[], []]);
  await discoverTopology(desk.context, desk.log);
  assert.deepEqual(desk.asked.toSorted(), ['one', 'two']);
  assert.deepEqual(await desk.problems(), ['server-disagrees one/orders', 'server-disagrees two/orders']);
  desk.answer = (server) => ({
    ...saysNothing,
    links: [
      {
        database: 'orders',
        partnerServer: server === 'one' ? 'two' : 'one',
        partnerDatabase: 'orders',
        role: server === 'one' ? 'primary' : 'secondary',
        state: 'CATCH_UP',
      },
    ],
  });
  await discoverTopology(desk.context, desk.log);
  assert.deepEqual(await desk.problems(), []);
});

test('a server that refuses is not asked again for a day; one that failed is', async () => {
  const desk = new Desk();
  await discoverTopology(desk.context, desk.log);
  desk.answer = (server) =>
    server === 'one'
      ? { is: 'notAllowed', atMs: 0, message: 'no' }
      : { is: 'failed', atMs: 0, failure: { kind: 'unreachable', message: 'silent' } };
  assert.deepEqual(await desk.compare(), []);
  await desk.compare();
  assert.deepEqual(desk.asked.toSorted(), ['one', 'two', 'two']);
  desk.nowMs += 24 * 3_600_000;
  await desk.compare();
  assert.equal(desk.asked.filter((server) => server === 'one').length, 2);
});

test('a round that takes too long leaves the rest to the next discovery', async () => {
  const desk = new Desk();
  await discoverTopology(desk.context, desk.log);
  const topology = await desk.storage.topology.load();
  const [link] = topology?.links ?? [];
  assert.ok(topology && link);
  const links = Array.from({ length: 30 }, (_, n) => ({
    ...link,
    linkKey: `p-${n}/x~s-${n}/x`,
    primary: { ...link.primary, server: `p-${n}` },
    secondary: { ...link.secondary, server: `s-${n}` },
  }));
  await desk.storage.topology.save({ ...topology, links });
  desk.answer = async () => {
    await new Promise(setImmediate);
    desk.nowMs += 10_000;
    return { is: 'failed', atMs: 0, failure: { kind: 'unreachable', message: 'silent' } };
  };
  await desk.compare();
  assert.ok(desk.asked.length >= 6 && desk.asked.length < 20, `${desk.asked.length} of 60 servers`);
});
