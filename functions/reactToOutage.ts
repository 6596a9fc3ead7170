import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** A change of evidence, or a witness's word: the fast way to wake up. */
functions.eventGrid('reactToOutage', {
  handler: (event, context) => geowarden.reactToOutage(event, context),
});
