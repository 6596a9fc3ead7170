import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** One shard's part of a sampling sweep, wherever an instance has room for it. */
functions.storageQueue('sampleShard', {
  queueName: geowarden.queues.sampleShard,
  connection: 'AzureWebJobsStorage',
  handler: (message, context) => geowarden.sampleShard(message, context),
});
