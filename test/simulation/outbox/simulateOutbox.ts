/** One story of the outbox: alerts begin and end, three channels misbehave and take over from one another, instances die, and everything has to end well. */
import { deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DeliveryPolicy, DeliveryPorts } from '../../../shared/alerting/deliveryPorts.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { OutboxStore } from '../../../shared/alerting/ports.ts';
import { sweepOutbox } from '../../../shared/alerting/sweepOutbox.ts';
import type { Notice, OutboxEntry } from '../../../shared/alerting/types.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { OutboxHost } from '../../ports/outboxHost.ts';
import { NO_TROUBLES, OutboxWorld, type Process, type Troubles } from '../../ports/outboxWorld.ts';
import { endingsOf, faultyOutbox } from './faultyOutbox.ts';
import { planAlerts } from './planAlerts.ts';
import { Recipient, type Run } from './recipient.ts';

export const POLICY: DeliveryPolicy = { attempts: 8, firstRetryMs: 1_000, longestRetryMs: 30_000, timeoutMs: 10_000 };

/** The last one is told nothing but what the others did not take. */
export const ROUTES: ReadonlyArray<{ name: string; handOver: string[] }> = [
  { name: 'teams', handOver: ['mail', 'pager'] },
  { name: 'mail', handOver: ['pager'] },
];
const CHANNELS = ['teams', 'mail', 'pager'];
const SWEEP_EVERY_MS = 30_000;
const TROUBLED_MS = 300_000;
/** After the troubles everything must have ended within this time: the waits of all tries, with room. */
const CALM_MS = 3_600_000;
const STORM: Troubles = { crashBefore: 0.02, crashAfter: 0.02, failBefore: 0.03, failAfter: 0.03 };
const INSTANCES = 2;
const WORKERS = 3;
const SHARD = 's0';

export interface Story {
  entries: OutboxEntry[];
  recipients: Map<string, Recipient>;
  telling: string[];
}

export interface Options {
  /** While the troubles last. */
  troubles?: Troubles;
  /** Breaks the mechanism on purpose, to prove that the simulation would notice. */
  sabotage?: (outbox: OutboxStore) => OutboxStore;
}

/** The same seed always gives the same story. */
export async function simulateOutbox(seed: number, options: Options = {}): Promise<Story> {
  const simulation = new Simulation(seed, options);
  while (!simulation.ended()) await simulation.turn();
  return await simulation.story();
}

class Simulation {
  readonly #world: OutboxWorld;
  readonly #host: OutboxHost;
  readonly #table = new MemoryTable();
  readonly #store: OutboxStore;
  readonly #recipients: Map<string, Recipient>;
  readonly #seen = { added: new Set<string>(), ended: new Set<string>() };
  #plan: Array<{ atMs: number; notice: Notice }>;
  #instances: Process[] = [];
  #busy = new Map<Process, number>();
  #started = 0;
  #nextSweepMs = SWEEP_EVERY_MS;

  constructor(seed: number, { troubles, sabotage }: Options) {
    this.#world = new OutboxWorld(seed);
    this.#host = new OutboxHost(this.#world);
    this.#store = endingsOf(sabotage?.(this.#table.outbox) ?? this.#table.outbox, this.#seen);
    this.#recipients = new Map(CHANNELS.map((name) => [name, new Recipient(name, this.#world, POLICY.timeoutMs)]));
    this.#plan = planAlerts(this.#world.random);
    this.#world.troubles = troubles ?? STORM;
  }

  ended(): boolean {
    const done = this.#seen.ended.size === this.#seen.added.size && this.#plan.length === 0;
    return done || this.#world.nowMs > TROUBLED_MS + CALM_MS;
  }

  async story(): Promise<Story> {
    const entries = (await this.#table.outbox.recent(Number.MAX_SAFE_INTEGER)).reverse();
    return { entries, recipients: this.#recipients, telling: this.#world.story };
  }

  /** Everything that is due now; then the clock goes to whatever comes next. */
  async turn(): Promise<void> {
    while (await this.#world.step());
    if (this.#world.nowMs >= TROUBLED_MS) {
      this.#world.troubles = NO_TROUBLES;
      this.#world.troubled = false;
    }
    await this.#beginAlerts();
    this.#replaceTheDead();
    if (this.#world.nowMs >= this.#nextSweepMs) this.#sweep();
    const free = this.#instances.filter((each) => (this.#busy.get(each) ?? 0) < WORKERS);
    const chosen = this.#world.pick(free);
    if (chosen !== undefined && this.#work(chosen)) return;
    const arrivals = free.length > 0 ? this.#host.nextMs() : Number.POSITIVE_INFINITY;
    const next = Math.min(this.#world.nextMs(), arrivals, this.#nextSweepMs, this.#plan[0]?.atMs ?? arrivals);
    this.#world.nowMs = Math.max(this.#world.nowMs + 1, Math.ceil(next));
  }

  /** State and outbox rows are written together; whether their pointers reach the queue is luck. */
  async #beginAlerts(): Promise<void> {
    const due = this.#plan.filter((each) => each.atMs <= this.#world.nowMs);
    this.#plan = this.#plan.filter((each) => each.atMs > this.#world.nowMs);
    for (const { notice } of due) {
      const entries = outboxEntries([notice], ROUTES, SHARD, this.#world.nowMs);
      const subject = { kind: 'database' as const, key: notice.id };
      await this.#table.subjects.commit(SHARD, [{ record: { value: { subject, alerts: {} } }, outbox: entries }]);
      for (const { id } of entries) this.#seen.added.add(id);
      if (this.#world.chance(0.7)) for (const { shard, id } of entries) this.#host.put({ shard, id }, 0);
    }
  }

  #replaceTheDead(): void {
    this.#instances = this.#instances.filter((each) => each.alive);
    while (this.#instances.length < INSTANCES) {
      this.#started += 1;
      const skewMs = Math.round((this.#world.random() - 0.5) * 2_000);
      this.#instances.push({ name: `instance ${this.#started}`, alive: true, skewMs });
    }
  }

  #work(instance: Process): boolean {
    const run: Run = {};
    const ports = this.#portsOf(instance, run);
    return this.#host.dispatch(instance, async (pointer) => {
      this.#busy.set(instance, (this.#busy.get(instance) ?? 0) + 1);
      try {
        run.outcome = await deliverEntry(pointer, ports, POLICY);
        this.#world.tell(`${instance.name}: ${pointer.id.slice(0, 6)} ${run.outcome}`);
      } finally {
        this.#busy.set(instance, (this.#busy.get(instance) ?? 1) - 1);
      }
    });
  }

  #sweep(): void {
    this.#nextSweepMs = this.#world.nowMs + SWEEP_EVERY_MS;
    const instance = this.#world.pick(this.#instances);
    if (instance === undefined) return;
    const { outbox, queue, now } = this.#portsOf(instance, {});
    sweepOutbox({ outbox, queue, nowMs: now() }).catch((error: Error) => this.#world.tell(`sweep: ${error.message}`));
  }

  #portsOf(instance: Process, run: Run): DeliveryPorts {
    return {
      outbox: faultyOutbox(this.#world, instance, this.#store),
      channels: new Map([...this.#recipients].map(([name, recipient]) => [name, recipient.channelFor(instance, run)])),
      queue: this.#host.queueOf(instance),
      now: () => this.#world.nowMs + instance.skewMs,
      random: this.#world.random,
    };
  }
}
