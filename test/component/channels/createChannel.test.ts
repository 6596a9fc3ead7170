import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import type { Channel } from '../../../shared/config/types.ts';
import { CONTEXT } from './notice.ts';

const CHANNELS: Channel[] = [
  { type: 'teams', name: 'ops', url: { setting: 'A' } },
  { type: 'smtp', name: 'mail', host: 'relay.contoso.com', port: 587, from: 'gw@contoso.com', to: [] },
  { type: 'communicationEmail', name: 'acs', connectionString: { setting: 'B' }, from: 'gw@contoso.com', to: [] },
  { type: 'pagerDuty', name: 'on-call', routingKey: { setting: 'C' }, serviceRegion: 'us' },
  { type: 'slack', name: 'chat', url: { setting: 'D' }, allowPrivateAddresses: false },
  { type: 'webhook', name: 'own', url: { setting: 'E' }, secret: { setting: 'F' }, allowPrivateAddresses: false },
];

test('a channel that is only configured reads no secret and loads no SDK', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      loaded.push(specifier);
      return next(specifier, context);
    },
  });
  const { createChannel } = await import('../../../shared/adapters/channels/createChannel.ts');
  const read: string[] = [];
  const readSecret = ({ setting }: { setting: string }) => {
    read.push(setting);
    return undefined;
  };
  const channels = CHANNELS.map((channel) =>
    createChannel(channel, readSecret, { timeoutMs: 1_000, context: CONTEXT }),
  );
  hooks.deregister();
  assert.deepEqual(
    channels.map(({ name, type }) => [name, type]),
    CHANNELS.map(({ name, type }) => [name, type]),
  );
  assert.deepEqual(read, []);
  assert.ok(
    loaded.some((specifier) => specifier.includes('teamsChannel')),
    'the hook sees what is loaded',
  );
  assert.deepEqual(
    loaded.filter((specifier) => /nodemailer|communication-email|@azure/.test(specifier)),
    [],
  );
});
