import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** Somebody changed something through Resource Manager (subscription events): a hint to discover now, never proof. */
functions.eventGrid('refreshTopology', {
  handler: (event, context) => geowarden.refreshTopology(event, context),
});
