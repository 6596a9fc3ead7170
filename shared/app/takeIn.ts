import type { Configuration } from '../config/types.ts';
import type { Evidence } from '../outage/types.ts';
import { EvidenceWire } from '../reaction/evidenceWire.ts';
import type { AppContext } from './context.ts';
import type { Log } from './log.ts';
import { noteTrouble, openPublisher } from './observeSweep.ts';
import { evaluateNow } from './react.ts';

/** Into the table, out as events, and judged. False when the table did not take all of it. */
export async function takeIn(
  app: AppContext,
  configuration: Configuration,
  evidence: readonly Evidence[],
  log: Log,
): Promise<boolean> {
  if (evidence.length === 0) return true;
  const storage = await app.ports.storage();
  const wire = new EvidenceWire({
    evidence: storage.evidence,
    publisher: await openPublisher(app, configuration, log),
    onTrouble: (trouble) => noteTrouble(app, log, trouble),
  });
  const stored: Array<Evidence | undefined> = [];
  for (const one of evidence) stored.push(await wire.put(one));
  await Promise.all([wire.settle(), evaluateNow(app, log)]);
  return !stored.includes(undefined);
}
