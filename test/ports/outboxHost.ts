import type { DeliveryQueue } from '../../shared/alerting/ports.ts';
import type { OutboxWorld, Process } from './outboxWorld.ts';

interface Message {
  pointer: { shard: string; id: string };
  visibleAtMs: number;
  dequeued: number;
}

const VISIBILITY_MS = 60_000;
const MAX_DEQUEUE = 5;

/** A storage queue and the host that empties it: messages come twice, late, in any order, and go to the poison queue after five tries. */
export class OutboxHost {
  readonly #world: OutboxWorld;
  #messages: Message[] = [];
  poisoned = 0;

  constructor(world: OutboxWorld) {
    this.#world = world;
  }

  queueOf(process: Process): DeliveryQueue {
    return {
      enqueue: (pointers, delaySeconds = 0) =>
        this.#world.effect(process, 'enqueue', this.#world.random() * 20, () => {
          for (const pointer of pointers) this.put(pointer, delaySeconds * 1_000);
        }),
    };
  }

  /** Sometimes twice. */
  put(pointer: { shard: string; id: string }, delayMs: number): void {
    const copies = this.#world.chance(0.1) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.#messages.push({ pointer, visibleAtMs: this.#world.nowMs + delayMs, dequeued: 0 });
    }
  }

  /** Hands any visible message to the worker. False when none is visible. */
  dispatch(process: Process, work: (pointer: Message['pointer']) => Promise<unknown>): boolean {
    const message = this.#world.pick(this.#messages.filter((each) => each.visibleAtMs <= this.#world.nowMs));
    if (message === undefined) return false;
    message.visibleAtMs = this.#world.nowMs + VISIBILITY_MS;
    message.dequeued += 1;
    const remove = () => {
      this.#messages = this.#messages.filter((each) => each !== message);
    };
    work(message.pointer)
      .then(() => this.#world.effect(process, 'delete message', this.#world.random() * 20, remove))
      .catch(() => {
        if (message.dequeued < MAX_DEQUEUE) return;
        remove();
        this.poisoned += 1;
      });
    return true;
  }

  nextMs(): number {
    return Math.min(...this.#messages.map((each) => each.visibleAtMs));
  }
}
