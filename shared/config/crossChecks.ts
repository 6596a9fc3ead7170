/**
 * Checks between fields. They look at the document as it was written, field by field, so that they speak even where other fields
 * have faults of their own: all faults at once.
 */
import { ALL_CONDITIONS } from '../alerting/conditions/all.ts';
import { CONDITIONS } from '../alerting/types.ts';
import { durationAt, listAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { groupFaults, groupWarnings } from './groupChecks.ts';
import { pathText, valueAt } from './path.ts';
import { reactionFaults, reactionWarnings } from './reactionChecks.ts';
import { SAMPLING_DEFAULT } from './schema/document.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

/** What must not be. */
export function crossFaults(document: unknown): ConfigurationFault[] {
  return [
    ...duplicates(document, 'scopes'),
    ...duplicates(document, 'channels'),
    ...duplicates(document, 'groups'),
    ...halfCredentials(document),
    ...retryOrder(document),
    ...groupFaults(document),
    ...reactionFaults(document),
  ];
}

/** What works, but hardly as meant. */
export function crossWarnings(document: unknown): ConfigurationFault[] {
  return [
    ...thresholdBelowSampling(document),
    ...pendingBelowSampling(document),
    ...nobodyToTell(document),
    ...groupWarnings(document),
    ...reactionWarnings(document),
  ];
}

function duplicates(document: unknown, list: 'scopes' | 'channels' | 'groups'): ConfigurationFault[] {
  const firstIndex = new Map<string, number>();
  const faults: ConfigurationFault[] = [];
  for (const [index, entry] of listAt(document, [list]).entries()) {
    const name = valueAt(entry, ['name']);
    if (typeof name !== 'string') continue;
    const first = firstIndex.get(name.toLowerCase());
    if (first === undefined) firstIndex.set(name.toLowerCase(), index);
    else {
      faults.push({
        path: pathText([list, index, 'name']),
        expected: `a name that no other entry of ${list} has (upper and lower case are the same)`,
        seen: `${shown(name)}, as in ${list}[${first}]`,
        example: `name: ${list === 'channels' ? 'on-call-mail' : 'warehouse'}`,
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

function thresholdBelowSampling(document: unknown): ConfigurationFault[] {
  const every = samplingInterval(document);
  const given = valueAt(document, ['alerts', 'LagHigh', 'above']) !== undefined;
  const path = given ? ['alerts', 'LagHigh', 'above'] : ['objectives', 'rpo'];
  const above = durationAt(document, path);
  if (every === undefined || above === undefined || above >= every) return [];
  const wanted = formatDuration(every);
  return [
    {
      path: pathText(path),
      expected: `a threshold for LagHigh of at least the sampling interval (${wanted}): a shorter lag comes and goes between two samples unseen`,
      seen: formatDuration(above),
      example: given ? `above: ${wanted}` : `alerts: { LagHigh: { above: ${wanted} } }`,
    },
  ];
}

function pendingBelowSampling(document: unknown): ConfigurationFault[] {
  const every = samplingInterval(document);
  if (every === undefined) return [];
  return CONDITIONS.flatMap((condition) => {
    const { defaults } = ALL_CONDITIONS[condition];
    const path = ['alerts', condition, 'for'];
    const isOff = (valueAt(document, ['alerts', condition, 'enabled']) ?? defaults.enabled) === false;
    if (isOff) return [];
    const pending = durationAt(document, path, defaults.for);
    if (pending === undefined || pending === 0 || pending >= every) return [];
    return [
      {
        path: pathText(path),
        expected: `0s, or at least the sampling interval (${formatDuration(every)}): nothing is measured in between`,
        seen: formatDuration(pending),
        example: `for: ${formatDuration(every)}`,
      },
    ];
  });
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

function samplingInterval(document: unknown): number | undefined {
  return durationAt(document, ['sampling', 'every'], SAMPLING_DEFAULT);
}
