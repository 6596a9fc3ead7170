/** What a deployment needs beside its groups to react to an outage: its role, the supervisor, the approval link, the fence, the topics. */
import { z } from 'zod';
import type { Configuration } from '../types.ts';
import { duration, field, interval } from './field.ts';
import { secret } from './secret.ts';

const DAY = 86_400_000;

const SUPERVISION_DEFAULT = '15s';
export const APPROVAL_KEY_SETTING = 'GEOWARDEN_APPROVAL_KEY';

/** Custom topics of the three clouds end so ("Event Grid security and authentication", endpoints by cloud). No port, no query: a key is a secret of its own. */
const TOPIC_ENDPOINT = /^https:\/\/[a-z0-9][a-z0-9.-]*\.eventgrid\.azure\.(net|us|cn)\/api\/events$/i;

export const role = field(z.enum(['guardian', 'witness'] satisfies Array<Configuration['role']>), {
  title: 'Role',
  description:
    '`guardian` watches, tells and, where a group allows it, acts. `witness` is a second deployment in another region that only looks at the same databases and publishes what it sees: it tells nobody and acts on nothing.',
  expected: 'guardian or witness',
  example: 'role: guardian',
});

export const supervision = field(
  z.strictObject({
    every: interval({
      title: 'Supervision',
      description:
        'How often evidence, open incidents and running operations are looked at again. Events wake Geowarden sooner; this is the sure way.',
      example: 'every: 15s',
    }).prefault(SUPERVISION_DEFAULT),
  }),
  {
    title: 'Supervision',
    description: 'How closely an outage is followed.',
    expected: 'a mapping with every',
    example: 'supervision: { every: 15s }',
  },
);

export const approval = field(
  z.strictObject({
    validFor: duration(
      {
        title: 'Validity',
        description: 'How long the link to the decision page may be used. After that Geowarden asks again.',
        example: 'validFor: 15m',
      },
      { shortestMs: 1000, longestMs: DAY },
    ).prefault('15m'),
    key: secret(
      'Approval key',
      'The key that signs the link to the decision page.',
      'key',
      APPROVAL_KEY_SETTING,
      `At least 32 bytes; \`openssl rand -base64 48\` makes one. Left out: \`${APPROVAL_KEY_SETTING}\`.`,
    ).prefault({ setting: APPROVAL_KEY_SETTING }),
  }),
  {
    title: 'Approval',
    description: 'How a person is asked: by a signed link that expires and works once.',
    expected: 'a mapping with any of validFor, key',
    example: `approval: { validFor: 15m, key: { setting: ${APPROVAL_KEY_SETTING} } }`,
  },
);

export const fence = field(
  z.strictObject({
    storage: secret(
      'Fence storage',
      'The connection string of the storage account that holds the fence and the break-glass pages.',
      'storage',
      'GEOWARDEN_FENCE_STORAGE',
    ).optional(),
  }),
  {
    title: 'Fence',
    description:
      'What lets only one deployment act at a time. It belongs in storage outside the guarded regions that all deployments share. Left out: the own storage account of the app, which guards only deployments that share it.',
    expected: 'a mapping with storage',
    example: 'fence: { storage: { setting: GEOWARDEN_FENCE_STORAGE } }',
  },
);

const topic = field(
  z.strictObject({
    endpoint: field(z.string().max(300).regex(TOPIC_ENDPOINT), {
      title: 'Endpoint',
      description: 'The endpoint of a custom topic of Event Grid that takes CloudEvents.',
      expected:
        'the https endpoint of a custom topic, https://NAME.REGION-1.eventgrid.azure.net/api/events, without a key',
      example: 'endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events',
    }),
    key: secret(
      'Topic key',
      'The access key of the topic.',
      'key',
      'GEOWARDEN_TOPIC_KEY',
      'Left out: the identity of the app publishes.',
    ).optional(),
  }),
  {
    title: 'Topic',
    description: 'One custom topic of Event Grid.',
    expected: 'a mapping with at least endpoint',
    example: '- { endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events }',
  },
);

export const events = field(
  z.strictObject({
    topics: field(z.array(topic).max(4), {
      title: 'Topics',
      description:
        'Where a change of evidence is published, in order of preference: the next one is tried where one does not answer. At most 4, best in two regions.',
      expected: 'a list of at most 4 topics',
      example: 'topics: [{ endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events }]',
    }).default([]),
  }),
  {
    title: 'Events',
    description: 'The fast way to wake up in an outage, and the only way in which a witness is heard.',
    expected: 'a mapping with topics',
    example: 'events: { topics: [{ endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events }] }',
  },
);
