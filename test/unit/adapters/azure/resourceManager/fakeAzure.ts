/** Resource Manager as a list of answers, without a network: what the SDK's pipeline would get from the wire. */
import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { createAzureInventory } from '../../../../../shared/adapters/azure/resourceManager/inventory.ts';
import type { Cloud } from '../../../../../shared/config/types.ts';
import { ReadFailure } from '../../../../../shared/topology/errors.ts';
import type { InventoryServer, MalformedEntry } from '../../../../../shared/topology/ports.ts';

export interface Answer {
  status?: number;
  body?: unknown;
  /** In place of `body`. */
  text?: string;
  type?: string;
  headers?: Record<string, string>;
  /** The connection fails with this code. */
  fails?: string;
  silent?: boolean;
}

export const SERVER: InventoryServer = {
  id: '/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Sql/servers/shop-we',
  name: 'shop-we',
  fullyQualifiedDomainName: 'shop-we.database.windows.net',
  region: 'westeurope',
  tags: {},
};

export function fakeAzure(answers: Answer[], more: { cloud?: Cloud; timeoutMs?: number; attempts?: number } = {}) {
  const requests: PipelineRequest[] = [];
  const malformed: MalformedEntry[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1] ?? {};
      if (answer.silent) return new Promise(() => {});
      if (answer.fails) throw Object.assign(new Error('connection failed'), { code: answer.fails });
      const headers = createHttpHeaders({ 'content-type': answer.type ?? 'application/json', ...answer.headers });
      const bodyAsText = answer.text ?? JSON.stringify(answer.body ?? { value: [] });
      return { request, status: answer.status ?? 200, headers, bodyAsText };
    },
  };
  const inventory = createAzureInventory({
    cloud: more.cloud ?? 'public',
    credential: { getToken: async () => ({ token: 'TOPSECRET', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    limits: { timeoutMs: more.timeoutMs ?? 2000, firstWaitMs: 1, attempts: more.attempts ?? 3, random: () => 0 },
    httpClient,
  });
  return { inventory, requests, malformed, onMalformed: (entry: MalformedEntry) => void malformed.push(entry) };
}

/** The ReadFailure that the promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<ReadFailure> {
  const ending: unknown = await promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (!(ending instanceof ReadFailure)) throw new Error(`expected a ReadFailure; saw ${String(ending)}`);
  return ending;
}
