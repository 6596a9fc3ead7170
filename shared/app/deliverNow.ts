import { type DeliveryOutcome, deliverEntry } from '../alerting/deliver.ts';
import type { ChannelHealth } from '../alerting/deliveryPorts.ts';
import type { Configuration } from '../config/types.ts';
import type { AppContext } from './context.ts';
import type { Storage } from './ports.ts';

/** One try to deliver one outbox entry, through the channels of the configuration. @throws what storage throws */
export async function deliverNow(
  app: AppContext,
  configuration: Configuration,
  { storage, health }: { storage: Storage; health: ChannelHealth },
  pointer: { shard: string; id: string },
): Promise<DeliveryOutcome> {
  const { outbox, queue } = storage;
  const channels = await app.ports.channels(configuration);
  const ports = { outbox, channels, queue, now: app.now, random: app.random, health };
  return await deliverEntry(pointer, ports, configuration.delivery);
}
