/** The workers behind a gateway, which clients inside Azure are redirected to. */
import { createHash } from 'node:crypto';
import type { RegionName } from '../model/types.ts';

/** Azure's documentation asks for these ports to be open towards its SQL addresses (connectivity architecture). */
const FIRST_WORKER_PORT = 11_000;
const LAST_WORKER_PORT = 11_999;

/** For example `a1b2c3d4e5f6.tr1.westeurope1-a.worker.database.windows.net`: stable, and telling nothing of the server. */
export function workerName(server: string, region: RegionName): string {
  const tenantRing = createHash('sha256').update(server.toLowerCase()).digest('hex').slice(0, 12);
  return `${tenantRing}.tr1.${region}1-a.worker.database.windows.net`;
}

/** The port of the server with this number among all; numbers above a thousand share ports, under names of their own. */
export function workerPort(index: number): number {
  return FIRST_WORKER_PORT + (index % (LAST_WORKER_PORT - FIRST_WORKER_PORT + 1));
}
