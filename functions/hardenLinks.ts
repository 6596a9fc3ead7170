import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

const { harden: schedule } = geowarden.schedules;

/** The same for every link, where the configuration has a schedule for it (`signals.harden`). */
if (schedule !== undefined) {
  functions.timer('hardenLinks', { schedule, handler: (_timer, context) => geowarden.hardenLinks(context) });
}
