import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** What is there to watch: servers, databases, links, and databases without a geo-secondary. */
functions.timer('discoverTopology', {
  schedule: geowarden.schedules.discovery,
  handler: (_timer, context) => geowarden.discoverTopology(context),
});
