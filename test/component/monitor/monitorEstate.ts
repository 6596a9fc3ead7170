/** An estate whose clock is ours, and the product's own readers of Azure Monitor in front of it, over HTTPS. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { Connection } from 'tedious';
import { startEstate } from '../../../local/estate/estate.ts';
import { completeDefinition } from '../../../local/estate/model/definition.ts';
import type { EstateDefinition } from '../../../local/estate/model/types.ts';
import type { Estate, NameMapEntry } from '../../../local/estate/types.ts';
import { vantageAgent } from '../estate/support/vantageAgent.ts';

export interface MonitorEstate {
  estate: Estate;
  /** Moves on by hand. Tokens are as old as it says. */
  clock: { ms: number; now(): number };
  credential: TokenCredential & { audience?: string };
  httpClient: HttpClient;
  /** One login to a database of shop-we, as its administrator; whatever comes of it. */
  logIn(database: string): Promise<void>;
  /** What went out: method and address. */
  sent: string[];
  close(): Promise<void>;
}

export const START_MS = Date.UTC(2026, 10, 20, 9, 0, 0);
const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';

const WATCHED = completeDefinition({
  regions: ['westeurope', 'northeurope', 'uksouth', 'swedencentral'],
  app: { region: 'swedencentral' },
  subscriptions: [{ id: SUBSCRIPTION }],
  servers: [
    { name: 'shop-we', region: 'westeurope' },
    { name: 'shop-ne', region: 'northeurope' },
    { name: 'far-uk', region: 'uksouth' },
  ],
  databases: [
    { name: 'orders', server: 'shop-we', commitsPerSecond: 50 },
    { name: 'idle', server: 'shop-we', commitsPerSecond: 0 },
    ...Array.from({ length: 119 }, (_, index) => ({ name: `many-${index}`, server: 'shop-we' })),
  ],
  links: [
    { server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' },
    { server: 'shop-we', database: 'orders', secondaryServer: 'far-uk' },
    { server: 'shop-we', database: 'many-0', secondaryServer: 'shop-ne' },
  ],
});

function logIn(names: NameMapEntry[], database: string): Promise<void> {
  const host = 'shop-we.database.windows.net';
  const port = names.find(({ name }) => name === host)?.to;
  if (port === undefined) throw new Error(`${host} is not in the map`);
  const connection = new Connection({
    server: '127.0.0.1',
    options: { port, database, encrypt: true, trustServerCertificate: true, maxRetriesOnTransientErrors: 0 },
    authentication: { type: 'default', options: { userName: 'estate-admin@shop-we', password: 'Rehearsal-only-1' } },
  });
  return new Promise((resolve) => {
    connection.on('end', () => resolve());
    connection.connect(() => connection.close());
  });
}

export async function openMonitor(definition: EstateDefinition = WATCHED): Promise<MonitorEstate> {
  const folder = await mkdtemp(join(tmpdir(), 'geowarden-monitor-'));
  const clock = { ms: START_MS, now: () => clock.ms };
  const estate = await startEstate(definition, { folder, clock });
  const { names } = await estate.openVantage('swedencentral');
  const agent = vantageAgent(names, await readFile(estate.certificateAuthorityFile, 'utf8'));
  const inner = createDefaultHttpClient();
  const sent: string[] = [];
  const credential: MonitorEstate['credential'] = {
    async getToken(scopes) {
      const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
      const resource = credential.audience ?? scope.replace(/\/\.default$/, '');
      return { token: estate.tokens.issue(resource), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return {
    estate,
    clock,
    credential,
    sent,
    httpClient: {
      sendRequest(request) {
        sent.push(`${request.method} ${request.url}`);
        request.agent = agent;
        return inner.sendRequest(request);
      },
    },
    logIn: (database) => logIn(names, database),
    async close() {
      agent.destroy();
      await estate.close();
      await rm(folder, { recursive: true });
    },
  };
}
