/** Checks between the times of `notifications:` and `heartbeat:`. They look at the document as it was written, like crossChecks.ts. */
import { durationAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { valueAt } from './path.ts';
import { SAMPLING_DEFAULT } from './schema/document.ts';
import { HEARTBEAT_DEFAULT } from './schema/heartbeat.ts';
import { GROUP_INTERVAL_DEFAULT, REPEAT_DEFAULT } from './schema/notifications.ts';
import type { ConfigurationFault } from './types.ts';

export function notificationWarnings(document: unknown): ConfigurationFault[] {
  return [...repeatBetween(document), ...heartbeatBelowSampling(document)];
}

/** A group is looked at once in each interval, as Alertmanager does: a repetition can come only then. */
function repeatBetween(document: unknown): ConfigurationFault[] {
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

/** It is asked at sweeps. The check elsewhere would call us silent between two of them. */
function heartbeatBelowSampling(document: unknown): ConfigurationFault[] {
  if (valueAt(document, ['heartbeat']) === undefined) return [];
  const sweep = durationAt(document, ['sampling', 'every'], SAMPLING_DEFAULT);
  const every = durationAt(document, ['heartbeat', 'every'], HEARTBEAT_DEFAULT);
  if (sweep === undefined || every === undefined || every >= sweep) return [];
  return [
    {
      path: 'heartbeat.every',
      expected: `at least sampling.every (${formatDuration(sweep)}): it comes with a sweep, and the check elsewhere expects it so often`,
      seen: formatDuration(every),
      example: `every: ${formatDuration(sweep)}`,
    },
  ];
}
