/** Action groups: every alert goes to every receiver. */
import type { Clock, RegionName } from '../model/types.ts';
import { type Caller, type OutboundAnswer, webhookUrl } from '../network/callOut.ts';
import type { Schedule } from '../network/schedule.ts';
import type { CommonAlert } from './commonAlert.ts';
import { ANSWER_WITHIN_MS, LEFT_ALONE_MS, RETRY_AFTER_MS } from './timings.ts';
import type { ActionGroupReceiver, ActionGroupRequest, AlertDelivery } from './types.ts';

export interface ActionGroupsOptions {
  clock: Clock;
  schedule: Schedule;
  caller: Caller;
  appRegion: RegionName;
}

export interface ActionGroups {
  /** @throws Error when the address is none that the estate can reach. */
  add(request: ActionGroupRequest): ActionGroupReceiver;
  send(alert: CommonAlert): void;
  deliveries(): AlertDelivery[];
  close(): void;
}

interface Receiver {
  name: string;
  url: URL;
  region: RegionName;
  isActive: boolean;
  /** After so many failures Azure does not call it for a while. */
  leftAloneUntilMs: number;
}

/** "The status codes 408, 429, 503, 504" and exceptions are retried; every other answer is the end of it. */
const RETRIED = new Set<OutboundAnswer['outcome']>([408, 429, 503, 504, 'unreachable', 'timedOut']);
/** "Maximum 256 KB" (common alert schema). */
const MOST_BYTES = 256 * 1024;
const MOST_KEPT = 10_000;

/** Azure Monitor itself is everywhere: it calls from `global`. */
export function createActionGroups({ clock, schedule, caller, appRegion }: ActionGroupsOptions): ActionGroups {
  const receivers = new Map<string, Receiver>();
  const deliveries: AlertDelivery[] = [];

  async function attempt(receiver: Receiver, alert: CommonAlert, body: string, number: number): Promise<void> {
    if (!receiver.isActive) return;
    const atMs = clock.now();
    const { outcome } = await caller.call({
      method: 'POST',
      url: receiver.url,
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'IcMBroadcaster/1.0' },
      body,
      timeoutMs: ANSWER_WITHIN_MS,
      from: 'global',
      to: receiver.region,
    });
    if (!receiver.isActive) return;
    keep(receiver, alert, atMs, number, outcome);
    if (!RETRIED.has(outcome)) return;
    const delayMs = RETRY_AFTER_MS[number - 1];
    if (delayMs === undefined) receiver.leftAloneUntilMs = clock.now() + LEFT_ALONE_MS;
    else schedule.after(delayMs, () => void attempt(receiver, alert, body, number + 1));
  }

  function keep(
    { name }: Receiver,
    { data }: CommonAlert,
    atMs: number,
    number: number,
    outcome: AlertDelivery['outcome'],
  ) {
    const { alertId, monitoringService, monitorCondition } = data.essentials;
    deliveries.push({
      atMs,
      actionGroup: name,
      alertId,
      monitoringService,
      monitorCondition,
      attempt: number,
      outcome,
    });
    if (deliveries.length > MOST_KEPT) deliveries.shift();
  }

  return {
    add({ name, url, region = appRegion }) {
      const made: Receiver = { name, url: webhookUrl(url), region, isActive: true, leftAloneUntilMs: 0 };
      const replaced = receivers.get(name);
      if (replaced !== undefined) replaced.isActive = false;
      receivers.set(name, made);
      return {
        name,
        remove() {
          made.isActive = false;
          if (receivers.get(name) === made) receivers.delete(name);
        },
      };
    },
    send(alert) {
      const body = JSON.stringify(alert);
      if (Buffer.byteLength(body) > MOST_BYTES) throw new Error(`expected an alert of at most ${MOST_BYTES} bytes`);
      for (const receiver of receivers.values()) {
        if (clock.now() >= receiver.leftAloneUntilMs) schedule.after(0, () => void attempt(receiver, alert, body, 1));
      }
    },
    deliveries: () => deliveries.map((one) => ({ ...one })),
    close() {
      for (const receiver of receivers.values()) receiver.isActive = false;
      receivers.clear();
    },
  };
}
