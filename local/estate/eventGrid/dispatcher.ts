/** What a topic does with an event it has taken: at once, late, more than once, or in another order than it came. */
import type { EventGridState } from '../model/eventTypes.ts';
import type { Schedule } from '../network/schedule.ts';
import type { EventObject } from './cloudEvent.ts';
import type { Parcel } from './delivery.ts';
import type { Subscription } from './subscription.ts';
import { COPY_AFTER_MS, DELAYED_MS, REORDERING_MS } from './timings.ts';

export interface DispatcherOptions {
  schedule: Schedule;
  deliver(parcel: Parcel): Promise<void>;
}

const COPIES = 2;

/** The state of the topic when it took the event decides; a later change does not call back what is on its way. */
export function createDispatcher({ schedule, deliver }: DispatcherOptions) {
  /** Gathered to go out in reverse, by subscription. */
  const gathered = new Map<Subscription, Parcel[]>();

  return (subscription: Subscription, event: EventObject, publishMs: number, state: EventGridState): void => {
    const parcel = (): Parcel => ({ subscription, event, publishMs, attempts: 0 });
    const send = (delayMs: number): void => void schedule.after(delayMs, () => void deliver(parcel()));
    switch (state.becomes) {
      case 'delayed':
        send(state.delayMs ?? DELAYED_MS);
        return;
      case 'duplicating':
        for (let copy = 0; copy < (state.copies ?? COPIES); copy += 1) send(copy * COPY_AFTER_MS);
        return;
      case 'reordering': {
        const waiting = gathered.get(subscription);
        if (waiting !== undefined) return void waiting.push(parcel());
        gathered.set(subscription, [parcel()]);
        schedule.after(state.delayMs ?? REORDERING_MS, () => void release(subscription));
        return;
      }
      default:
        send(0);
    }
  };

  /** One after the other, or the network would put them into an order of its own. */
  async function release(subscription: Subscription): Promise<void> {
    const parcels = gathered.get(subscription) ?? [];
    gathered.delete(subscription);
    for (const parcel of parcels.reverse()) await deliver(parcel);
  }
}
