/** Checks between the times of `notifications:` and `heartbeat:`. They look at the document as it was written, like crossChecks.ts. */
import { durationAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { GROUP_INTERVAL_DEFAULT, REPEAT_DEFAULT } from './schema/notifications.ts';
import type { ConfigurationFault } from './types.ts';

/** A group is looked at once in each interval, as Alertmanager does: a repetition can come only then. */
export function notificationWarnings(document: unknown): ConfigurationFault[] {
  const interval = durationAt(document, ['notifications', 'groupInterval'], GROUP_INTERVAL_DEFAULT);
  const repeat = durationAt(document, ['notifications', 'repeat'], REPEAT_DEFAULT);
  if (interval === undefined || interval === 0 || repeat === undefined || repeat % interval === 0) return [];
  return [
    {
      path: 'notifications.repeat',
      expected: `a multiple of groupInterval (${formatDuration(interval)}): it is rounded up to one`,
      seen: formatDuration(repeat),
      example: `repeat: ${formatDuration(Math.ceil(repeat / interval) * interval)}`,
    },
  ];
}
