import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakGlass } from '../../../shared/failover/breakGlass.ts';
import { breakGlassText } from '../../../shared/failover/breakGlassText.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { database, end, link, NOW } from './facts.ts';

const server = (name: string, resourceGroup: string): Topology['servers'][number] => ({
  id: '',
  name,
  fullyQualifiedDomainName: `${name}.database.windows.net`,
  region: 'northeurope',
  subscriptionId: 'sub-1',
  resourceGroup,
  tags: {},
});
const we = (name: string) => end('contoso-we', name, 'westeurope');
const SHOP = { name: 'shop', databases: ['contoso-we/*'] };
const topology = (
  links: Topology['links'],
  servers = [server('contoso-ne', 'Shop RG')],
  databases: Topology['databases'] = [],
) => ({ links, servers, unprotected: [], databases });
/** Both databases in one failover group, told by one end each, and with other letters than the link has. */
const grouped = (...links: Topology['links']) =>
  topology(links, undefined, [
    database(end('CONTOSO-WE', 'Orders', 'westeurope'), {}, { failoverGroup: 'fg-shop' }),
    database(end('contoso-ne', 'stock', 'northeurope'), {}, { failoverGroup: 'fg-shop' }),
  ]);
const onlyWay = (...given: Parameters<typeof breakGlass>) => {
  const way = breakGlass(...given).databases[0]?.ways[0];
  assert.ok(way);
  return way;
};

test('the commands address the server that is secondary now', () => {
  const way = onlyWay(SHOP, topology([link(we('orders'))]));
  const planned =
    "az sql db replica set-primary --name orders --server contoso-ne --resource-group 'Shop RG' --subscription sub-1";
  assert.deepEqual(way.azureCli, { planned, forced: `${planned} --allow-data-loss` });
  assert.deepEqual(way.tsql, {
    server: 'contoso-ne.database.windows.net',
    planned: 'ALTER DATABASE [orders] FAILOVER;',
    forced: 'ALTER DATABASE [orders] FORCE_FAILOVER_ALLOW_DATA_LOSS;',
  });
  assert.deepEqual(way.warnings, []);
});

test('after a role swap the commands go the other way', () => {
  const swapped = link(end('contoso-ne', 'orders', 'northeurope'), we('orders'));
  assert.match(
    onlyWay(SHOP, topology([swapped])).azureCli?.planned ?? '',
    /--server contoso-we --resource-group rg-contoso-we/,
  );
});

test('names that a shell or T-SQL would read otherwise are quoted for each', () => {
  const way = onlyWay(SHOP, topology([link(we("o'rd]ers; DROP"))]));
  assert.match(way.azureCli?.forced ?? '', /--name 'o'\\''rd\]ers; DROP' /);
  assert.equal(way.tsql?.planned, "ALTER DATABASE [o'rd]]ers; DROP] FAILOVER;");
});

test('a database name that begins with a dash is no option', () => {
  assert.match(onlyWay(SHOP, topology([link(we('-orders'))])).azureCli?.planned ?? '', /--name=-orders /);
});

test('a member of a failover group moves with its group, and there is no T-SQL for it', () => {
  const way = onlyWay(SHOP, grouped(link(we('orders'))));
  const planned =
    "az sql failover-group set-primary --name fg-shop --server contoso-ne --resource-group 'Shop RG' --subscription sub-1";
  assert.deepEqual(way.azureCli, { planned, forced: `${planned} --allow-data-loss` });
  assert.equal(way.tsql, undefined);
  assert.equal(way.failoverGroup, 'fg-shop');
});

test('every secondary is a way, in the order of the link keys', () => {
  const toUk = link(we('orders'), end('contoso-uk', 'orders', 'uksouth'));
  const { databases } = breakGlass(SHOP, topology([toUk, link(we('orders')), link(we('stock'))]));
  assert.deepEqual(
    databases.map(({ database, ways }) => [database.database, ways.map(({ secondary }) => secondary.server)]),
    [
      ['orders', ['contoso-ne', 'contoso-uk']],
      ['stock', ['contoso-ne']],
    ],
  );
});

test('a server that discovery does not hold is found by the id of its database', () => {
  assert.match(onlyWay(SHOP, topology([link(we('orders'))], [])).azureCli?.planned ?? '', /rg-contoso-ne/);
});

test('where the resource group is not known it says how to find it, and T-SQL still works', () => {
  const { databaseId: _, ...unknown } = end('contoso-ne', 'orders', 'northeurope');
  const way = onlyWay(SHOP, topology([link(we('orders'), unknown)], []));
  assert.equal(way.azureCli, undefined);
  assert.match(way.warnings[0] ?? '', /az sql server list --query '\[\?name==/);
  assert.ok(way.tsql);
});

test('what speaks against a way is said beside it', () => {
  const same = { ...link(we('orders'), end('contoso-w2', 'orders', 'West Europe')), conflict: 'bothPrimary' as const };
  const { warnings } = onlyWay(SHOP, topology([same]));
  assert.match(warnings[0] ?? '', /primary's own region/);
  assert.match(warnings[1] ?? '', /do not tell the same story/);
});

test('in the text each command stands alone on its line', () => {
  const text = breakGlassText(breakGlass(SHOP, topology([link(we('orders'))])), NOW);
  const lines = text.split('\n');
  const way = onlyWay(SHOP, topology([link(we('orders'))]));
  for (const command of [way.azureCli?.planned, way.azureCli?.forced, way.tsql?.planned, way.tsql?.forced]) {
    assert.ok(lines.includes(command ?? 'none'), command);
  }
  assert.match(text, /^Recovery group shop.*As of 2026-11-22 03:00:00 UTC\.\n/);
  assert.match(text, /in master of contoso-ne\.database\.windows\.net:/);
});

test('the command of a failover group is written once', () => {
  const page = breakGlass(SHOP, grouped(link(we('orders')), link(we('stock'))));
  const text = breakGlassText(page, NOW);
  assert.equal(text.match(/--allow-data-loss/g)?.length, 1);
  assert.match(text, /The command is the one above/);
});

test('a database that cannot be moved, and a group that is empty, say so', () => {
  const bare = { ...topology([]), unprotected: [{ ...we('alone'), databaseId: 'id' }] };
  assert.match(breakGlassText(breakGlass(SHOP, bare), NOW), /== contoso-we\/alone\nIt has no geo-secondary/);
  assert.match(breakGlassText(breakGlass(SHOP, topology([])), NOW), /No database of this group is known/);
});
