/** The door, the procedure over real TDS, the table: as a person uses it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCopySync } from '../../../shared/adapters/azure/sql/copySync.ts';
import { createAppStateStore } from '../../../shared/adapters/azure/tables/appStateStore.ts';
import { hardenLink } from '../../../shared/app/harden.ts';
import { readLinks } from '../../../shared/app/queries.ts';
import type { MeasuredLinkView } from '../../../shared/views/types.ts';
import { AppWorld } from '../../unit/app/world.ts';
import { end, eventually, openSqlBench, type SqlBench } from '../sql/sqlEstate.ts';
import { withAzurite } from '../tables/azurite.ts';

const KEY = 'shop-ne/orders~shop-we/orders';
const LINK = { kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' } as const;

const azurite = withAzurite();
let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
  await eventually('a commit', () => (bench.model.database('shop-we', 'orders')?.position ?? 0) > 0);
});
after(() => bench.close());

async function world(): Promise<AppWorld> {
  const made = new AppWorld();
  made.nowMs = Date.now();
  const copySync = createCopySync({
    encryption: 'strict',
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
  });
  const state = createAppStateStore(azurite.clients().table(azurite.newName()));
  Object.assign(made.storage, { state });
  made.context.ports.copySync = async () => copySync;
  const link = { type: 'GEO', armState: 'CATCH_UP', percentComplete: 100, linkKey: KEY } as const;
  await made.storage.topology.save({
    discoveredAtMs: made.nowMs,
    servers: [],
    databases: [],
    links: [{ ...link, primary: end('shop-we'), secondary: end('shop-ne') }],
    unprotected: [],
    notGeo: [],
  });
  return made;
}

async function measure(made: AppWorld, timeoutSeconds: number): Promise<MeasuredLinkView['timeToHarden']> {
  const body = JSON.stringify({ linkKey: KEY, timeoutSeconds });
  const request = { method: 'POST', body, contentType: 'application/json', principal: undefined };
  const reply = await hardenLink(made.context, request, made.log);
  assert.equal(reply.status, 200, reply.body);
  const { links } = JSON.parse((await readLinks(made.context, undefined)).body) as { links: MeasuredLinkView[] };
  return links[0]?.timeToHarden ?? null;
}

test('a slow link shows its time with the links; a suspended one, that it did not come to an end', async () => {
  const made = await world();
  bench.model.apply({ ...LINK, shippingDelayMs: 600 });
  const positionOn = (server: string) => bench.model.database(server, 'orders')?.position ?? 0;
  const isBehind = () => positionOn('shop-we') > positionOn('shop-ne');
  // A commit of before the change was under way for a moment only.
  await eventually('a commit under way', isBehind);
  const slow = await measure(made, 5);
  assert.ok((slow?.hardenedMs ?? 0) >= 100 && (slow?.hardenedMs ?? 0) < 4_000, JSON.stringify(slow));
  assert.equal(slow?.problem, null);
  bench.model.apply({ ...LINK, becomes: 'suspended' });
  await eventually('a commit that is not hardened', isBehind);
  const suspended = await measure(made, 0.5);
  assert.deepEqual([suspended?.hardenedMs, suspended?.problem], [null, 'not hardened within 0.5 s']);
});
