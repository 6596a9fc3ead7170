/** Instances of the app over one storage: each on a clock of its own, with effects that fail, and dying in the middle of anything. */
import { deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DocumentStore } from '../../../shared/alerting/dispatch/ports.ts';
import type { DispatchState, Silence } from '../../../shared/alerting/dispatch/types.ts';
import { sweepOutbox } from '../../../shared/alerting/sweepOutbox.ts';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import type { AppContext } from '../../../shared/app/context.ts';
import { dispatchNow, TICK } from '../../../shared/app/dispatch.ts';
import type { Storage } from '../../../shared/app/ports.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import { createMemoryDispatch, createMemoryDocument } from '../../ports/memoryDocument.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { OutboxHost } from '../../ports/outboxHost.ts';
import { OutboxWorld, type Process } from '../../ports/outboxWorld.ts';
import { faultyOutbox } from '../outbox/faultyOutbox.ts';
import { DELIVERY, SECOND, T0, TOPOLOGY } from './estate.ts';
import { AlertRecipient } from './recipients.ts';

const INSTANCES = 2;
const WORKERS = 3;
const silent = () => undefined;
const LOG: Parameters<typeof dispatchNow>[1] = { info: silent, warn: silent, error: silent };

interface Instance extends Process {
  app: AppContext;
  busy: number;
}

export class Deployment {
  readonly world: OutboxWorld;
  readonly host: OutboxHost;
  readonly table = new MemoryTable({ copies: false });
  readonly silences = createMemoryDocument<{ silences: Silence[] }>();
  /** Every message, in the order in which it was decided. */
  readonly decided: OutboxEntry[] = [];
  readonly recipients = new Map<string, AlertRecipient>();
  readonly #document: DocumentStore<DispatchState>;
  #configuration: Configuration;
  #instances: Instance[] = [];
  #started = 0;
  #nextSweepMs = T0 + DELIVERY.everyMs;

  constructor(seed: number, configuration: Configuration) {
    this.world = new OutboxWorld(seed);
    this.world.nowMs = T0;
    this.host = new OutboxHost(this.world);
    this.#document = noting(createMemoryDispatch(), this.decided);
    this.#configuration = configuration;
    this.#replaceTheDead();
  }

  /** Whatever was under way is lost. */
  redeploy(configuration: Configuration): void {
    this.#configuration = configuration;
    for (const instance of this.#instances) instance.alive = false;
    this.#replaceTheDead();
  }

  /** One instance dies. */
  kill(): void {
    const instance = this.world.pick(this.#instances);
    if (instance !== undefined) instance.alive = false;
    this.#replaceTheDead();
  }

  recipient(name: string): AlertRecipient {
    const known = this.recipients.get(name) ?? new AlertRecipient(name, this.world);
    this.recipients.set(name, known);
    return known;
  }

  /** Everything that is due at this moment; then the clock goes on to whatever comes next, and not beyond `untilMs`. */
  async turn(untilMs: number): Promise<void> {
    const { world } = this;
    while (await world.step());
    this.#replaceTheDead();
    if (world.nowMs >= this.#nextSweepMs) this.#sweep();
    const free = this.#instances.filter(({ busy }) => busy < WORKERS);
    const chosen = world.pick(free);
    if (chosen !== undefined && this.#work(chosen)) return;
    const arrivals = free.length > 0 ? this.host.nextMs() : Number.POSITIVE_INFINITY;
    const nextMs = Math.min(world.nextMs(), arrivals, this.#nextSweepMs, untilMs);
    world.nowMs = Math.max(world.nowMs + 1, Math.ceil(nextMs));
  }

  #replaceTheDead(): void {
    this.#instances = this.#instances.filter((each) => each.alive);
    while (this.#instances.length < INSTANCES) {
      this.#started += 1;
      const skewMs = Math.round((this.world.random() - 0.5) * 2 * SECOND);
      const process = { name: `instance ${this.#started}`, alive: true, skewMs, busy: 0 };
      const instance: Instance = Object.assign(process, { app: this.#appOf(process) });
      this.#instances.push(instance);
    }
  }

  #appOf(process: Process): AppContext {
    const { world } = this;
    const storage: Partial<Storage> = {
      outbox: {
        ...faultyOutbox(world, process, this.table.outbox),
        due: (...asked) => world.effect(process, 'due', world.random() * 50, () => this.table.outbox.due(...asked)),
      },
      queue: this.host.queueOf(process),
      dispatch: {
        load: () => world.effect(process, 'load', world.random() * 50, () => this.#document.load()),
        save: (value) => world.effect(process, 'save', world.random() * 50, () => this.#document.save(value)),
      },
      silences: this.silences,
      topology: { load: async () => TOPOLOGY, save: async () => true },
      // Asked once, by whoever finds no document: nothing fires before the story begins.
      subjects: this.table.subjects,
      history: { recent: async () => [] } as unknown as Storage['history'],
    };
    const app: Partial<AppContext> = {
      configuration: this.#configuration,
      ports: { storage: async () => storage } as AppContext['ports'],
      now: () => world.nowMs + process.skewMs,
      random: world.random,
      wait: (ms) => world.effect(process, 'wait', ms, silent),
    };
    return app as AppContext;
  }

  #work(instance: Instance): boolean {
    return this.host.dispatch(instance, async (pointer) => {
      instance.busy += 1;
      try {
        if (pointer.id === TICK.id || (await this.#deliver(instance, pointer)) === 'event')
          await dispatchNow(instance.app, LOG);
      } finally {
        instance.busy -= 1;
      }
    });
  }

  async #deliver(instance: Instance, pointer: { shard: string; id: string }): Promise<string> {
    const { app } = instance;
    const { outbox, queue } = await app.ports.storage();
    const names = this.#configuration.channels.map(({ name }) => name);
    const channels = new Map(names.map((name) => [name, this.recipient(name).channelFor(instance)]));
    return await deliverEntry(pointer, { outbox, channels, queue, now: app.now, random: app.random }, DELIVERY);
  }

  #sweep(): void {
    this.#nextSweepMs = this.world.nowMs + DELIVERY.everyMs;
    const instance = this.world.pick(this.#instances);
    if (instance !== undefined) sweepWith(instance.app).catch(silent);
  }
}

async function sweepWith(app: AppContext): Promise<void> {
  const { outbox, queue } = await app.ports.storage();
  await sweepOutbox({ outbox, queue, nowMs: app.now() });
  await dispatchNow(app, LOG);
}

/** Every message is in the document before it is anywhere else. */
function noting(document: DocumentStore<DispatchState>, decided: OutboxEntry[]): DocumentStore<DispatchState> {
  const known = new Set<string>();
  return {
    ...document,
    save: async (wanted) => {
      const version = await document.save(wanted);
      if (version === undefined) return undefined;
      for (const entry of wanted.value.outgoing) if (!known.has(entry.id)) decided.push(entry);
      for (const { id } of wanted.value.outgoing) known.add(id);
      return version;
    },
  };
}
