import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** The sure way to wake up: looks at every recovery group again, whatever Event Grid brought or did not. */
functions.timer('superviseIncidents', {
  schedule: geowarden.schedules.supervision,
  handler: (_timer, context) => geowarden.superviseIncidents(context),
});
