import { createIdentity } from '../../shared/adapters/azure/identity/identity.ts';
import { type StorageClients, storageClients } from '../../shared/adapters/azure/storage.ts';
import { auditFloorReader, auditHeadReader } from '../../shared/adapters/azure/tables/auditHead.ts';
import { createAuditStore } from '../../shared/adapters/azure/tables/auditStore.ts';
import { TABLE } from '../../shared/app/createPorts.ts';
import type { AuditHead } from '../../shared/audit/verifyAgainstHead.ts';
import { verifyAgainstHead } from '../../shared/audit/verifyAgainstHead.ts';
import { loadFromEnvironment } from '../../shared/config/environment.ts';
import { readStorage, type Settings, type StorageSettings } from '../../shared/config/settings.ts';
import type { Cloud } from '../../shared/config/types.ts';
import type { AuditFinding } from './render.ts';

/** Reads and judges the chain in the account that the settings name. Never throws: what cannot be read is unknown. */
export async function verifyStoredAudit(settings: Settings, folder: string, anchor?: AuditHead): Promise<AuditFinding> {
  // A document with faults says nothing of the cloud; a connection string needs none.
  const loaded = loadFromEnvironment(settings, folder);
  const cloud = loaded.ok ? loaded.configuration.cloud : 'public';
  const storage = readStorage(cloud, settings);
  if (!storage.ok) {
    const { path, expected, seen, example } = storage.fault;
    return { intact: null, sentence: `Expected in ${path} ${expected}; saw ${seen}. For example: ${example}` };
  }
  try {
    return await verifyAccount(open(storage.value, cloud, settings), anchor);
  } catch (error) {
    return { intact: null, sentence: error instanceof Error ? error.message : 'An unknown failure.' };
  }
}

/** @throws StorageError when the account does not answer */
export async function verifyAccount(
  account: StorageClients,
  anchor?: AuditHead,
  tableName = TABLE,
): Promise<AuditFinding> {
  const unreadable: string[] = [];
  const table = account.table(tableName);
  const store = createAuditStore(table, {
    onMalformed: (place) => void ('row' in place && unreadable.push(place.row)),
  });
  const verdict = await verifyAgainstHead(store, {
    readHead: auditHeadReader(table),
    readFloor: auditFloorReader(table),
    anchor,
  });
  if (verdict.intact !== false || unreadable.length === 0) return verdict;
  return { ...verdict, sentence: `${verdict.sentence} The row ${unreadable[0]} cannot be read as an entry.` };
}

function open(settings: StorageSettings, cloud: Cloud, given: Settings): StorageClients {
  if (settings.kind === 'connectionString') return storageClients(settings);
  const { clientId } = settings;
  const forIdentity = clientId === undefined ? given : { ...given, AZURE_CLIENT_ID: clientId };
  return storageClients(settings, createIdentity({ cloud, settings: forIdentity }).credential);
}
