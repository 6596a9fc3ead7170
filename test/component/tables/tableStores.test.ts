import { createAppStateStore } from '../../../shared/adapters/azure/tables/appStateStore.ts';
import { createOutboxStore } from '../../../shared/adapters/azure/tables/outboxStore.ts';
import { createSubjectStore } from '../../../shared/adapters/azure/tables/subjectStore.ts';
import { appStateStoreContract } from '../../contract/appStateStore.ts';
import { outboxStoreContract } from '../../contract/outboxStore.ts';
import { subjectStoreContract } from '../../contract/subjectStore.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const stores = async () => {
  const table = azurite.clients().table(azurite.newName());
  return { subjects: createSubjectStore(table), outbox: createOutboxStore(table) };
};

subjectStoreContract('Azure Tables', stores);
outboxStoreContract('Azure Tables', stores);
appStateStoreContract('Azure Tables', async () => createAppStateStore(azurite.clients().table(azurite.newName())));
