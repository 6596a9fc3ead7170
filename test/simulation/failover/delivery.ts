import { deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DeliveryPolicy, DeliveryPorts } from '../../../shared/alerting/deliveryPorts.ts';
import type { DeliveryResult, NotificationChannel, OutboxStore } from '../../../shared/alerting/ports.ts';
import { sweepOutbox } from '../../../shared/alerting/sweepOutbox.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { clockOf, type Deployment, type Surroundings } from './deployment.ts';
import { CHANNELS } from './ports.ts';
import type { Process } from './world.ts';

const POLICY: DeliveryPolicy = { attempts: 8, firstRetryMs: 1_000, longestRetryMs: 10_000, timeoutMs: 5_000 };

/** The outbox as one process delivers it: a queue that repeats and delays, a channel that is busy now and then. */
export class Delivery {
  readonly #around: Surroundings;
  readonly #ports = new WeakMap<Process, DeliveryPorts>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** A storage queue: at least once, and not in order. */
  enqueued(
    pointers: ReadonlyArray<{ shard: string; id: string }>,
    delaySeconds: number,
    processOf: () => { deployment: Deployment; process: Process },
  ): void {
    const { world, plan } = this.#around;
    for (const pointer of pointers) {
      const copies = world.stormy && world.chance(0.05 * plan.noise) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const atMs = world.nowMs + delaySeconds * 1_000 + world.upTo(300);
        world.at(atMs, () => {
          const { deployment, process } = processOf();
          deliverEntry(pointer, this.#portsOf(deployment, process, processOf), POLICY).catch((error: Error) =>
            world.tell(process.name, 'could not deliver:', error.message),
          );
        });
      }
    }
  }

  async sweep(deployment: Deployment, process: Process, processOf: () => { deployment: Deployment; process: Process }) {
    const { outbox, queue, now } = this.#portsOf(deployment, process, processOf);
    return await sweepOutbox({ outbox, queue, nowMs: now() });
  }

  #portsOf(
    deployment: Deployment,
    process: Process,
    processOf: () => { deployment: Deployment; process: Process },
  ): DeliveryPorts {
    const known = this.#ports.get(process);
    if (known !== undefined) return known;
    const ports = this.#makePorts(deployment, process, processOf);
    this.#ports.set(process, ports);
    return ports;
  }

  #makePorts(
    deployment: Deployment,
    process: Process,
    processOf: () => { deployment: Deployment; process: Process },
  ): DeliveryPorts {
    const { world } = this.#around;
    const { outbox } = deployment.tables.table;
    const faulty: OutboxStore = {
      ...outbox,
      get: (shard, id) => world.effect(process, 'outbox get', () => outbox.get(shard, id), { noTime: true }),
      update: (entry) => world.effect(process, 'outbox update', () => outbox.update(entry)),
      due: (nowMs, limit) => world.effect(process, 'outbox due', () => outbox.due(nowMs, limit), { noTime: true }),
    };
    return {
      outbox: faulty,
      channels: new Map(CHANNELS.map(({ name }) => [name, this.#channel(deployment, process, name)])),
      queue: {
        enqueue: (pointers, delaySeconds = 0) =>
          world.effect(process, 'enqueue', () => this.enqueued(pointers, delaySeconds, processOf)),
      },
      now: clockOf(world, process),
      random: world.random,
    };
  }

  #channel(deployment: Deployment, process: Process, name: string): NotificationChannel {
    const { world } = this.#around;
    return {
      name,
      type: 'smtp',
      deliver: async (notice, { entryId }) => {
        try {
          return await world.effect(process, 'send', () => this.#answer(deployment, notice, entryId));
        } catch {
          return { ok: false, retry: true, message: 'gave no answer' };
        }
      },
    };
  }

  #answer(deployment: Deployment, notice: Notice, entryId: string): DeliveryResult {
    const { world, plan, story } = this.#around;
    const busy = world.stormy && world.chance(0.06 * plan.noise);
    if (busy) return { ok: false, retry: true, message: '429', retryAfterMs: Math.floor(world.upTo(8_000)) };
    const { condition, reason, id: noticeId, follows } = notice;
    world.tell('a person hears:', condition, reason, notice.sentence);
    story.heard.push({ deployments: deployment.tables.name, entryId, noticeId, follows });
    return { ok: true, detail: 'accepted' };
  }
}
