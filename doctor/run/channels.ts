/** Whether messages would arrive: looked at, or, when asked for, tried with one that says it is a test. */

import { isCommunicationConnectionString } from '../../shared/adapters/channels/communicationEmail/connectionString.ts';
import { createChannel } from '../../shared/adapters/channels/createChannel.ts';
import { checkSmtp } from '../../shared/adapters/channels/smtp/checkSmtp.ts';
import { checkWorkflowsUrl } from '../../shared/adapters/channels/teams/workflowsUrl.ts';
import type { Notice } from '../../shared/alerting/types.ts';
import { readSecret, type Settings } from '../../shared/config/settings.ts';
import type { Channel, Configuration, SecretReference } from '../../shared/config/types.ts';
import { mapBounded } from '../../shared/limits/mapBounded.ts';
import { failed, notTried, passed, splitSentence, warned } from '../judge/checks.ts';
import { judgeDelivery } from '../judge/delivery.ts';
import type { Check } from '../types.ts';

const MOST_AT_ONCE = 4;

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
  const [reference, ...others] = secretsIn(channel);
  const missing = [reference, ...others].find((each) => read(each) === undefined);
  const secret = read(reference);
  if (missing !== undefined || secret === undefined) return withoutSecret(name, (missing ?? reference).setting);
  switch (channel.type) {
    case 'teams':
      return checkTeams(name, secret);
    case 'communicationEmail':
      return checkEmail(name, secret, reference.setting);
    default:
      return passed(name, 'a secret', 'present (not shown); --send-test tries it');
  }
}

/** Every secret of a channel; its address first. */
function secretsIn(channel: Exclude<Channel, { type: 'smtp' }>): [SecretReference, ...SecretReference[]] {
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

function withoutSecret(name: string, setting: string): Check {
  return notTried(name, 'a secret to look at', `${setting} is missing`, `First mend 'secret ${setting}'.`);
}

function checkTeams(name: string, secret: string): Check {
  const expected = 'the HTTPS address of a Teams workflow';
  const checked = checkWorkflowsUrl(secret);
  if (!checked.ok) {
    const { seen, advice } = splitSentence(checked.fault, 'Copy the address from the workflow.');
    return failed(name, expected, seen, advice);
  }
  if (checked.warning !== undefined) return warned(name, expected, checked.warning, 'Try it with --send-test.');
  return passed(name, expected, 'well-formed (not shown); --send-test tries it');
}

function checkEmail(name: string, secret: string, setting: string): Check {
  const expected = 'endpoint=https://…;accesskey=…';
  if (isCommunicationConnectionString(secret))
    return passed(name, expected, 'well-formed (not shown); --send-test tries it');
  return failed(
    name,
    expected,
    `something else in ${setting} (not shown)`,
    'Copy the connection string from the resource’s keys.',
  );
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
