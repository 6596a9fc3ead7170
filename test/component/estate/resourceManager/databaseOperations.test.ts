import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEstate } from '../../../../local/estate/estate.ts';
import type { Estate } from '../../../../local/estate/types.ts';
import type { ReplicationLink } from '../../../../shared/topology/types.ts';
import { until } from '../../../kit/until.ts';
import { SHOP, SHOP_SCOPES } from '../../resourceManager/support/shopEstate.ts';
import { type Reader, startReader } from '../../resourceManager/support/startReader.ts';

let folder: string;
let estate: Estate;
let reader: Reader;
let link: ReplicationLink;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-operations-'));
  // The clock stands still where the test says so: an operation of half a second would be over before it was seen.
  estate = await startEstate(SHOP, { folder: join(folder, 'estate'), clock });
  reader = await startReader(estate, await estate.openVantage('swedencentral'), folder);
  const { links } = (await reader.discover(SHOP_SCOPES)).topology;
  link = links.find(({ primary }) => primary.database === 'stock-1') ?? assert.fail('no link of stock-1');
});
after(async () => {
  await reader?.stop();
  await estate?.close();
  await rm(folder, { recursive: true });
});

let stoppedMs: number | undefined;
const clock = { now: () => stoppedMs ?? Date.now() };

const inProgress = async () => (await reader.calls.findLink(link))?.operationInProgress;

test('the adapter sees nothing before a failover, the failover while it runs, and nothing after it', async () => {
  assert.equal(await inProgress(), false);
  stoppedMs = Date.now();
  estate.model.failover({ server: 'shop-ne', database: 'stock-1', mode: 'planned', by: 'tsql' });
  assert.equal(await inProgress(), true);
  stoppedMs = undefined;
  await until('the end of the operation', async () => (await inProgress()) === false);
  assert.equal(estate.model.database('shop-ne', 'stock-1')?.role, 'PRIMARY');
});

test('the adapter does not call it nothing when Resource Manager does not answer', async () => {
  estate.model.apply({ kind: 'resourceManager', becomes: 'throttled' });
  const found = await reader.calls.findLink(link).then(
    (one) => one?.operationInProgress,
    () => 'refused',
  );
  assert.notEqual(found, false);
  estate.model.apply({ kind: 'resourceManager', becomes: 'up' });
});
