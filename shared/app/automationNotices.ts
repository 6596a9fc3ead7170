import { outboxEntries } from '../alerting/outboxEntries.ts';
import { OUTAGE_SHARD } from '../alerting/ports.ts';
import type { Notice } from '../alerting/types.ts';
import { incidentNoticeId } from '../outage/incidentId.ts';
import { loadSwitch, type StoredPause, setSwitch } from './automationSwitch.ts';
import type { AppContext } from './context.ts';
import { directTargets } from './dispatchDirect.ts';
import { type Log, tellingFailed } from './log.ts';

/**
 * Tells of the pause that is stored, and of its end: with stable ids, so telling again tells once. To be called after every change and by
 * the supervisor, which makes up for a crash in between. Never throws: what goes wrong is logged.
 */
export async function tellAutomation(app: AppContext, log: Log): Promise<void> {
  try {
    await tell(app);
  } catch (error) {
    tellingFailed(log, "the automation's switch", error);
  }
}

async function tell(app: AppContext): Promise<void> {
  const { configuration } = app;
  const storage = await app.ports.storage();
  const { value, version } = await loadSwitch(storage);
  // Without a configuration there are no channels: it is told when there is one again.
  if (value === null || value === 'unreadable' || configuration === undefined) return;
  const { untold, ...pause } = value;
  const notices = [...(untold ?? []), pause].flatMap((each) => pauseNotices(configuration.name, each));
  const targets = await directTargets(configuration, storage, app.now());
  const entries = outboxEntries(notices, targets, OUTAGE_SHARD, app.now());
  const fresh = [];
  for (const entry of entries) {
    if ((await storage.outbox.get(entry.shard, entry.id)) === undefined) fresh.push(entry);
  }
  if (fresh.length > 0) {
    await storage.outbox.add(fresh);
    await storage.queue.enqueue(fresh.map(({ shard, id }) => ({ shard, id })));
  }
  // What is told and over is forgotten; a conflict means that somebody has set the switch meanwhile, and tells in turn.
  if (pause.resumed !== undefined) await setSwitch(storage, null, version);
  else if (untold !== undefined) await setSwitch(storage, pause, version);
}

/** One when it pauses, and one that closes it. */
function pauseNotices(deployment: string, pause: StoredPause): Notice[] {
  const { byWhom, comment, sinceMs, resumed } = pause;
  const idOf = (reason: Notice['reason']) => incidentNoticeId(`${deployment} ${sinceMs}`, 'AutomationPaused', reason);
  const base = {
    condition: 'AutomationPaused',
    severity: 'warning',
    subject: { kind: 'deployment', key: deployment },
    sinceMs,
  } as const;
  const first: Notice = {
    ...base,
    id: idOf('first'),
    reason: 'first',
    atMs: sinceMs,
    durationMs: 0,
    sentence: `${byWhom} paused the automation of ${deployment}: ${comment} Until it is resumed nothing is failed over.`,
  };
  if (resumed === undefined) return [first];
  const resolved: Notice = {
    ...base,
    id: idOf('resolved'),
    reason: 'resolved',
    atMs: resumed.atMs,
    durationMs: Math.max(0, resumed.atMs - sinceMs),
    sentence: `${resumed.byWhom} resumed the automation of ${deployment}: ${resumed.comment}`,
    follows: first.id,
  };
  return [first, resolved];
}
