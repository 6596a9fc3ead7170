import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** One message to one channel. The queue message only points at the outbox row. */
functions.storageQueue('deliverNotification', {
  queueName: geowarden.queues.deliverNotification,
  connection: 'AzureWebJobsStorage',
  handler: (message, context) => geowarden.deliverNotification(message, context),
});
