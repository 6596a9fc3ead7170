import { objectiveName } from '../../model/sku.ts';
import type { SqlSession } from '../types.ts';

/** Small objectives share an instance with strangers: there VIEW DATABASE STATE shows nothing of the instance. */
const SMALL: ReadonlySet<string> = new Set(['Basic', 'S0', 'S1']);

export function isSmall({ model, server, database }: SqlSession): boolean {
  const sku = model.database(server, database)?.sku;
  return sku === undefined || SMALL.has(objectiveName(sku));
}

/** May this session see what others do on the instance? (sys.dm_os_wait_stats and sys.dm_exec_requests, 2025.) */
export function mayViewServerState(session: SqlSession): boolean {
  const { model, server, principal } = session;
  if (principal.serverPrincipal || model.mayViewServerState(server)) return true;
  return !isSmall(session) && model.mayViewState(server);
}
