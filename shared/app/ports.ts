/** The ports the app works with, each made when it is first needed, so that a status request loads no SQL driver. */
import type { DispatchStore, SilenceStore } from '../alerting/dispatch/ports.ts';
import type { Heartbeat } from '../alerting/heartbeat.ts';
import type { DeliveryQueue, NotificationChannel, OutboxStore } from '../alerting/ports.ts';
import type { AuditStore, AuditTidying } from '../audit/types.ts';
import type { Configuration } from '../config/types.ts';
import type { DatabaseReader, FailoverCalls, Fence, OperationQueue, OperationStore } from '../operations/ports.ts';
import type { LogsReader } from '../outage/logPorts.ts';
import type { EvidencePublisher, EvidenceStore, IncidentStore } from '../outage/ports.ts';
import type { BreakGlassStore, DeadLetterStore, LoginProbe } from '../reaction/ports.ts';
import type { MetricsReader, MetricsStore } from '../replication/metricsPorts.ts';
import type {
  AppStateStore,
  EndedRecords,
  HistoryStore,
  ReplicationSampler,
  ShardQueue,
  SubjectStore,
} from '../replication/ports.ts';
import type { CopySync, ServerLinkReader } from '../replication/serverTypes.ts';
import type { SignalSampler } from '../replication/signalTypes.ts';
import type { ActivityLog, AzureInventory, TopologyStore } from '../topology/ports.ts';
import type { BuiltPage } from './builtPages.ts';

export interface Storage {
  subjects: SubjectStore;
  outbox: OutboxStore;
  state: AppStateStore;
  history: HistoryStore;
  topology: TopologyStore;
  queue: DeliveryQueue;
  /** What people were told, and what is still to be told. */
  dispatch: DispatchStore;
  silences: SilenceStore;
  evidence: EvidenceStore;
  incidents: IncidentStore & EndedRecords;
  operations: OperationStore & EndedRecords;
  audit: AuditStore & AuditTidying;
  deadLetters: DeadLetterStore;
  /** What Azure Monitor said last. */
  metrics: MetricsStore;
  /** Operations to be driven: a hint, the row is the truth. */
  operationQueue: OperationQueue;
  shardQueue: ShardQueue;
}

/** What lives in the account that all deployments share, outside the guarded regions. */
export interface FenceStorage {
  fence: Fence;
  breakGlass: BreakGlassStore;
}

export interface AppPorts {
  storage(): Promise<Storage>;
  fence(): Promise<FenceStorage>;
  inventory(configuration: Configuration): Promise<AzureInventory>;
  activityLog(configuration: Configuration): Promise<ActivityLog>;
  sampler(configuration: Configuration): Promise<ReplicationSampler>;
  /** Over the connections that the sampler keeps. */
  signals(configuration: Configuration): Promise<SignalSampler>;
  serverLinks(configuration: Configuration): Promise<ServerLinkReader>;
  copySync(configuration: Configuration): Promise<CopySync>;
  probe(configuration: Configuration): Promise<LoginProbe>;
  reader(configuration: Configuration): Promise<DatabaseReader>;
  metrics(configuration: Configuration): Promise<MetricsReader>;
  logs(configuration: Configuration): Promise<LogsReader>;
  calls(configuration: Configuration): Promise<FailoverCalls>;
  /** Undefined where the configuration names no topic. */
  publisher(configuration: Configuration): Promise<EvidencePublisher | undefined>;
  channels(configuration: Configuration): Promise<ReadonlyMap<string, NotificationChannel>>;
  /** @throws Error where the configuration has none */
  heartbeat(configuration: Configuration): Promise<Heartbeat>;
  page(): Promise<BuiltPage>;
  conditionPages(): Promise<ReadonlyMap<string, BuiltPage>>;
}
