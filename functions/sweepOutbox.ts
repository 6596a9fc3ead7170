import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** Re-drives messages whose queue message was lost, and tidies what was kept long enough. */
functions.timer('sweepOutbox', {
  schedule: geowarden.schedules.delivery,
  handler: (_timer, context) => geowarden.sweepOutbox(context),
});
