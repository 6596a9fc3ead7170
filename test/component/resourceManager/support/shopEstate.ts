/** An estate with one of everything that discovery must tell apart. */
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import type { Scope } from '../../../../shared/config/types.ts';

const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';
export const PARTNER_SUBSCRIPTION = 'c3b1e0d4-58a7-4d21-8f6e-90b7a1d2e3f4';

export const SHOP = completeDefinition({
  regions: ['westeurope', 'northeurope', 'uksouth', 'swedencentral'],
  app: { region: 'swedencentral' },
  subscriptions: [{ id: SUBSCRIPTION }, { id: PARTNER_SUBSCRIPTION, name: 'partner' }],
  servers: [
    { name: 'shop-we', region: 'westeurope', tags: { environment: 'production' } },
    { name: 'shop-ne', region: 'northeurope' },
    { name: 'far-uk', region: 'uksouth', subscriptionId: PARTNER_SUBSCRIPTION, resourceGroup: 'dr' },
  ],
  databases: [
    { name: 'orders', server: 'shop-we' },
    { name: 'stock-1', server: 'shop-we' },
    { name: 'stock-2', server: 'shop-we' },
    { name: 'ledger', server: 'shop-we', sku: 'HS_Gen5_2' },
    { name: 'alone', server: 'shop-we' },
  ],
  links: [
    { server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' },
    { server: 'shop-we', database: 'orders', secondaryServer: 'far-uk' },
    { server: 'shop-we', database: 'stock-1', secondaryServer: 'shop-ne' },
    { server: 'shop-we', database: 'stock-2', secondaryServer: 'shop-ne', kind: 'STANDBY' },
    {
      server: 'shop-we',
      database: 'ledger',
      secondaryServer: 'shop-we',
      secondaryDatabase: 'ledger-read',
      kind: 'NAMED',
    },
    {
      server: 'shop-we',
      database: 'alone',
      secondaryServer: 'shop-ne',
      secondaryDatabase: 'alone-copy',
      kind: 'COPY',
      // Still under way when the last test looks, however slow the machine is.
      seedingRate: 0.001,
    },
  ],
});

/** The shop's own subscription; the partner's is not in any scope. */
export const SHOP_SCOPES: Scope[] = [
  {
    name: 'shop',
    subscriptions: [SUBSCRIPTION],
    resourceGroups: [],
    servers: [],
    databases: [],
    tags: {},
    source: 'sql',
    alerts: {},
  },
];
