import { auditStoreContract } from '../../contract/auditStore.ts';
import { evidenceStoreContract } from '../../contract/evidenceStore.ts';
import { fenceContract } from '../../contract/fence.ts';
import { incidentStoreContract, operationStoreContract, toldIncidentsContract } from '../../contract/outageStores.ts';
import { createMemoryAudit } from '../../ports/memoryAudit.ts';
import { createMemoryFence } from '../../ports/memoryFence.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';
import { createMemoryEvidence, createMemoryIncidents } from '../../ports/memoryOutage.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';

// The simulation's ports keep the same promises as the adapters do against Azurite (test/component).
evidenceStoreContract('memory', async () => createMemoryEvidence());
incidentStoreContract('memory', async () => createMemoryIncidents());
toldIncidentsContract('memory', async () => {
  const table = new MemoryTable();
  return { incidents: createMemoryIncidents(table), outbox: table.outbox };
});
operationStoreContract('memory', async () => createMemoryOperations());
auditStoreContract('memory', async () => createMemoryAudit());
fenceContract('memory', async () => {
  let nowMs = 0;
  const fence = createMemoryFence(() => nowMs);
  return {
    fences: [fence, fence],
    outlast: async (leaseMs) => {
      nowMs += leaseMs + 1;
    },
  };
});
