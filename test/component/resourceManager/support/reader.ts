/**
 * The product's own adapters in a process of their own, as the host would run them: told what to read over IPC, so that what it prints
 * can be searched for secrets.
 */
import { createIdentity } from '../../../../shared/adapters/azure/identity/identity.ts';
import { createFailoverCalls } from '../../../../shared/adapters/azure/resourceManager/failoverCalls.ts';
import { createAzureInventory } from '../../../../shared/adapters/azure/resourceManager/inventory.ts';
import { createDatabaseReader } from '../../../../shared/adapters/azure/sql/databaseReader.ts';
import { discover } from '../../../../shared/topology/discover.ts';
import type { ReaderAnswer, ReaderOrder } from './startReader.ts';

const timeoutMs = Number(process.env.READER_TIMEOUT_MS);
const identity = createIdentity({ cloud: 'public', timeoutMs });
const inventory = createAzureInventory({ cloud: 'public', credential: identity.credential, limits: { timeoutMs } });
const calls = createFailoverCalls({
  cloud: 'public',
  credential: identity.credential,
  callTimeoutMs: timeoutMs,
  pollTimeoutMs: timeoutMs,
});
const databases = createDatabaseReader({ encryption: 'strict', getToken: () => identity.sqlToken(), timeoutMs });

async function carryOut(order: ReaderOrder): Promise<ReaderAnswer> {
  switch (order.kind) {
    case 'discover': {
      const { scopes, previous } = order;
      return {
        kind: 'discovery',
        discovery: await discover(inventory, scopes, { concurrency: 4, previous }, Date.now()),
      };
    }
    case 'token': {
      const token = order.audience === 'sql' ? await identity.sqlToken() : await identity.resourceManagerToken();
      return { kind: 'token', token };
    }
    case 'findLink':
      return { kind: 'found', found: await calls.findLink(order.link) };
    case 'start':
      return { kind: 'called', answer: await calls.start(order.link, order.linkId, order.mode) };
    case 'poll':
      return { kind: 'polled', answer: await calls.poll(order.pollUrl) };
    case 'ask':
      return { kind: 'asked', answer: await databases.ask(order.database) };
  }
}

process.on('message', (order: ReaderOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      const answer: ReaderAnswer = {
        kind: 'failure',
        name: error instanceof Error ? error.name : '',
        message: String(error),
      };
      process.send?.(answer);
    },
  );
});
// The parent is the only reason to live.
process.on('disconnect', () => process.exit());
