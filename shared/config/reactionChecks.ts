/** Checks between the fields that an outage is met with: role, fence, topics, groups. They look at the document as it was written. */
import { listAt } from './documentValues.ts';
import { pathText, valueAt } from './path.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

export function reactionFaults(document: unknown): ConfigurationFault[] {
  return sameTopicTwice(document);
}

export function reactionWarnings(document: unknown): ConfigurationFault[] {
  if (valueAt(document, ['role']) !== 'witness') return fenceOfOurOwn(document);
  return [...witnessWithChannels(document), ...witnessThatActs(document), ...witnessUnheard(document)];
}

/** The second would be no way round an outage of the first. */
function sameTopicTwice(document: unknown): ConfigurationFault[] {
  const firstIndex = new Map<string, number>();
  const faults: ConfigurationFault[] = [];
  for (const [index, topic] of listAt(document, ['events', 'topics']).entries()) {
    const endpoint = valueAt(topic, ['endpoint']);
    if (typeof endpoint !== 'string') continue;
    const first = firstIndex.get(endpoint.toLowerCase());
    if (first === undefined) firstIndex.set(endpoint.toLowerCase(), index);
    else {
      faults.push({
        path: pathText(['events', 'topics', index, 'endpoint']),
        expected: 'another topic than the ones before it: it is there for when they do not answer',
        seen: `the endpoint of events.topics[${first}]`,
        example: 'endpoint: https://outage.westus-1.eventgrid.azure.net/api/events',
      });
    }
  }
  return faults;
}

function fenceOfOurOwn(document: unknown): ConfigurationFault[] {
  const mayAct = listAt(document, ['groups']).some((group) => {
    const mode = valueAt(group, ['mode']);
    return mode === 'approve' || mode === 'automatic';
  });
  if (!mayAct || valueAt(document, ['fence', 'storage']) !== undefined) return [];
  return [
    {
      path: 'fence.storage',
      expected: 'an account outside the guarded regions, named in every deployment, because a group may act',
      seen: "nothing: the fence lives with the app's own storage and so only guards deployments that share it",
      example: 'fence: { storage: { setting: GEOWARDEN_FENCE_STORAGE } }',
    },
  ];
}

function witnessWithChannels(document: unknown): ConfigurationFault[] {
  const channels = listAt(document, ['channels']);
  if (channels.length === 0) return [];
  return [
    {
      path: 'channels',
      expected: 'no channels, because role is witness: a witness tells nobody',
      seen: shown(channels),
      example: 'role: guardian',
    },
  ];
}

function witnessThatActs(document: unknown): ConfigurationFault[] {
  return listAt(document, ['groups']).flatMap((group, index) => {
    if (valueAt(group, ['mode']) !== 'automatic') return [];
    return [
      {
        path: pathText(['groups', index, 'mode']),
        expected: 'notify, because role is witness: a witness neither tells nor acts; the guardian does',
        seen: "'automatic'",
        example: 'mode: notify',
      },
    ];
  });
}

function witnessUnheard(document: unknown): ConfigurationFault[] {
  if (listAt(document, ['events', 'topics']).length > 0) return [];
  return [
    {
      path: 'events.topics',
      expected: 'at least one topic, because role is witness: a guardian hears of its probes only there',
      seen: 'none',
      example: 'events: { topics: [{ endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events }] }',
    },
  ];
}
