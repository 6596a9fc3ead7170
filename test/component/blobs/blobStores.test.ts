import { createHistoryStore } from '../../../shared/adapters/azure/blobs/historyStore.ts';
import { createTopologyStore } from '../../../shared/adapters/azure/blobs/topologyStore.ts';
import { historyStoreContract } from '../../contract/historyStore.ts';
import { topologyStoreContract } from '../../contract/topologyStore.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();

historyStoreContract('append blobs', async () => createHistoryStore(azurite.clients().container(azurite.newName())));
topologyStoreContract('a blob', async () => createTopologyStore(azurite.clients().container(azurite.newName())));
