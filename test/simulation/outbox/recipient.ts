import type { DeliveryResult, NotificationChannel } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import type { OutboxWorld, Process } from '../../ports/outboxWorld.ts';

/** One try of one worker, and how it ended as far as that worker knows: undefined when it died or failed. */
export interface Run {
  outcome?: string;
}

export interface Accepted {
  run: Run;
  entryId: string;
  notice: Notice;
}

/** What a channel really got. It is busy, refuses, finds messages too large, takes up to its deadline, and may be down for minutes. */
export class Recipient {
  readonly name: string;
  readonly accepted: Accepted[] = [];
  calls = 0;
  readonly #world: OutboxWorld;
  readonly #timeoutMs: number;
  /** Some are down for so long that tries are used up. */
  readonly #down: { fromMs: number; toMs: number };

  constructor(name: string, world: OutboxWorld, timeoutMs: number) {
    this.name = name;
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    const fromMs = world.random() * 120_000;
    this.#down = { fromMs, toMs: fromMs + (world.chance(0.4) ? 200_000 : 0) };
  }

  /** The channel as one try of one instance uses it: never throws, as a channel promises. */
  channelFor(process: Process, run: Run): NotificationChannel {
    return {
      name: this.name,
      type: 'teams',
      deliver: async (notice, { compact, entryId }) => {
        this.calls += 1;
        const takesMs = this.#world.random() * this.#timeoutMs;
        try {
          return await this.#world.effect(process, `send ${entryId.slice(0, 6)}`, takesMs, () =>
            this.#answer({ run, entryId, notice }, compact),
          );
        } catch {
          return { ok: false, retry: true, message: 'gave no answer' };
        }
      },
    };
  }

  #answer(accepted: Accepted, compact: boolean): DeliveryResult {
    const troubled = this.#world.troubled;
    const dice = this.#world.random();
    const { fromMs, toMs } = this.#down;
    if (troubled && this.#world.nowMs >= fromMs && this.#world.nowMs < toMs) {
      return { ok: false, retry: true, message: 'down' };
    }
    if (troubled && dice < 0.15)
      return { ok: false, retry: true, message: '429', retryAfterMs: Math.floor(this.#world.random() * 40_000) };
    if (troubled && dice < 0.25) return { ok: false, retry: true, message: '503' };
    if (troubled && dice < 0.27) return { ok: false, retry: false, message: 'refused for good' };
    if (!compact && dice > 0.9) return { ok: false, retry: false, tooLarge: true, message: '413' };
    this.accepted.push(accepted);
    return { ok: true, detail: 'accepted' };
  }
}
