/** One story of the outbox: alerts begin and end, two channels misbehave, instances die, and everything has to end well. */
import { deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DeliveryPolicy, DeliveryPorts } from '../../../shared/alerting/deliveryPorts.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { OutboxStore } from '../../../shared/alerting/ports.ts';
import { sweepOutbox } from '../../../shared/alerting/sweepOutbox.ts';
import type { Notice, OutboxEntry } from '../../../shared/alerting/types.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { OutboxHost } from '../../ports/outboxHost.ts';
import { NO_TROUBLES, OutboxWorld, type Process, type Troubles } from '../../ports/outboxWorld.ts';
import { Recipient, type Run } from './recipient.ts';

export const POLICY: DeliveryPolicy = { attempts: 8, firstRetryMs: 1_000, longestRetryMs: 30_000, timeoutMs: 10_000 };

const ALERTS = 4;
const CHANNELS = ['teams', 'mail'];
const SWEEP_EVERY_MS = 30_000;
const TROUBLED_MS = 300_000;
/** After the troubles everything must have ended within this time: the waits of all tries, with room. */
const CALM_MS = 3_600_000;
const STORM: Troubles = { crashBefore: 0.02, crashAfter: 0.02, failBefore: 0.03, failAfter: 0.03 };
const WORKERS = 3;

export interface Story {
  entries: OutboxEntry[];
  recipients: Map<string, Recipient>;
  telling: string[];
  endedAtMs: number;
}

export interface Options {
  /** While the troubles last. */
  troubles?: Troubles;
  /** Breaks the mechanism on purpose, to prove that the simulation would notice. */
  sabotage?: (outbox: OutboxStore) => OutboxStore;
}

export async function simulateOutbox(seed: number, options: Options = {}): Promise<Story> {
  const world = new OutboxWorld(seed);
  const host = new OutboxHost(world);
  const table = new MemoryTable();
  const ended = new Set<string>();
  const store = noting(options.sabotage?.(table.outbox) ?? table.outbox, ended);
  const recipients = new Map(CHANNELS.map((name) => [name, new Recipient(name, world, POLICY.timeoutMs)]));
  const created: OutboxEntry[] = [];
  const processes: Process[] = [];
  let started = 0;
  let nextSweepMs = SWEEP_EVERY_MS;
  let busy = new Map<Process, number>();

  const start = (): Process => {
    started += 1;
    return { name: `instance ${started}`, alive: true, skewMs: Math.round((world.random() - 0.5) * 2_000) };
  };
  const portsOf = (process: Process, run: Run): DeliveryPorts => ({
    outbox: guarded(world, process, store),
    channels: new Map([...recipients].map(([name, recipient]) => [name, recipient.channelFor(process, run)])),
    queue: host.queueOf(process),
    now: () => world.nowMs + process.skewMs,
    random: world.random,
  });
  const work = (process: Process): boolean => {
    const run: Run = {};
    const ports = portsOf(process, run);
    return host.dispatch(process, async (pointer) => {
      busy.set(process, (busy.get(process) ?? 0) + 1);
      try {
        const outcome = await deliverEntry(pointer, ports, POLICY);
        run.outcome = outcome;
        world.tell(`${process.name}: ${pointer.id.slice(0, 6)} ${outcome}`);
      } finally {
        busy.set(process, (busy.get(process) ?? 1) - 1);
      }
    });
  };
  const plan = planAlerts(world);
  world.troubles = options.troubles ?? STORM;

  for (;;) {
    while (await world.step());
    if (world.nowMs >= TROUBLED_MS) {
      world.troubles = NO_TROUBLES;
      world.troubled = false;
    }
    const due = plan.filter((each) => each.atMs <= world.nowMs);
    for (const each of due) await begin(each.notice);
    plan.splice(0, plan.length, ...plan.filter((each) => each.atMs > world.nowMs));
    while (processes.filter((each) => each.alive).length < 2) processes.push(start());
    busy = new Map([...busy].filter(([process]) => process.alive));
    if (world.nowMs >= nextSweepMs) sweep(processes);
    const free = processes.filter((each) => each.alive && (busy.get(each) ?? 0) < WORKERS);
    const chosen = world.pick(free);
    if (chosen !== undefined && work(chosen)) continue;
    if ((ended.size === created.length && plan.length === 0) || world.nowMs > TROUBLED_MS + CALM_MS) {
      const rows = await Promise.all(created.map((each) => table.outbox.get(each.shard, each.id)));
      const entries = rows.map((row) => row?.value).filter((row) => row !== undefined);
      return { entries, recipients, telling: world.story, endedAtMs: world.nowMs };
    }
    const next = Math.min(
      world.nextMs(),
      free.length > 0 ? host.nextMs() : Infinity,
      nextSweepMs,
      plan[0]?.atMs ?? Infinity,
    );
    world.nowMs = Math.max(world.nowMs + 1, Math.ceil(next));
  }

  /** State and outbox rows are written together; whether their pointers reach the queue is luck. */
  async function begin(notice: Notice): Promise<void> {
    const entries = outboxEntries(
      [notice],
      CHANNELS.map((name) => ({ name })),
      's0',
      world.nowMs,
    );
    const subject = { ...notice.subject, kind: 'database' as const, key: notice.id };
    await table.subjects.commit('s0', [{ record: { value: { subject, alerts: {} } }, outbox: entries }]);
    created.push(...entries);
    if (world.chance(0.7)) for (const { shard, id } of entries) host.put({ shard, id }, 0);
  }

  function sweep(all: Process[]): void {
    nextSweepMs = world.nowMs + SWEEP_EVERY_MS;
    const process = world.pick(all.filter((each) => each.alive));
    if (process === undefined) return;
    const { outbox, queue, now } = portsOf(process, {});
    sweepOutbox({ outbox, queue, nowMs: now() }).catch((error: Error) => world.tell(`sweep: ${error.message}`));
  }
}

/** Notes which entries have ended, so that the story need not read them all at every turn. */
function noting(store: OutboxStore, ended: Set<string>): OutboxStore {
  return {
    ...store,
    update: async (entry) => {
      const done = await store.update(entry);
      if (done && entry.value.status !== 'pending') ended.add(entry.value.id);
      return done;
    },
  };
}

/** Every call to the store takes a moment and may fail or crash. */
function guarded(world: OutboxWorld, process: Process, store: OutboxStore): OutboxStore {
  const call = async <Result>(what: string, run: () => Promise<Result>): Promise<Result> =>
    await world.effect(process, what, world.random() * 50, run);
  return {
    get: (shard, id) => call('get', () => store.get(shard, id)),
    update: (entry) => call('update', () => store.update(entry)),
    due: (nowMs, limit) => call('due', () => store.due(nowMs, limit)),
    recent: (limit) => call('recent', () => store.recent(limit)),
    removeOlderThan: (beforeMs, limit) => call('removeOlderThan', () => store.removeOlderThan(beforeMs, limit)),
  };
}

function planAlerts(world: OutboxWorld): Array<{ atMs: number; notice: Notice }> {
  const plan: Array<{ atMs: number; notice: Notice }> = [];
  for (let alert = 0; alert < ALERTS; alert++) {
    const first: Notice = {
      id: `first-${alert}`,
      condition: 'LagHigh',
      reason: 'first',
      severity: 'error',
      subject: { kind: 'database', key: `s/d${alert}` },
      atMs: 0,
      sinceMs: 0,
      durationMs: 0,
      sentence: 's',
    };
    const beginsMs = Math.floor(world.random() * 120_000);
    plan.push({ atMs: beginsMs, notice: first });
    const resolved: Notice = { ...first, id: `resolved-${alert}`, reason: 'resolved', follows: first.id };
    plan.push({ atMs: beginsMs + 1 + Math.floor(world.random() * 60_000), notice: resolved });
  }
  return plan.sort((one, other) => one.atMs - other.atMs);
}
