/** The product's sampler with the product's identity, as the app makes them. */
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { createReplicationSampler } from '../shared/adapters/azure/sql/replicationSampler.ts';
import { measure, readTask } from './measure.ts';

const task = await readTask();
const identity = createIdentity({ cloud: 'public' });
await identity.sqlToken();
const sampler = createReplicationSampler({
  sampling: { everyMs: 30_000, timeoutMs: 20_000, concurrency: task.concurrency, encryption: 'strict' },
  getToken: identity.sqlToken,
  keepConnections: task.ends.length,
});
const figures = await measure(task, async (end) => {
  const sample = await sampler.sample(end);
  if (!sample.ok) throw new Error(sample.failure.message);
});
await sampler.retain([]);
process.stdout.write(JSON.stringify(figures));
