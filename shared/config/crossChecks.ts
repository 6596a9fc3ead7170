/**
 * Checks between fields. They look at the document as it was written, field by field, so that they speak even where other fields
 * have faults of their own: all faults at once.
 */
import { alertFaults, alertWarnings } from './alertChecks.ts';
import { durationAt, listAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { escalationFaults, escalationWarnings } from './escalationChecks.ts';
import { groupFaults, groupWarnings } from './groupChecks.ts';
import { matcherFaults, matcherWarnings } from './matcherChecks.ts';
import { notificationWarnings } from './notificationChecks.ts';
import { pathText, valueAt } from './path.ts';
import { reactionFaults, reactionWarnings } from './reactionChecks.ts';
import { routeFaults, routeWarnings } from './routeChecks.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

/** What must not be. */
export function crossFaults(document: unknown): ConfigurationFault[] {
  return [
    ...duplicates(document, ['scopes'], 'warehouse'),
    ...duplicates(document, ['channels'], 'on-call-mail'),
    ...duplicates(document, ['groups'], 'warehouse'),
    ...duplicates(document, ['maintenance'], 'quarterly patches'),
    ...duplicates(document, ['logs', 'queries'], 'gateway-errors'),
    ...halfCredentials(document),
    ...retryOrder(document),
    ...alertFaults(document),
    ...escalationFaults(document),
    ...routeFaults(document),
    ...matcherFaults(document),
    ...groupFaults(document),
    ...reactionFaults(document),
  ];
}

/** What works, but hardly as meant. */
export function crossWarnings(document: unknown): ConfigurationFault[] {
  return [
    ...alertWarnings(document),
    ...escalationWarnings(document),
    ...routeWarnings(document),
    ...matcherWarnings(document),
    ...notificationWarnings(document),
    ...nobodyToTell(document),
    ...groupWarnings(document),
    ...reactionWarnings(document),
  ];
}

function duplicates(document: unknown, list: string[], another: string): ConfigurationFault[] {
  const firstIndex = new Map<string, number>();
  const faults: ConfigurationFault[] = [];
  for (const [index, entry] of listAt(document, list).entries()) {
    const name = valueAt(entry, ['name']);
    if (typeof name !== 'string') continue;
    const first = firstIndex.get(name.toLowerCase());
    if (first === undefined) firstIndex.set(name.toLowerCase(), index);
    else {
      faults.push({
        path: pathText([...list, index, 'name']),
        expected: `a name that no other entry of ${pathText(list)} has (upper and lower case are the same)`,
        seen: `${shown(name)}, as in ${pathText(list)}[${first}]`,
        example: `name: ${another}`,
      });
    }
  }
  return faults;
}

function halfCredentials(document: unknown): ConfigurationFault[] {
  return listAt(document, ['channels']).flatMap((channel, index) => {
    if (valueAt(channel, ['type']) !== 'smtp') return [];
    const hasUser = valueAt(channel, ['user']) !== undefined;
    const hasPassword = valueAt(channel, ['password']) !== undefined;
    if (hasUser === hasPassword) return [];
    const missing = hasUser ? 'password' : 'user';
    return [
      {
        path: pathText(['channels', index, missing]),
        expected: 'user and password together, or neither',
        seen: `only ${hasUser ? 'user' : 'password'}`,
        example: hasUser ? 'password: { setting: SMTP_PASSWORD }' : 'user: geowarden',
      },
    ];
  });
}

function retryOrder(document: unknown): ConfigurationFault[] {
  const first = durationAt(document, ['delivery', 'firstRetry'], '5s');
  const longest = durationAt(document, ['delivery', 'longestRetry'], '10m');
  if (first === undefined || longest === undefined || first <= longest) return [];
  return [
    {
      path: 'delivery.longestRetry',
      expected: `at least delivery.firstRetry (${formatDuration(first)})`,
      seen: formatDuration(longest),
      example: `longestRetry: ${formatDuration(first * 2)}`,
    },
  ];
}

function nobodyToTell(document: unknown): ConfigurationFault[] {
  // A witness tells nobody: that is its role.
  if (valueAt(document, ['role']) === 'witness') return [];
  const channels = valueAt(document, ['channels']);
  if (channels !== undefined && !(Array.isArray(channels) && channels.length === 0)) return [];
  return [
    {
      path: 'channels',
      expected: 'at least one channel: alerts are shown on the status page, but nobody is told',
      seen: shown(channels),
      example: 'channels: [{ type: teams, name: on-call, url: { setting: TEAMS_WEBHOOK_URL } }]',
    },
  ];
}
