/** POST /api/notifications/test: would messages arrive? One that says it is a test goes through every channel, now. */
import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import { outboxEntryId } from '../alerting/noticeId.ts';
import { outboxEntries } from '../alerting/outboxEntries.ts';
import { sayMoment } from '../alerting/spokenTime.ts';
import type { Notice, OutboxEntry } from '../alerting/types.ts';
import type { Channel, Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { incidentNoticeId } from '../outage/incidentId.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import { BodyFields } from './bodyFields.ts';
import { KeptChannelHealth } from './channelHealth.ts';
import type { AppContext } from './context.ts';
import { deliverNow } from './deliverNow.ts';
import { judgeChannels } from './judgeChannels.ts';
import { type Log, tested } from './log.ts';
import type { Storage } from './ports.ts';
import { type Incoming, readBody } from './requestBody.ts';

/** A channel takes up to two of its deadlines; Azure's front end gives up after 230 seconds. */
const AT_ONCE = 10;

/** How the test of one channel went. `retrying`: it goes on by itself, and /api/status says how it ends. */
interface Receipt {
  channel: string;
  status: 'delivered' | 'retrying' | 'failed';
  /** What the channel answered. */
  detail: string;
  tookMs: number;
}

/**
 * POST { channels? }: a marked test through these channels, or through all; answers with their receipts. Each test is an outbox entry like
 * any other: what is refused for now is tried again, and what is delivered ends ChannelFailing. A channel that keeps incidents gets the end
 * of its test at once.
 */
export async function testNotifications(app: AppContext, incoming: Incoming, log: Log): Promise<Reply> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness' || configuration.channels.length === 0) {
    const detail = 'Expected a configuration without faults, of a guardian with at least one channel; see /api/status.';
    return problemReply(409, 'There is no channel to test', detail);
  }
  const asked = readChannels(incoming, configuration);
  if ('reply' in asked) return asked.reply;
  const storage = await app.ports.storage();
  const nowMs = app.now();
  const first = testNotice(configuration, nowMs, app.random());
  const targets = asked.channels.map((channel) => ({ channel, notices: noticesFor(channel, first) }));
  await storage.outbox.add(
    targets.flatMap(({ channel, notices }) => outboxEntries(notices, [channel], DISPATCH, nowMs)),
  );
  const health = new KeptChannelHealth(storage, configuration);
  const receipts = await mapBounded(targets, AT_ONCE, async ({ channel, notices }) => {
    for (const { id } of notices) {
      const pointer = { shard: DISPATCH, id: outboxEntryId(id, channel.name) };
      await deliverNow(app, configuration, { storage, health }, pointer);
    }
    return await receiptOf(storage, outboxEntryId(first.id, channel.name), channel.name, app.now() - nowMs);
  });
  tested(log, receipts.length, receipts.filter(({ status }) => status === 'delivered').length);
  if (health.changed) await judgeChannels(app, configuration, storage, log);
  return jsonReply(200, { receipts });
}

/** An empty body asks for all. */
function readChannels(incoming: Incoming, { channels }: Configuration): { channels: Channel[] } | { reply: Reply } {
  if (incoming.body === '') return { channels };
  const read = readBody(incoming, { forms: false });
  if (!read.ok) return read;
  const fields = new BodyFields(read.fields);
  const given = fields.value('channels');
  fields.refuseOthers();
  const names = channels.map(({ name }) => name);
  if (given !== undefined && !(Array.isArray(given) && given.length > 0 && given.every((one) => names.includes(one)))) {
    fields.refuse('channels', `Expected a list of at least one of ${names.join(', ')}, or none for all of them.`);
  }
  const problem = fields.problem();
  if (problem !== undefined) return { reply: problem };
  const wanted = new Set((given as string[] | undefined) ?? names);
  return { channels: channels.filter(({ name }) => wanted.has(name)) };
}

function testNotice({ name }: Configuration, nowMs: number, random: number): Notice {
  return {
    id: incidentNoticeId(`${name} ${nowMs} ${random}`, 'test', 'first'),
    test: true,
    // Means nothing: the message says that it is a test.
    condition: 'ChannelFailing',
    reason: 'first',
    severity: 'info',
    subject: { kind: 'deployment', key: name },
    atMs: nowMs,
    sinceMs: nowMs,
    durationMs: 0,
    sentence: `Somebody asked ${name} for a test of its channels at ${sayMoment(nowMs)}. This one works.`,
  };
}

/** What would stay open is closed. */
function noticesFor({ type }: Channel, first: Notice): Notice[] {
  if (type !== 'pagerDuty') return [first];
  return [first, { ...first, id: `${first.id}-end`, reason: 'resolved', follows: first.id }];
}

async function receiptOf({ outbox }: Storage, id: string, channel: string, tookMs: number): Promise<Receipt> {
  const entry: Partial<OutboxEntry> = (await outbox.get(DISPATCH, id))?.value ?? {};
  const { status, receipt, lastError } = entry;
  if (status === 'delivered') return { channel, status, detail: receipt?.detail ?? 'accepted', tookMs };
  const detail = lastError ?? 'Another instance is delivering it; see /api/status.';
  return { channel, status: status === 'failed' ? 'failed' : 'retrying', detail, tookMs };
}
