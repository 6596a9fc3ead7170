/** `channels:`: where messages go. Secrets stand in app settings; the document names the setting. */
import { z } from 'zod';
import { DISPATCH } from '../../alerting/dispatch/dispatchChannel.ts';
import { field, text, wholeNumber } from './field.ts';
import { secret } from './secret.ts';

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

const name = text(
  {
    title: 'Name',
    description: 'What the channel is called; unique, and not `dispatch`.',
    expected: 'a name of 1 to 60 letters, another than dispatch',
    example: 'name: on-call',
  },
  60,
).refine((given) => given.toLowerCase() !== DISPATCH);
const address = field(z.string().max(254).regex(ADDRESS), {
  title: 'Address',
  description: 'One mail address, without a display name.',
  expected: 'a mail address',
  example: 'from: geowarden@example.org',
});
const recipients = field(z.array(address).min(1).max(50), {
  title: 'Recipients',
  description: 'Mail addresses, at most 50.',
  expected: 'a list of 1 to 50 mail addresses',
  example: 'to: [dba@example.org]',
});

const teams = z.strictObject({
  type: z.literal('teams'),
  name,
  url: secret('Webhook', 'The address of the Teams workflow.', 'url', 'TEAMS_WEBHOOK_URL'),
});

const smtp = z.strictObject({
  type: z.literal('smtp'),
  name,
  host: field(
    z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/),
    {
      title: 'Host',
      description: 'The name of the mail server, without a scheme or a port.',
      expected: 'a host name, without a scheme or a port',
      example: 'host: smtp.example.org',
    },
  ),
  port: wholeNumber(
    {
      title: 'Port',
      description: '587 for STARTTLS, 465 for TLS from the first byte.',
      expected: 'a port from 1 to 65535',
      example: 'port: 587',
    },
    1,
    65535,
  ).default(587),
  user: text({
    title: 'User',
    description: 'The user to log in as; left out where the server wants none. Comes together with `password`.',
    expected: 'a user name',
    example: 'user: geowarden',
  }).optional(),
  password: secret('Password', 'The password of the mail user.', 'password', 'SMTP_PASSWORD').optional(),
  from: address,
  to: recipients,
});

const communicationEmail = z.strictObject({
  type: z.literal('communicationEmail'),
  name,
  connectionString: secret(
    'Connection string',
    'The connection string of the Communication Services resource.',
    'connectionString',
    'COMMUNICATION_SERVICES_CONNECTION_STRING',
  ),
  from: address,
  to: recipients,
});

const allowPrivateAddresses = field(z.boolean(), {
  title: 'Private addresses',
  description:
    'Whether the address may lead into a private, loopback or link-local range. Otherwise it is refused, so that nobody reads a network that only the app can reach.',
  expected: 'true or false',
  example: 'allowPrivateAddresses: true',
}).default(false);

const pagerDuty = z.strictObject({
  type: z.literal('pagerDuty'),
  name,
  routingKey: secret(
    'Routing key',
    'The integration key of the service (Events API v2).',
    'routingKey',
    'PAGERDUTY_ROUTING_KEY',
  ),
  serviceRegion: field(z.enum(['us', 'eu']), {
    title: 'Service region',
    description: 'Where PagerDuty keeps the account.',
    expected: 'us or eu',
    example: 'serviceRegion: eu',
  }).default('us'),
});

const slack = z.strictObject({
  type: z.literal('slack'),
  name,
  url: secret(
    'Webhook',
    'The address of the incoming webhook.',
    'url',
    'SLACK_WEBHOOK_URL',
    'Anything that takes the incoming webhooks of Slack will do, such as Mattermost.',
  ),
  allowPrivateAddresses,
});

const webhook = z.strictObject({
  type: z.literal('webhook'),
  name,
  url: secret('Webhook', 'The address of the webhook.', 'url', 'WEBHOOK_URL'),
  secret: secret(
    'Signing secret',
    'The secret that messages are signed with, as Standard Webhooks say.',
    'secret',
    'WEBHOOK_SECRET',
    '`whsec_` and 24 to 64 bytes in base64; `echo whsec_$(openssl rand -base64 32)` makes one.',
  ),
  allowPrivateAddresses,
});

const channel = field(z.discriminatedUnion('type', [teams, smtp, communicationEmail, pagerDuty, slack, webhook]), {
  title: 'Channel',
  description:
    'One way to reach people or machines: a Teams workflow, a mail server, Azure Communication Services e-mail, PagerDuty, a webhook as Slack has them, or a signed webhook.',
  expected: 'a channel with type teams, smtp, communicationEmail, pagerDuty, slack or webhook',
  example: 'type: teams',
});

export const channels = field(z.array(channel).max(20), {
  title: 'Channels',
  description:
    'Where messages go. Unless `routes` say otherwise every message goes to every channel. Each keeps its own receipt.',
  expected: 'a list of at most 20 channels',
  example: 'channels: [{ type: teams, name: on-call, url: { setting: TEAMS_WEBHOOK_URL } }]',
});
