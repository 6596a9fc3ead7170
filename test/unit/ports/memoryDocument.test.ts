import type { DispatchState, Silence } from '../../../shared/alerting/dispatch/types.ts';
import { dispatchStoreContract, silenceStoreContract } from '../../contract/documentStore.ts';
import { createMemoryDocument } from '../../ports/memoryDocument.ts';

const shared = <T>() => {
  const store = createMemoryDocument<T>();
  return { store, again: store };
};

dispatchStoreContract('memory', async () => shared<DispatchState>());
silenceStoreContract('memory', async () => shared<{ silences: Silence[] }>());
