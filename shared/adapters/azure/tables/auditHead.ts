import type { TableClient } from '@azure/data-tables';
import type { AuditHead } from '../../../audit/verifyAgainstHead.ts';
import { rowKey } from './keys.ts';
import { StateTable } from './stateTable.ts';

export const AUDIT_PARTITION = 'audit';
export const AUDIT_HEAD = rowKey('a', 'head');

/** The head with the ETag under which it may be moved. */
export interface StoredHead extends AuditHead {
  etag: string;
}

/**
 * Undefined while nothing was ever appended.
 * @throws Error when the row holds no sequence
 */
export async function storedHead(table: StateTable): Promise<StoredHead | undefined> {
  const entity = await table.get(AUDIT_PARTITION, AUDIT_HEAD);
  if (entity === undefined) return undefined;
  const sequence = Number(entity.sequence);
  if (Number.isSafeInteger(sequence) && sequence >= 0)
    return { sequence, hash: String(entity.hash), etag: entity.etag };
  throw new Error('Expected the head of the audit chain to hold a sequence, saw none. Run npm run audit:verify.');
}

/** For verifying: where the chain must end. @throws StorageError, or Error when the row holds no sequence */
export function auditHeadReader(client: TableClient): () => Promise<AuditHead | undefined> {
  const table = new StateTable(client);
  return () => storedHead(table);
}
