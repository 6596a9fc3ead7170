import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenVantagePart, openVantage } from '../../../../local/estate/network/vantage.ts';
import type { NameMapEntry } from '../../../../local/estate/types.ts';

const entry = (name: string, port: number, to = 1): NameMapEntry => ({ name, port, to });

function part(names: NameMapEntry[], environment?: Record<string, string>) {
  const seen = { regions: [] as string[], closed: 0 };
  const open: OpenVantagePart = async (region) => {
    seen.regions.push(region);
    return {
      names,
      ...(environment === undefined ? {} : { environment }),
      close: async () => {
        seen.closed += 1;
      },
    };
  };
  return { open, seen };
}

test('names and environments of all parts are put together, each part opened for the region', async () => {
  const sites = part([entry('management.azure.com', 443)]);
  const sql = part([entry('a.database.windows.net', 1433), entry('b.database.windows.net', 1433)]);
  const identity = part([], { IDENTITY_ENDPOINT: 'x', IDENTITY_HEADER: 'y' });
  const vantage = await openVantage('westeurope', [sites.open, sql.open, identity.open]);
  assert.equal(vantage.region, 'westeurope');
  assert.deepEqual(
    vantage.names.map(({ name }) => name),
    ['management.azure.com', 'a.database.windows.net', 'b.database.windows.net'],
  );
  assert.deepEqual(vantage.environment, { IDENTITY_ENDPOINT: 'x', IDENTITY_HEADER: 'y' });
  assert.deepEqual(sites.seen.regions, ['westeurope']);
  await vantage.close();
  assert.deepEqual([sites.seen.closed, sql.seen.closed, identity.seen.closed], [1, 1, 1]);
});

test('one name may be served at two ports, by two parts', async () => {
  const vantage = await openVantage('westeurope', [part([entry('a', 1433)]).open, part([entry('a', 443)]).open]);
  assert.equal(vantage.names.length, 2);
});

test('a name and port claimed twice is refused, and everything is closed again', async () => {
  const [one, two] = [part([entry('A.example.net', 443, 1)]), part([entry('a.example.net', 443, 2)])];
  await assert.rejects(openVantage('westeurope', [one.open, two.open]), /claim a\.example\.net:443/);
  assert.deepEqual([one.seen.closed, two.seen.closed], [1, 1]);
});

test('when a part cannot open, the others are closed and its error is what is reported', async () => {
  const good = part([]);
  const bad: OpenVantagePart = () => Promise.reject(new Error('no port left'));
  await assert.rejects(openVantage('westeurope', [good.open, bad]), /no port left/);
  assert.equal(good.seen.closed, 1);
});
