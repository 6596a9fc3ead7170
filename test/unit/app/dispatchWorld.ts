/** An app whose clock stands still while nobody moves it, and events for its dispatcher. */
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import type { DispatchState } from '../../../shared/alerting/dispatch/types.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { dispatchNow } from '../../../shared/app/dispatch.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import { AppWorld, LINK, START } from './world.ts';

export const WAIT_MS = 30_000;
export const INTERVAL_MS = 300_000;

const DOCUMENT = `
name: shops
scopes: [{ name: all, subscriptions: [11111111-2222-3333-4444-555555555555] }]
objectives: { rpo: 5s, rto: 5m }
channels:
  - { name: ops, type: teams, url: { setting: URL } }
  - { name: pager, type: pagerDuty, routingKey: { setting: KEY } }
`;

export function dispatchConfiguration(more = ''): Configuration {
  const loaded = loadConfiguration(`${DOCUMENT}${more}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.configuration;
}

export interface Told {
  channel: string;
  condition: string;
  reason: string;
  key: string | undefined;
}

export class DispatchDesk extends AppWorld {
  constructor(more = '') {
    super(dispatchConfiguration(more));
    // Two deciders that meet wait for each other: no time of this world.
    this.context.wait = async () => {};
  }

  /** An event, as a sweep stores it with a subject's record. */
  async event(notice: Notice, shard = '03'): Promise<void> {
    await this.table.outbox.add(outboxEntries([notice], [{ name: DISPATCH }], shard, this.nowMs));
  }

  first(link = LINK, more: Partial<Notice> = {}): Notice {
    const subject = {
      kind: 'link' as const,
      key: link,
      primary: link.split('~')[0] ?? '',
      secondary: link.split('~')[1] ?? '',
    };
    return {
      id: `first ${link} ${more.condition ?? 'LagHigh'} ${this.nowMs}`,
      condition: 'LagHigh',
      reason: 'first',
      severity: 'error',
      subject,
      atMs: this.nowMs,
      sinceMs: this.nowMs,
      durationMs: 0,
      value: 9,
      threshold: 5,
      sentence: 'The geo-secondary is 9 s behind.',
      ...more,
    };
  }

  end(first: Notice): Notice {
    const { id, sinceMs } = first;
    const over = { atMs: this.nowMs, durationMs: this.nowMs - sinceMs, sentence: 'It is over.' };
    return { ...first, ...over, id: `end ${id}`, reason: 'resolved', follows: id };
  }

  run = (): Promise<void> => dispatchNow(this.context, this.log);

  async after(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.run();
  }

  /** Every message to a channel that is in the outbox, the oldest first. */
  async messages(): Promise<Told[]> {
    const all = (await this.table.outbox.recent(1_000)).sort((one, other) => one.createdAtMs - other.createdAtMs);
    return all.map(({ channel, notice }) => ({
      channel,
      condition: notice.condition,
      reason: notice.reason,
      key: notice.group?.key,
    }));
  }

  async said(channel: string): Promise<string[]> {
    return (await this.messages())
      .filter((one) => one.channel === channel)
      .map(({ condition, reason }) => `${condition} ${reason}`);
  }

  async state(): Promise<DispatchState | undefined> {
    return (await this.storage.dispatch.load())?.value;
  }

  async pendingEvents(): Promise<number> {
    return (await this.table.outbox.due(START + 10 ** 12, 10_000, DISPATCH)).length;
  }
}
