import type { Targets } from '../alerting/outboxEntries.ts';
import type { Incident } from '../outage/types.ts';
import type { Versioned } from '../replication/ports.ts';
import { endIncident } from './draftIncident.ts';
import type { ReactionPorts } from './ports.ts';
import { saveIncident } from './saveIncident.ts';

/**
 * Ends incidents of groups that the configuration does not know any more, for nobody would look at them again: what was told of them, and
 * what was asked, would stand for ever.
 * @returns what went wrong: it holds up no group that is known
 */
export async function endForgotten(
  ports: Pick<ReactionPorts, 'incidents' | 'audit' | 'queue'>,
  channels: Targets,
  forgotten: ReadonlyArray<Versioned<Incident>>,
  nowMs: number,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const row of forgotten) {
    const because = `the configuration has no group ${row.value.group} any more.`;
    const draft = endIncident(row.value, because, {
      told: { explanation: null, breakGlass: undefined },
      validForMs: 0,
      // Nothing is asked of an incident that is over.
      newTokenId: () => '',
      nowMs,
    });
    try {
      await saveIncident(ports, channels, row, draft, nowMs);
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}
