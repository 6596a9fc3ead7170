import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** One round trip to every watched primary: link states, alerts, history. */
functions.timer('sampleReplication', {
  schedule: geowarden.schedules.sampling,
  handler: (_timer, context) => geowarden.sampleReplication(context),
});
