/** A Resource Manager over a real model whose clock the test turns, asked without a socket. */
import assert from 'node:assert/strict';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import type { EstateModel, LinkView } from '../../../../local/estate/model/types.ts';
import {
  createResourceManager,
  type ResourceManagerOptions,
} from '../../../../local/estate/resourceManager/resourceManager.ts';

export const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';
export const OTHER_SUBSCRIPTION = '11111111-2222-4333-8444-555555555555';
export const EMPTY_SUBSCRIPTION = '99999999-2222-4333-8444-555555555555';
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-databases`;
export const WE = `${GROUP}/providers/Microsoft.Sql/servers/shop-we`;
export const NE = `${GROUP}/providers/Microsoft.Sql/servers/shop-ne`;
export const NEWEST = '2025-01-01';

/** Two regions; orders replicated, ledger unreadable on its secondary, plain alone, billing in a failover group. */
const DEFINITION = completeDefinition({
  subscriptions: [{ id: SUBSCRIPTION }, { id: OTHER_SUBSCRIPTION }, { id: EMPTY_SUBSCRIPTION }],
  servers: [
    { name: 'shop-we', region: 'westeurope', tags: { team: 'shop' } },
    { name: 'shop-ne', region: 'northeurope' },
    { name: 'archive-ne', region: 'northeurope', subscriptionId: OTHER_SUBSCRIPTION, resourceGroup: 'rg-archive' },
  ],
  databases: [
    { name: 'Orders', server: 'shop-we', sku: 'BC_Gen5_4', tags: { tier: 'gold' } },
    { name: 'ledger', server: 'shop-we', sku: 'S3' },
    { name: 'plain', server: 'shop-we', sku: 'GP_S_Gen5_2' },
    { name: 'billing', server: 'shop-we', sku: 'HS_Gen5_2' },
    { name: 'old', server: 'archive-ne', sku: 'Basic' },
  ],
  links: [
    { server: 'shop-we', database: 'Orders', secondaryServer: 'shop-ne' },
    { server: 'shop-we', database: 'Orders', secondaryServer: 'archive-ne', seededPercent: 0, seedingRate: 1 },
    { server: 'shop-we', database: 'ledger', secondaryServer: 'shop-ne', secondaryAllowConnections: false },
    {
      server: 'shop-we',
      database: 'plain',
      secondaryServer: 'shop-ne',
      secondaryDatabase: 'plain-copy',
      kind: 'COPY',
      seedingRate: 0.001,
    },
    {
      server: 'shop-we',
      database: 'billing',
      secondaryServer: 'shop-we',
      secondaryDatabase: 'billing-reports',
      kind: 'NAMED',
    },
  ],
  failoverGroups: [
    {
      name: 'shop-group',
      server: 'shop-we',
      partnerServer: 'shop-ne',
      databases: ['billing'],
      policy: 'Automatic',
      gracePeriodMinutes: 120,
    },
  ],
});

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: ReplyBody;
}

/** Any of the bodies Resource Manager answers with; a test looks at what it expects to be there. */
export interface ReplyBody {
  id: string;
  name: string;
  kind: string;
  location: string;
  status: string;
  tags: Record<string, string>;
  sku: Record<string, unknown>;
  properties: Record<string, unknown>;
  value: ReplyBody[];
  nextLink?: string;
  error: { code: string; message: string };
}

export interface Harness {
  model: EstateModel;
  clock: { ms: number; now(): number };
  token: string;
  tokens: ReturnType<typeof createTokenAuthority>;
  ask(
    path: string,
    options?: { method?: string; headers?: Record<string, string>; version?: string | null },
  ): Promise<Reply>;
  /** The end of a link on this server, towards the other. */
  link(server: string, database: string, partnerServer: string): LinkView;
}

export function createHarness(options: ResourceManagerOptions = {}): Harness {
  const clock = { ms: Date.UTC(2026, 4, 1, 8), now: () => clock.ms };
  const model = createModel(DEFINITION, clock);
  const tokens = createTokenAuthority({ clock });
  const site = createResourceManager(model, tokens, options);
  const token = tokens.issue('https://management.azure.com');
  clock.ms += 10_000;
  return {
    model,
    clock,
    token,
    tokens,
    async ask(path, { method = 'GET', headers = { authorization: `Bearer ${token}` }, version = NEWEST } = {}) {
      const url = new URL(path, 'https://management.azure.com');
      if (version !== null && !url.searchParams.has('api-version')) url.searchParams.set('api-version', version);
      const response = await site.handle({ method, url, headers, body: new Uint8Array(), fromRegion: 'westeurope' });
      assert.ok('status' in response, 'expected an answer');
      const body: ReplyBody = typeof response.body === 'string' ? JSON.parse(response.body) : undefined;
      return { status: response.status, headers: response.headers ?? {}, body };
    },
    link(server, database, partnerServer) {
      const found = model.linkViews(server, database).find((each) => each.partnerServer === partnerServer);
      assert.ok(found, `no link of ${database} from ${server} to ${partnerServer}`);
      return found;
    },
  };
}

/** Names of the items of a list. */
export function namesOf(reply: Reply): string[] {
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body.value.map(({ name }) => name);
}
