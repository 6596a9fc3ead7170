import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../../../../local/estate/certificates/certificateAuthority.ts';
import { createTokenAuthority } from '../../../../../local/estate/identity/tokenAuthority.ts';
import type { TokenAuthority } from '../../../../../local/estate/identity/types.ts';
import { createModel } from '../../../../../local/estate/model/model.ts';
import type { EstateDefinition, EstateModel, ServerDefinition } from '../../../../../local/estate/model/types.ts';
import { listenSql, type SqlListener, type SqlListenerOptions } from '../../../../../local/estate/sql/listener.ts';
import type { ExecuteBatch } from '../../../../../local/estate/sql/types.ts';
import { fakeExecute } from './fakeExecute.ts';

export const PRIMARY = 'shop-we';
export const SECONDARY = 'shop-ne';
export const REDIRECTED = 'shop-redirect';
export const ADMIN = { user: 'keeper', password: 'S3cret!of-the-desk' };
export const ENTRA_ADMIN = '11111111-2222-4333-8444-555555555555';
export const VANTAGE = 'uksouth';

export interface SqlEstate {
  model: EstateModel;
  tokens: TokenAuthority;
  /** PEM of the authority, for clients that verify. */
  ca: string;
  caFile: string;
  listen(server: string, more?: Partial<SqlListenerOptions>): Promise<SqlListener>;
  close(): Promise<void>;
}

/** A small estate with a real model, and listeners whose batches a fake front answers. */
export async function openSqlEstate(execute: ExecuteBatch = fakeExecute): Promise<SqlEstate> {
  const folder = await mkdtemp(join(tmpdir(), 'geowarden-sql-'));
  const authority = await createCertificateAuthority(folder);
  const clock = { now: () => Date.now() };
  const model = createModel(definition(), clock);
  const tokens = createTokenAuthority({ clock });
  const listeners: SqlListener[] = [];
  return {
    model,
    tokens,
    ca: authority.certificate,
    caFile: authority.file,
    async listen(server, more = {}) {
      const certificate = await authority.issue([`${server}.database.windows.net`, '*.worker.database.windows.net']);
      const common = { model, server, vantageRegion: VANTAGE, certificate, tokens, execute };
      const listener = await listenSql({ ...common, ...more });
      listeners.push(listener);
      return listener;
    },
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
      await rm(folder, { recursive: true });
    },
  };
}

function definition(): EstateDefinition {
  const subscriptionId = '3b1f6a52-7c7e-4f0f-9d53-111122223333';
  const server = (name: string, region: string, connectionPolicy: ServerDefinition['connectionPolicy'] = 'proxy') => ({
    name,
    region,
    subscriptionId,
    resourceGroup: 'shop',
    tags: {},
    administrator: { login: ADMIN.user, password: ADMIN.password },
    entraAdministrator: ENTRA_ADMIN,
    connectionPolicy,
  });
  const database = (name: string, at: string) => ({
    name,
    server: at,
    sku: 'GP_Gen5_2',
    commitsPerSecond: 5,
    tags: {},
  });
  const link = (name: string, secondaryAllowConnections: boolean) => ({
    server: PRIMARY,
    database: name,
    secondaryServer: SECONDARY,
    secondaryDatabase: name,
    kind: 'GEO' as const,
    secondaryAllowConnections,
    shippingDelayMs: 5,
    shippingRate: Number.POSITIVE_INFINITY,
    redoDelayMs: 5,
    seededPercent: 100,
    seedingRate: 50,
  });
  return {
    regions: ['westeurope', 'northeurope', 'uksouth'],
    app: { region: VANTAGE, witness: 'none' },
    subscriptions: [{ id: subscriptionId, name: 'Shop', tenantId: '2f7c4a51-96de-4b0b-8a57-0d6f1c3e9b28' }],
    servers: [
      server(PRIMARY, 'westeurope'),
      server(SECONDARY, 'northeurope'),
      server(REDIRECTED, 'westeurope', 'redirect'),
    ],
    databases: [
      database('orders', PRIMARY),
      database('stock', PRIMARY),
      database('vault', PRIMARY),
      database('ledger', REDIRECTED),
    ],
    links: [link('orders', true), link('vault', false)],
    failoverGroups: [],
  };
}
