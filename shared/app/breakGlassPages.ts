import { breakGlass } from '../failover/breakGlass.ts';
import { breakGlassText } from '../failover/breakGlassText.ts';
import type { Topology } from '../topology/types.ts';
import type { StoredProblem } from '../views/problems.ts';
import type { AppContext } from './context.ts';
import { breakGlassFailed, type Log } from './log.ts';
import { sentenceOf } from './troubles.ts';

type Problem = Omit<StoredProblem, 'sinceMs'>;

/**
 * Keeps the commands of every group where they are found when Geowarden itself is not. Never throws: discovery does not depend on it.
 * @returns what could not be kept, for /api/status
 */
export async function keepBreakGlass(app: AppContext, topology: Topology, log: Log): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return problems;
  for (const group of configuration.groups) {
    const page = breakGlass(group, topology);
    try {
      const { breakGlass: pages } = await app.ports.fence();
      await pages.write(group.name, breakGlassText(page, topology.discoveredAtMs));
    } catch (error) {
      breakGlassFailed(log, group.name, sentenceOf(error));
      problems.push({
        area: 'outage',
        subject: `group ${group.name}`,
        code: 'break-glass',
        message: sentenceOf(error),
      });
    }
  }
  return problems;
}
