import type { Silence } from '../../../shared/alerting/dispatch/types.ts';
import { dispatchStoreContract, silenceStoreContract } from '../../contract/documentStore.ts';
import { createMemoryDispatch, createMemoryDocument } from '../../ports/memoryDocument.ts';

const shared = <T>(store: T) => ({ store, again: store });

dispatchStoreContract('memory', async () => shared(createMemoryDispatch()));
silenceStoreContract('memory', async () => shared(createMemoryDocument<{ silences: Silence[] }>()));
