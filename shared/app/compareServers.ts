import type { Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { type ServerFinding, serverFindings } from '../replication/serverFindings.ts';
import type { ServerAnswer } from '../replication/serverTypes.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';

const CONCURRENCY = 8;
/** What has not begun by then is read with the next discovery. */
const ROUND_MS = 60_000;
/** Who is no administrator today seldom is one in an hour, and every refusal is a line in the server's audit. */
const REFUSED_FOR_MS = 24 * 3_600_000;

const refusedUntil = new WeakMap<AppContext, Map<string, number>>();

/**
 * Compares what discovery found with what each server says of itself, where the app's account is a server principal: an option, and never
 * a failure. Servers that were refused are not asked again for a day.
 */
export async function compareServers(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
): Promise<ServerFinding[]> {
  const refused = refusedUntil.get(app) ?? new Map<string, number>();
  refusedUntil.set(app, refused);
  const ends = topology.links.flatMap(({ primary, secondary }) => [primary, secondary]);
  const servers = [...new Map(ends.map((end) => [end.server, end])).values()];
  for (const server of [...refused.keys()]) if (!servers.some((one) => one.server === server)) refused.delete(server);
  const due = servers.filter(({ server }) => (refused.get(server) ?? 0) <= app.now());
  if (due.length === 0) return [];
  const endMs = app.now() + ROUND_MS;
  const reader = await app.ports.serverLinks(configuration);
  const read = new Map<string, Extract<ServerAnswer, { is: 'read' }>>();
  await mapBounded(due, CONCURRENCY, async ({ server, fullyQualifiedDomainName }) => {
    if (app.now() >= endMs) return;
    const answer = await reader.read({ server, fullyQualifiedDomainName });
    if (answer.is === 'read') read.set(server, answer);
    if (answer.is === 'notAllowed') refused.set(server, app.now() + REFUSED_FOR_MS);
  });
  return serverFindings(topology, read);
}
