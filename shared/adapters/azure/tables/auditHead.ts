import type { TableClient } from '@azure/data-tables';
import type { AuditHead } from '../../../audit/verifyAgainstHead.ts';
import { rowKey } from './keys.ts';
import { StateTable } from './stateTable.ts';

export const AUDIT_PARTITION = 'audit';
export const AUDIT_HEAD = rowKey('a', 'head');
/** Where a chain begins whose oldest entries were removed: the last of those. */
export const AUDIT_FLOOR = rowKey('a', 'floor');

/** The head with the ETag under which it may be moved. */
export interface StoredHead extends AuditHead {
  etag: string;
}

/**
 * Undefined while nothing was ever appended.
 * @throws Error when the row holds no sequence
 */
export async function storedHead(table: StateTable): Promise<StoredHead | undefined> {
  return await storedMark(table, AUDIT_HEAD, 'head');
}

/** Undefined while nothing was ever removed. @throws Error when the row holds no sequence */
export async function storedFloor(table: StateTable): Promise<StoredHead | undefined> {
  return await storedMark(table, AUDIT_FLOOR, 'floor');
}

async function storedMark(table: StateTable, row: string, name: string): Promise<StoredHead | undefined> {
  const entity = await table.get(AUDIT_PARTITION, row);
  if (entity === undefined) return undefined;
  const sequence = Number(entity.sequence);
  if (Number.isSafeInteger(sequence) && sequence >= 0)
    return { sequence, hash: String(entity.hash), etag: entity.etag };
  throw new Error(`Expected the ${name} of the audit chain to hold a sequence, saw none. Run npm run audit:verify.`);
}

/** For verifying: where the chain must end. @throws StorageError, or Error when the row holds no sequence */
export function auditHeadReader(client: TableClient): () => Promise<AuditHead | undefined> {
  const table = new StateTable(client);
  return () => storedHead(table);
}

/** For verifying: after which entry the chain must begin. @throws StorageError, or Error when the row holds no sequence */
export function auditFloorReader(client: TableClient): () => Promise<AuditHead | undefined> {
  const table = new StateTable(client);
  return () => storedFloor(table);
}
