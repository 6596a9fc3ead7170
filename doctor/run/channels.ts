/** Whether messages would arrive: looked at, or, when asked for, tried with one that says it is a test. */

import { isCommunicationConnectionString } from '../../shared/adapters/channels/communicationEmail/connectionString.ts';
import { createChannel } from '../../shared/adapters/channels/createChannel.ts';
import { isRoutingKey } from '../../shared/adapters/channels/pagerDuty/routingKey.ts';
import { SLACK_ADDRESS } from '../../shared/adapters/channels/slack/slackChannel.ts';
import { checkSmtp } from '../../shared/adapters/channels/smtp/checkSmtp.ts';
import { checkWorkflowsUrl } from '../../shared/adapters/channels/teams/workflowsUrl.ts';
import { webhookKey } from '../../shared/adapters/channels/webhook/signWebhook.ts';
import { WEBHOOK_ADDRESS } from '../../shared/adapters/channels/webhook/webhookChannel.ts';
import { checkWebhookAddress } from '../../shared/adapters/channels/webhookAddress.ts';
import type { Notice } from '../../shared/alerting/types.ts';
import { readSecret, type Settings } from '../../shared/config/settings.ts';
import type { Channel, Configuration, SecretReference } from '../../shared/config/types.ts';
import { mapBounded } from '../../shared/limits/mapBounded.ts';
import { failed, notTried, passed, splitSentence, warned } from '../judge/checks.ts';
import { judgeDelivery } from '../judge/delivery.ts';
import type { Check } from '../types.ts';

const MOST_AT_ONCE = 4;
const WELL_FORMED = 'well-formed (not shown); --send-test tries it';

/** Nothing is sent. */
export async function checkChannels({ channels, delivery }: Configuration, settings: Settings): Promise<Check[]> {
  return mapBounded(channels, MOST_AT_ONCE, (channel) => checkChannel(channel, settings, delivery.timeoutMs));
}

async function checkChannel(channel: Channel, settings: Settings, timeoutMs: number): Promise<Check> {
  const name = `channel ${channel.name}`;
  const read = (reference: SecretReference) => readSecret(reference, settings);
  if (channel.type === 'smtp') {
    if (channel.password && read(channel.password) === undefined) return withoutSecret(name, channel.password.setting);
    const expected = `a mail server at ${channel.host}:${channel.port} with TLS${channel.user === undefined ? '' : ', and a login'}`;
    const hint = channel.password ? `The password is in the app setting ${channel.password.setting}.` : '';
    return judgeDelivery(name, expected, await checkSmtp(channel, read, timeoutMs), hint);
  }
  const missing = secretsIn(channel).find((reference) => read(reference) === undefined);
  if (missing !== undefined) return withoutSecret(name, missing.setting);
  return checkSecrets(name, channel, (reference) => read(reference) ?? '');
}

type Addressed = Exclude<Channel, { type: 'smtp' }>;

/** Every secret that the channel cannot do without. */
function secretsIn(channel: Addressed): SecretReference[] {
  switch (channel.type) {
    case 'communicationEmail':
      return [channel.connectionString];
    case 'pagerDuty':
      return [channel.routingKey];
    case 'webhook':
      return [channel.url, channel.secret];
    default:
      return [channel.url];
  }
}

/** The shape of what is there; nobody is asked. */
function checkSecrets(name: string, channel: Addressed, read: (reference: SecretReference) => string): Check {
  switch (channel.type) {
    case 'teams':
      return checkTeams(name, read(channel.url));
    case 'communicationEmail':
      return checkEmail(name, read(channel.connectionString), channel.connectionString.setting);
    case 'pagerDuty':
      return checkKey(name, read(channel.routingKey), channel.routingKey.setting);
    case 'slack':
      return checkAddress(name, read(channel.url), SLACK_ADDRESS, channel.allowPrivateAddresses);
    case 'webhook': {
      const address = checkAddress(name, read(channel.url), WEBHOOK_ADDRESS, channel.allowPrivateAddresses);
      if (webhookKey(read(channel.secret)) !== undefined || address.result !== 'ok') return address;
      const advice = 'Make one with: echo "whsec_$(openssl rand -base64 32)", and give it to the receiver as well.';
      return failed(name, 'whsec_ and the base64 of 24 to 64 bytes', elsewhere(channel.secret.setting), advice);
    }
  }
}

function withoutSecret(name: string, setting: string): Check {
  return notTried(name, 'a secret to look at', `${setting} is missing`, `First mend 'secret ${setting}'.`);
}

function checkTeams(name: string, secret: string): Check {
  const expected = 'the HTTPS address of a Teams workflow';
  const checked = checkWorkflowsUrl(secret);
  if (!checked.ok) return faulty(name, expected, checked.fault);
  if (checked.warning !== undefined) return warned(name, expected, checked.warning, 'Try it with --send-test.');
  return passed(name, expected, WELL_FORMED);
}

function checkEmail(name: string, secret: string, setting: string): Check {
  const expected = 'endpoint=https://…;accesskey=…';
  if (isCommunicationConnectionString(secret)) return passed(name, expected, WELL_FORMED);
  return failed(name, expected, elsewhere(setting), 'Copy the connection string from the resource’s keys.');
}

function checkKey(name: string, secret: string, setting: string): Check {
  const expected = 'a routing key of 32 letters and digits';
  if (isRoutingKey(secret)) return passed(name, expected, WELL_FORMED);
  const advice = 'Copy the integration key of an Events API v2 integration from the service in PagerDuty.';
  return failed(name, expected, elsewhere(setting), advice);
}

/** Where a name leads is seen when it is connected. */
function checkAddress(name: string, secret: string, what: string, allowPrivateAddresses: boolean): Check {
  const expected = `the HTTPS address of ${what}`;
  const checked = checkWebhookAddress(secret, what, allowPrivateAddresses);
  return checked.ok ? passed(name, expected, WELL_FORMED) : faulty(name, expected, checked.fault);
}

function faulty(name: string, expected: string, fault: string): Check {
  const { seen, advice } = splitSentence(fault, 'Copy the address again.');
  return failed(name, expected, seen, advice);
}

function elsewhere(setting: string): string {
  return `something else in ${setting} (not shown)`;
}

/** One message through each channel. @param id makes this run's messages recognisable */
export async function sendTests(
  configuration: Configuration,
  settings: Settings,
  run: { id: string; nowMs: number },
): Promise<Check[]> {
  const { channels, delivery, name, pageUrl } = configuration;
  const context = { name, ...(pageUrl === undefined ? {} : { pageUrl }) };
  const options = { timeoutMs: delivery.timeoutMs, context };
  return mapBounded(channels, MOST_AT_ONCE, async (channel) => {
    const sender = createChannel(channel, (secret) => readSecret(secret, settings), options);
    const notice = testNotice(channel.name, run);
    const result = await sender.deliver(notice, { compact: false, entryId: `${run.id}-${channel.type}` });
    if (channel.type === 'pagerDuty' && result.ok) {
      // An incident that a test opened is closed by it: nobody is to be woken by what nothing ends.
      const end: Notice = { ...notice, id: `${notice.id}-end`, reason: 'resolved', follows: notice.id };
      const closed = await sender.deliver(end, { compact: false, entryId: `${run.id}-${channel.type}-end` });
      return judgeDelivery(`test message ${channel.name}`, 'a test incident opened and closed', closed);
    }
    return judgeDelivery(`test message ${channel.name}`, 'a test message accepted', result);
  });
}

function testNotice(channel: string, { id, nowMs }: { id: string; nowMs: number }): Notice {
  return {
    id: `doctor-${id}`,
    test: true,
    condition: 'Unprotected',
    reason: 'first',
    severity: 'info',
    subject: { kind: 'database', key: 'doctor' },
    atMs: nowMs,
    sinceMs: nowMs,
    durationMs: 0,
    sentence: `Somebody ran "npm run doctor -- --send-test" at ${new Date(nowMs).toISOString()}, and the channel '${channel}' works.`,
  };
}
