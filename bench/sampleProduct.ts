/** The product's sampler with the product's identity, as the app makes them. */
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { createReplicationSampler } from '../shared/adapters/azure/sql/replicationSampler.ts';
import { answerQuestions } from './child.ts';
import { measure } from './measure.ts';
import type { SampleFigures, SampleTask } from './sample.ts';

answerQuestions(async (task: SampleTask): Promise<SampleFigures> => {
  const identity = createIdentity({ cloud: 'public' });
  await identity.sqlToken();
  const sampler = createReplicationSampler({
    sampling: { everyMs: 30_000, timeoutMs: 20_000, concurrency: task.concurrency, encryption: 'strict' },
    getToken: identity.sqlToken,
    keepConnections: task.ends.length,
  });
  return measure(task, async (end) => {
    const sample = await sampler.sample(end);
    if (!sample.ok) throw new Error(sample.failure.message);
  });
});
