import { breakGlass } from '../failover/breakGlass.ts';
import { breakGlassText } from '../failover/breakGlassText.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { breakGlassFailed, type Log } from './log.ts';

/** Keeps the commands of every group where they are found when Geowarden itself is not. Never throws: discovery does not depend on it. */
export async function keepBreakGlass(app: AppContext, topology: Topology, log: Log): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return;
  for (const group of configuration.groups) {
    const page = breakGlass(group, topology, ({ server, database }) => {
      const known = topology.databases.find((one) => one.server === server && one.database === database);
      return known?.failoverGroup;
    });
    try {
      const { breakGlass: pages } = await app.ports.fence();
      await pages.write(group.name, breakGlassText(page, topology.discoveredAtMs));
    } catch (error) {
      breakGlassFailed(log, group.name, error instanceof Error ? error.message : String(error));
    }
  }
}
