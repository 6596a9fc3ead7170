import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { type StorageClients, storageClients } from '../../../shared/adapters/azure/storage.ts';

/** One Azurite for a test file; every test takes names of its own. */
export function withAzurite(): { clients(): StorageClients; connectionString(): string; newName(): string } {
  let azurite: Azurite | undefined;
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'geowarden-azurite-'));
    azurite = await startAzurite({ location: folder });
  });
  after(async () => {
    await azurite?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const connectionString = () => {
    if (azurite === undefined) throw new Error('Azurite is not running: ask for it inside a test.');
    return azurite.connectionString;
  };
  return {
    clients: () => storageClients({ kind: 'connectionString', connectionString: connectionString() }),
    connectionString,
    // A letter first and no hyphens: good for tables, containers and queues alike.
    newName: () => `t${randomUUID().replaceAll('-', '')}`,
  };
}
