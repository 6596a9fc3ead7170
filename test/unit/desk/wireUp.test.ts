import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, DeploymentName } from '../../../local/desk/types.ts';
import { wireUp } from '../../../local/desk/wireUp.ts';
import type { ActionGroupRequest } from '../../../local/estate/alerts/types.ts';
import type { EventSubscriptionRequest } from '../../../local/estate/eventGrid/types.ts';
import type { Estate } from '../../../local/estate/types.ts';

const deployment = (name: DeploymentName, region: string): Deployment => ({
  name,
  region,
  role: name === 'witness' ? 'witness' : 'guardian',
  url: `http://127.0.0.1/${name}`,
  masterKey: 'master',
  hostKey: `host key of ${name}`,
  eventGridKey: `event key of ${name}`,
  stop: async () => {},
  start: async () => {},
  died: new Promise(() => {}),
});

test('every guardian hears every topic, what is done in every subscription, and every alert with its own keys; the witness hears nothing', async () => {
  const subscriptions: EventSubscriptionRequest[] = [];
  const receivers: ActionGroupRequest[] = [];
  const estate = {
    addresses: {
      eventGridTopics: ['one', 'two'].map((name) => ({ name, region: name, endpoint: name, key: name })),
      subscriptionTopics: ['subscription:s'],
    },
    subscribe: async (request: EventSubscriptionRequest) => {
      subscriptions.push(request);
      return { topic: request.topic, name: request.name, unsubscribe: () => {} };
    },
    actionGroup: (request: ActionGroupRequest) => {
      receivers.push(request);
      return { name: request.name, remove: () => {} };
    },
  } as unknown as Estate;
  await wireUp(estate, [deployment('first', 'uksouth'), deployment('second', 'ukwest'), deployment('witness', 'x')]);
  assert.deepEqual(
    subscriptions.map(({ topic, name, region }) => `${topic} ${name} ${region}`),
    [
      'one geowarden-first uksouth',
      'two geowarden-first uksouth',
      'subscription:s geowarden-first uksouth',
      'one geowarden-second ukwest',
      'two geowarden-second ukwest',
      'subscription:s geowarden-second ukwest',
    ],
  );
  const refresh = new URL(subscriptions[2]?.url ?? '').searchParams;
  assert.deepEqual([refresh.get('functionName'), refresh.get('code')], ['refreshTopology', 'event key of first']);
  const { searchParams, pathname } = new URL(subscriptions[3]?.url ?? '');
  assert.equal(pathname, '/second/runtime/webhooks/EventGrid');
  assert.deepEqual(Object.fromEntries(searchParams), { functionName: 'reactToOutage', code: 'event key of second' });
  assert.deepEqual(
    receivers.map(({ name, region }) => `${name} ${region}`),
    ['geowarden-first uksouth', 'geowarden-second ukwest'],
  );
  assert.equal(new URL(receivers[0]?.url ?? '').searchParams.get('code'), 'host key of first');
});
