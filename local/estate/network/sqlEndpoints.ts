/** Every logical server as reached from one region: its gateway, and its worker where the policy is to redirect. */
import type { CertificateAuthority, IssuedCertificate } from '../certificates/certificateAuthority.ts';
import { wildcardFor } from '../certificates/certificateNames.ts';
import type { TokenAuthority } from '../identity/types.ts';
import type { LoginLedger } from '../metrics/loginLedger.ts';
import type { EstateModel, RegionName, ServerState } from '../model/types.ts';
import { listenSql, type SqlListener, type SqlListenerOptions } from '../sql/listener.ts';
import type { ExecuteBatch } from '../sql/types.ts';
import type { NameMapEntry } from '../types.ts';
import type { VantagePart } from './vantage.ts';
import { workerName, workerPort } from './workerName.ts';

export interface SqlEndpointsOptions {
  model: EstateModel;
  tokens: TokenAuthority;
  certificate: IssuedCertificate;
  execute: ExecuteBatch;
  logins?: LoginLedger;
}

const GATEWAY_PORT = 1433;

/** One certificate for all servers and workers of an estate, with the wildcards that Azure's own carry. */
export function issueSqlCertificate(authority: CertificateAuthority, model: EstateModel): Promise<IssuedCertificate> {
  const names = model.servers().map((server) => wildcardFor(server.fullyQualifiedDomainName));
  const workers = model.servers().map(({ name, region }) => wildcardFor(workerName(name, region)));
  return authority.issue([...new Set(['*.database.windows.net', ...names, ...workers])]);
}

/**
 * Opens a listener for each server (two where clients are redirected), mapped at its own name and port 1433, and at
 * its worker's name and port. When one cannot open, the others are closed again.
 */
export async function openSqlEndpoints(options: SqlEndpointsOptions, fromRegion: RegionName): Promise<VantagePart> {
  const listeners: SqlListener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  };
  const listen = async (more: Pick<SqlListenerOptions, 'server' | 'worker' | 'isWorker'>): Promise<number> => {
    const { model } = options;
    const listener = await listenSql({ ...options, clock: model.clock, vantageRegion: fromRegion, ...more });
    listeners.push(listener);
    return listener.port;
  };
  const opened = await Promise.allSettled(
    options.model.servers().map((server, index) => openServer(server, index, listen)),
  );
  const failed = opened.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { names: opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : [])), close };
}

type Listen = (more: Pick<SqlListenerOptions, 'server' | 'worker' | 'isWorker'>) => Promise<number>;

async function openServer(server: ServerState, index: number, listen: Listen): Promise<NameMapEntry[]> {
  const gateway = { name: server.fullyQualifiedDomainName, port: GATEWAY_PORT };
  if (server.connectionPolicy === 'proxy') return [{ ...gateway, to: await listen({ server: server.name }) }];
  const worker = { host: workerName(server.name, server.region), port: workerPort(index) };
  const workerTo = await listen({ server: server.name, isWorker: true });
  return [
    { ...gateway, to: await listen({ server: server.name, worker }) },
    { name: worker.host, port: worker.port, to: workerTo },
  ];
}
