/** Whether the fence could be taken: who may, and in an account that takes what is written. The fence itself is left alone. */
import { createFence } from '../../shared/adapters/azure/blobs/fence.ts';
import { storageClients } from '../../shared/adapters/azure/storage.ts';
import { StorageError } from '../../shared/adapters/azure/storageError.ts';
import { CONTAINER } from '../../shared/app/createPorts.ts';
import { readSecret, type Settings, type StorageSettings } from '../../shared/config/settings.ts';
import type { Configuration } from '../../shared/config/types.ts';
import { failed, passed, warned } from '../judge/checks.ts';
import { accountOf, judgeFenceAccount } from '../judge/fenceAccount.ts';
import { judgeStorageFailure } from '../judge/storage.ts';
import type { Check } from '../types.ts';
import { attempt, keepBlob } from './storage.ts';

/** @param own how the app's own account is reached; undefined when nobody says it */
export async function checkFence(
  configuration: Configuration,
  settings: Settings,
  { own, id }: { own: StorageSettings | undefined; id: string },
): Promise<Check[]> {
  const { storage } = configuration.fence;
  const connectionString = storage && readSecret(storage, settings);
  const account = judgeFenceAccount(configuration, connectionString, own && accountNameOf(own));
  const where = account === undefined ? [] : [account];
  return connectionString === undefined ? where : [...where, ...(await tryAccount(connectionString, id))];
}

async function tryAccount(connectionString: string, id: string): Promise<Check[]> {
  try {
    const account = storageClients({ kind: 'connectionString', connectionString });
    const kept = await attempt('fence storage', `a blob in container ${CONTAINER} of the fence's account`, () =>
      keepBlob(account, `doctor-${id}`),
    );
    return kept.result === 'ok' ? [kept, await askFence(account.container(CONTAINER), id)] : [kept];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no client';
    return [failed('fence storage', 'a connection string that can be read', message, 'Copy it again.')];
  }
}

const DAMAGED =
  'Somebody wrote to it by hand. It begins anew an hour after that; sooner when you delete the blob while no failover is under way.';

async function askFence(container: Parameters<typeof createFence>[0], id: string): Promise<Check> {
  const expected = 'a fence that nobody holds, unless a failover is in progress';
  try {
    if (await createFence(container).available(`doctor-${id}`)) return passed('fence', expected, 'free');
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const { code, statusCode, message } = error;
    if (code === 'FenceUnreadable') return failed('fence', expected, 'a blob that holds something else', DAMAGED);
    return judgeStorageFailure('fence', expected, { code, statusCode, message });
  }
  return warned('fence', expected, 'held by a deployment', 'See /api/operations there: a failover may be in progress.');
}

function accountNameOf(settings: StorageSettings): string | undefined {
  if (settings.kind === 'connectionString') return accountOf(settings.connectionString);
  return new URL(settings.blobUrl).hostname.split('.')[0];
}
