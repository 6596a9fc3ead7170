import { appendRecords } from '../audit/appendRecords.ts';
import { toAutomationView } from '../views/automation.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import { tellAutomation } from './automationNotices.ts';
import { loadSwitch, pauseAfter, type StoredPause, setSwitch } from './automationSwitch.ts';
import { BodyFields } from './bodyFields.ts';
import type { AppContext } from './context.ts';
import { auditFailed, automationSwitched, type Log } from './log.ts';
import type { Storage } from './ports.ts';
import { evaluateAndHandOn } from './react.ts';
import { readPause } from './readPause.ts';
import { type Incoming, readBody } from './requestBody.ts';

/** Others may set the switch at the same moment, but not for ever. */
const TRIES = 8;

/** GET /api/automation. */
export async function readAutomation(app: AppContext): Promise<Reply> {
  return jsonReply(200, toAutomationView(await readPause(app)));
}

/** POST /api/automation: `pause` holds every failover of this deployment back, `resume` lets them go on at once. Both are told. */
export async function switchAutomation(
  app: AppContext,
  incoming: Incoming,
  log: Log,
  evaluate: typeof evaluateAndHandOn = evaluateAndHandOn,
): Promise<Reply> {
  const read = readBody(incoming, { forms: false });
  if (!read.ok) return read.reply;
  const fields = new BodyFields(read.fields);
  const action = fields.choice('action', ['pause', 'resume']);
  const word = { byWhom: fields.name(incoming.principal), comment: fields.comment(), atMs: app.now() };
  fields.refuseOthers();
  const problem = fields.problem();
  if (problem !== undefined || action === undefined) return problem ?? busy();
  const storage = await app.ports.storage();
  const refusal = await set(storage, action, word);
  // Also where nothing was changed: what was not told before is told now.
  await tellAutomation(app, log);
  if (refusal !== undefined) return refusal;
  automationSwitched(log, action === 'pause' ? 'paused' : 'resumed', word.byWhom);
  await record(storage, action, word).catch((error: unknown) => auditFailed(log, 'the automation', error));
  if (action === 'resume') await evaluate(app, log);
  return readAutomation(app);
}

interface Word {
  byWhom: string;
  comment: string;
  atMs: number;
}

/** Undefined when it was set. */
async function set(storage: Storage, action: 'pause' | 'resume', word: Word): Promise<Reply | undefined> {
  let seen: Stored | undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { value, version } = await loadSwitch(storage);
    // Whoever resumes has not seen a pause that began meanwhile.
    if (action === 'resume' && seen !== undefined && began(value) !== began(seen)) return pausedAnew();
    seen = value;
    const next = action === 'pause' ? paused(value, word) : resumed(value, word);
    if (next === 'done') return undefined;
    if (typeof next === 'string') return problemReply(409, 'Nothing was changed', next);
    if (await setSwitch(storage, next, version)) return undefined;
  }
  return busy();
}

type Stored = StoredPause | null | 'unreadable';

function began(stored: Stored): number | undefined {
  return stored === null || stored === 'unreadable' ? undefined : stored.sinceMs;
}

/** A sentence when there is nothing to set; `done` when it is set already, by this very word: its answer was lost. */
function paused(stored: Stored, { byWhom, comment, atMs }: Word): StoredPause | string {
  const pause = { byWhom, comment, sinceMs: atMs };
  if (stored === null || stored === 'unreadable' || stored.resumed !== undefined) return pauseAfter(stored, pause);
  if (stored.byWhom === byWhom && stored.comment === comment && stored.sinceMs === atMs) return 'done';
  return `The automation is paused already, by ${stored.byWhom} since ${iso(stored.sinceMs)}: ${stored.comment}`;
}

function resumed(stored: Stored, word: Word): StoredPause | null | string {
  if (stored === 'unreadable') return null;
  if (stored === null) return 'The automation is not paused.';
  const { resumed: end } = stored;
  if (end === undefined) return { ...stored, resumed: word };
  const isOurs = end.byWhom === word.byWhom && end.comment === word.comment && end.atMs === word.atMs;
  return isOurs ? 'done' : `The automation was resumed already, by ${end.byWhom}: ${end.comment}`;
}

const iso = (ms: number) => new Date(ms).toISOString();

async function record(storage: Storage, action: 'pause' | 'resume', { byWhom, comment, atMs }: Word): Promise<void> {
  const sentence = `${byWhom} ${action === 'pause' ? 'paused' : 'resumed'} the automation: ${comment}`;
  const id = `automation ${action} ${atMs}`;
  await appendRecords(storage.audit, [
    { id, kind: 'operator', atMs, subject: byWhom, sentence, details: { action, by: byWhom, comment } },
  ]);
}

function pausedAnew(): Reply {
  return problemReply(409, 'Nothing was changed', 'Somebody else set the switch at the same moment. Look at it first.');
}

function busy(): Reply {
  return problemReply(503, 'The switch keeps changing', 'Nothing was changed. Look at it and send it again.');
}
