import type { OperationStore } from '../../shared/operations/ports.ts';
import type { Operation } from '../../shared/operations/types.ts';
import type { IncidentStore } from '../../shared/outage/ports.ts';
import type { Incident } from '../../shared/outage/types.ts';
import { incident, operation } from './outageRecords.ts';
import { versionedStoreContract } from './versionedStore.ts';

export function incidentStoreContract(kind: string, make: () => Promise<IncidentStore>): void {
  versionedStoreContract<Incident>(`IncidentStore in ${kind}`, make, {
    open: (id, openedAtMs) => incident(id, { openedAtMs, toldAtMs: openedAtMs }),
    ended: (record) => ({ ...record, phase: 'over', overAtMs: 9_000, closedAtMs: 9_500 }),
    changed: (record, mark) => ({ ...record, operationId: mark }),
  });
  versionedStoreContract<Incident>(
    `IncidentStore in ${kind}, with incidents that are over but still owe the closing notice`,
    make,
    {
      open: (id, openedAtMs) => incident(id, { openedAtMs, toldAtMs: openedAtMs, phase: 'over', overAtMs: 9_000 }),
      ended: (record) => ({ ...record, closedAtMs: 9_500 }),
      changed: (record, mark) => ({ ...record, operationId: mark }),
    },
  );
}

export function operationStoreContract(kind: string, make: () => Promise<OperationStore>): void {
  versionedStoreContract<Operation>(`OperationStore in ${kind}`, make, {
    open: (id, madeAtMs) => operation(id, {}, madeAtMs),
    ended: (record) => ({ ...record, state: 'closed' }),
    changed: (record, mark) => ({
      ...record,
      journal: [
        ...record.journal,
        { sequence: 1, atMs: 2_000, step: 0, from: 'waiting', event: 'begin', to: 'revalidating', sentence: mark },
      ],
    }),
  });
  versionedStoreContract<Operation>(
    `OperationStore in ${kind}, with operations that failed and wait for an operator`,
    make,
    {
      open: (id, madeAtMs) => operation(id, { state: 'failed' }, madeAtMs),
      ended: (record) => ({ ...record, state: 'closed' }),
      changed: (record, mark) => ({ ...record, toldAtMs: Number(mark) || 1 }),
    },
  );
}
