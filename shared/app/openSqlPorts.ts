/** The ports that ask databases, over connections that they share. Each adapter is loaded when it is first needed. */
import type { SamplerOptions, SqlConnections } from '../adapters/azure/sql/sqlConnections.ts';
import { connectionsOf, readIdentityName } from '../config/settings.ts';
import type { ReplicationSampler } from '../replication/ports.ts';
import type { CopySync, ServerLinkReader } from '../replication/serverTypes.ts';
import type { SignalSampler } from '../replication/signalTypes.ts';
import type { SqlSource } from './openReactionPorts.ts';

/** The sampler and the signals ask the same primaries over the same connections. */
export interface SamplingSource {
  options: SamplerOptions;
  connections: SqlConnections;
}

export async function openConnections({ configuration, getToken }: SqlSource): Promise<SamplingSource> {
  const { SqlConnections } = await import('../adapters/azure/sql/sqlConnections.ts');
  const { sampling, signals } = configuration;
  const options = {
    sampling,
    getToken,
    identityName: readIdentityName(),
    keepConnections: connectionsOf(sampling),
    signals,
  };
  return { options, connections: new SqlConnections(options) };
}

export async function openSampler({ options, connections }: SamplingSource): Promise<ReplicationSampler> {
  const { createReplicationSampler } = await import('../adapters/azure/sql/replicationSampler.ts');
  return createReplicationSampler(options, connections);
}

export async function openSignals({ options, connections }: SamplingSource): Promise<SignalSampler> {
  const { createSignalSampler } = await import('../adapters/azure/sql/signalSampler.ts');
  return createSignalSampler(options, connections);
}

export async function openServerLinks(source: SqlSource): Promise<ServerLinkReader> {
  const { createServerLinkReader } = await import('../adapters/azure/sql/serverLinkReader.ts');
  return createServerLinkReader({ ...accessOf(source), timeoutMs: source.configuration.sampling.timeoutMs });
}

export async function openCopySync(source: SqlSource): Promise<CopySync> {
  const { createCopySync } = await import('../adapters/azure/sql/copySync.ts');
  return createCopySync(accessOf(source));
}

function accessOf({ configuration, getToken }: SqlSource) {
  return { encryption: configuration.sampling.encryption, getToken, identityName: readIdentityName() };
}
