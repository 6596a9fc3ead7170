import type { DeliveryResult, NotificationChannel } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import type { OutboxWorld, Process } from '../../ports/outboxWorld.ts';
import { SECOND } from './estate.ts';

export interface Accepted {
  entryId: string;
  /** The channel whose message it is. */
  of: string;
  notice: Notice;
}

/** What one channel really got; while it is down it gets nothing. */
export class AlertRecipient {
  readonly name: string;
  readonly accepted: Accepted[] = [];
  isDown = false;
  readonly #world: OutboxWorld;

  constructor(name: string, world: OutboxWorld) {
    this.name = name;
    this.#world = world;
  }

  channelFor(process: Process): NotificationChannel {
    return {
      name: this.name,
      type: 'teams',
      deliver: async (notice, { entryId, insteadOf = this.name }) => {
        try {
          const takesMs = this.#world.random() * SECOND;
          return await this.#world.effect(process, 'send', takesMs, () =>
            this.#answer({ entryId, of: insteadOf, notice }),
          );
        } catch {
          return { ok: false, retry: true, message: 'gave no answer' };
        }
      },
    };
  }

  #answer(accepted: Accepted): DeliveryResult {
    if (this.isDown) return { ok: false, retry: true, message: '503' };
    this.accepted.push(accepted);
    return { ok: true, detail: 'accepted' };
  }
}
