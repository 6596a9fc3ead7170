import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** What Azure Monitor knows: metrics of the watched primaries, and the owner's own log queries. */
functions.timer('pollHealth', {
  schedule: geowarden.schedules.health,
  handler: (_timer, context) => geowarden.pollHealth(context),
});
