/** The ports the app works with, each made when it is first needed, so that a status request loads no SQL driver. */
import type { DeliveryQueue, NotificationChannel, OutboxStore } from '../alerting/ports.ts';
import type { Configuration } from '../config/types.ts';
import type { AppStateStore, HistoryStore, ReplicationSampler, SubjectStore } from '../replication/ports.ts';
import type { AzureInventory, TopologyStore } from '../topology/ports.ts';

export interface Storage {
  subjects: SubjectStore;
  outbox: OutboxStore;
  state: AppStateStore;
  history: HistoryStore;
  topology: TopologyStore;
  queue: DeliveryQueue;
}

export interface AppPorts {
  storage(): Promise<Storage>;
  inventory(configuration: Configuration): Promise<AzureInventory>;
  sampler(configuration: Configuration): Promise<ReplicationSampler>;
  channels(configuration: Configuration): Promise<ReadonlyMap<string, NotificationChannel>>;
  page(): Promise<{ html: string; hashes: { script: string; style: string } }>;
}
