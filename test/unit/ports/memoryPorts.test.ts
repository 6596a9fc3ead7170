import { appStateStoreContract } from '../../contract/appStateStore.ts';
import { historyStoreContract } from '../../contract/historyStore.ts';
import { outboxStoreContract } from '../../contract/outboxStore.ts';
import { subjectStoreContract } from '../../contract/subjectStore.ts';
import { topologyStoreContract } from '../../contract/topologyStore.ts';
import { createMemoryAppState, createMemoryHistory } from '../../ports/memoryHistory.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { createMemoryTopology } from '../../ports/memoryTopology.ts';

// The simulation's ports keep the same promises as the adapters do against Azurite (test/component).
subjectStoreContract('memory', async () => new MemoryTable());
outboxStoreContract('memory', async () => new MemoryTable());
appStateStoreContract('memory', async () => createMemoryAppState());
historyStoreContract('memory', async () => createMemoryHistory());
topologyStoreContract('memory', async () => createMemoryTopology());
