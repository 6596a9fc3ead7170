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

export function secretsOf({ channels, fence, events }: Configuration): NamedSecret[] {
  return [
    ...channels.flatMap(channelSecret),
    ...(fence.storage === undefined ? [] : [fenceSecret(fence.storage)]),
    ...events.topics.flatMap(({ key }, index) => (key === undefined ? [] : [topicSecret(key, index)])),
  ];
}

function channelSecret(channel: Channel, index: number): NamedSecret[] {
  const secret = secretOf(channel);
  if (secret === undefined) return [];
  const owner = `the channel ${channel.name}`;
  const path = `channels[${index}].${secret.key}.setting`;
  return [{ path, reference: secret.reference, owner, without: `T${owner.slice(1)} is mute without it.` }];
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

/** Which app setting holds the channel's secret, and under which key the document names it; undefined for a channel without one. */
function secretOf(channel: Channel): { key: string; reference: SecretReference } | undefined {
  if (channel.type === 'teams') return { key: 'url', reference: channel.url };
  if (channel.type === 'communicationEmail') return { key: 'connectionString', reference: channel.connectionString };
  return channel.password && { key: 'password', reference: channel.password };
}
