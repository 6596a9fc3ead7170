/** The product's configuration for a deployment in this estate: what its owner would have written. */
import { stringify } from 'yaml';
import type { EventGridTopic } from '../estate/eventGrid/types.ts';
import type { EstateDefinition } from '../estate/model/types.ts';
import type { EstateAddresses } from '../estate/types.ts';
import { SECRET_SETTINGS, topicKeySetting } from './settings.ts';

export interface ConfigurationInput {
  /** What the scenario says. */
  given: Record<string, unknown>;
  definition: EstateDefinition;
  addresses: EstateAddresses;
  role: 'guardian' | 'witness';
  /** Where this deployment answers: its decision links lead there. */
  appUrl: string;
  topics: ReadonlyArray<Pick<EventGridTopic, 'endpoint'>>;
}

/** A scenario's own configuration, completed where it does not say so itself: what to watch, whom to tell, where to publish, which fence. */
export function completeConfiguration({ given, definition, addresses, ...input }: ConfigurationInput): string {
  return stringify({
    name: 'Contoso',
    scopes: [{ name: 'estate', subscriptions: definition.subscriptions.map((subscription) => subscription.id) }],
    channels: [
      { name: 'ops', type: 'teams', url: { setting: SECRET_SETTINGS.teams } },
      {
        name: 'mail',
        type: 'smtp',
        host: addresses.smtp.host,
        port: addresses.smtp.port,
        user: addresses.smtp.user,
        password: { setting: SECRET_SETTINGS.smtpPassword },
        from: 'geowarden@contoso.com',
        to: ['oncall@contoso.com'],
      },
    ],
    pageUrl: input.appUrl,
    ...given,
    role: input.role,
    supervision: { every: '5s', ...partOf(given, 'supervision') },
    // Half a minute of waiting for others is right at night, and nothing to watch on a desk.
    notifications: { groupWait: '1s', ...partOf(given, 'notifications') },
    approval: { key: { setting: SECRET_SETTINGS.approvalKey }, ...partOf(given, 'approval') },
    fence: { storage: { setting: SECRET_SETTINGS.fenceStorage }, ...partOf(given, 'fence') },
    events: {
      topics: input.topics.map(({ endpoint }, index) => ({ endpoint, key: { setting: topicKeySetting(index) } })),
      ...partOf(given, 'events'),
    },
  });
}

/** What is given for one key, where it is a mapping; anything else is for the product to refuse. */
function partOf(given: Record<string, unknown>, key: string): object {
  const part = given[key];
  return typeof part === 'object' && part !== null ? part : {};
}
