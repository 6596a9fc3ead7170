/** Every secret that a document names, beside the approval key, which has rules of its own (askingFaults.ts). */
import type { Channel, Configuration, SecretReference } from './types.ts';

export interface NamedSecret {
  /** Where the document names the app setting. */
  path: string;
  reference: SecretReference;
  /** Whose secret it is, for people: `the channel on-call`. */
  owner: string;
  /** What does not work without it, a sentence. */
  without: string;
}

export function secretsOf({ channels, heartbeat, fence, events }: Configuration): NamedSecret[] {
  return [
    ...channels.flatMap(channelSecrets),
    ...(heartbeat === undefined ? [] : [heartbeatSecret(heartbeat.url)]),
    ...(fence.storage === undefined ? [] : [fenceSecret(fence.storage)]),
    ...events.topics.flatMap(({ key }, index) => (key === undefined ? [] : [topicSecret(key, index)])),
  ];
}

function channelSecrets(channel: Channel, index: number): NamedSecret[] {
  const owner = `the channel ${channel.name}`;
  return referencesOf(channel).map(({ key, reference }) => {
    const path = `channels[${index}].${key}.setting`;
    return { path, reference, owner, without: `T${owner.slice(1)} is mute without it.` };
  });
}

function heartbeatSecret(reference: SecretReference): NamedSecret {
  const without = 'Nobody elsewhere notices that Geowarden is silent without it.';
  return { path: 'heartbeat.url.setting', reference, owner: 'the heartbeat', without };
}

function fenceSecret(reference: SecretReference): NamedSecret {
  const without = 'Without the fence there is no automatic action.';
  return { path: 'fence.storage.setting', reference, owner: 'the fence', without };
}

function topicSecret(reference: SecretReference, index: number): NamedSecret {
  const path = `events.topics[${index}].key.setting`;
  return {
    path,
    reference,
    owner: `events.topics[${index}]`,
    without: 'Nothing is published to the topic without it.',
  };
}

/** Which app settings hold the channel's secrets, and under which keys the document names them. */
function referencesOf(channel: Channel): Array<{ key: string; reference: SecretReference }> {
  switch (channel.type) {
    case 'teams':
    case 'slack':
      return [{ key: 'url', reference: channel.url }];
    case 'webhook':
      return [
        { key: 'url', reference: channel.url },
        { key: 'secret', reference: channel.secret },
      ];
    case 'pagerDuty':
      return [{ key: 'routingKey', reference: channel.routingKey }];
    case 'communicationEmail':
      return [{ key: 'connectionString', reference: channel.connectionString }];
    case 'smtp':
      return channel.password === undefined ? [] : [{ key: 'password', reference: channel.password }];
  }
}
