import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** Goes on with one operation. The queue message only points at its row, and the supervisor finds what the queue lost. */
functions.storageQueue('advanceOperation', {
  queueName: geowarden.queues.advanceOperation,
  connection: 'AzureWebJobsStorage',
  handler: (message, context) => geowarden.advanceOperation(message, context),
});
