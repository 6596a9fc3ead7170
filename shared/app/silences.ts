import { randomUUID } from 'node:crypto';
import type { Silence } from '../alerting/dispatch/types.ts';
import { appendRecords } from '../audit/appendRecords.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import { toSilencesView, toSilenceView } from '../views/silences.ts';
import { BodyFields } from './bodyFields.ts';
import type { AppContext } from './context.ts';
import { dispatchNow } from './dispatch.ts';
import { auditFailed, dispatchFailed, type Log, silenced } from './log.ts';
import type { Storage } from './ports.ts';
import { type Incoming, readBody } from './requestBody.ts';
import { readSilence } from './silenceBody.ts';

/** Others may change the silences at the same moment, but not for ever. */
const TRIES = 8;
/** Ended ones are listed for so long. */
const KEPT_MS = 86_400_000;
/** More than that are no silences but a rule. */
const MOST = 200;

/** GET /api/silences. */
export async function readSilences(app: AppContext): Promise<Reply> {
  const { silences } = await app.ports.storage();
  const stored = (await silences.load())?.value.silences ?? [];
  return jsonReply(200, toSilencesView(kept(stored, app.now()), app.now()));
}

/** POST /api/silences: what matches is not told until it ends. The document, the audit, and then a look at what that changes. */
export async function makeSilence(app: AppContext, incoming: Incoming, log: Log): Promise<Reply> {
  const read = readBody(incoming, { forms: false });
  if (!read.ok) return read.reply;
  const nowMs = app.now();
  const asked = readSilence(read.fields, incoming.principal, nowMs);
  if ('problem' in asked) return asked.problem;
  const silence: Silence = { id: randomUUID(), ...asked };
  const storage = await app.ports.storage();
  const refusal = await change(storage, (silences) => {
    const others = kept(silences, nowMs);
    // It is there: the answer to its save was lost.
    if (others.some(({ id }) => id === silence.id)) return 'unchanged';
    if (others.length >= MOST) {
      return problemReply(409, 'Too many silences', `Expected at most ${MOST}. End some, or change the rules.`);
    }
    return [...others, silence];
  });
  if (refusal !== undefined) return refusal;
  await follow(app, storage, log, { what: 'made', by: silence.author, silence });
  return jsonReply(201, toSilenceView(silence, nowMs));
}

/** DELETE /api/silences/{id}?by=: ends it now. Again changes nothing. */
export async function endSilence(
  app: AppContext,
  { id, by, principal }: { id: string; by: string | null; principal: string | undefined },
  log: Log,
): Promise<Reply> {
  const fields = new BodyFields(by === null ? {} : { by });
  const name = fields.name(principal);
  const problem = fields.problem();
  if (problem !== undefined) return problem;
  const nowMs = app.now();
  const storage = await app.ports.storage();
  let ended: Silence | undefined;
  let isNew = false;
  const refusal = await change(storage, (silences) => {
    const found = kept(silences, nowMs).find((one) => one.id === id);
    if (found === undefined) return noSuchSilence();
    isNew = found.endsAtMs > nowMs;
    ended = isNew ? { ...found, startsAtMs: Math.min(found.startsAtMs, nowMs), endsAtMs: nowMs, endedBy: name } : found;
    const after = ended;
    return isNew ? kept(silences, nowMs).map((one) => (one.id === id ? after : one)) : 'unchanged';
  });
  if (refusal !== undefined || ended === undefined) return refusal ?? noSuchSilence();
  if (isNew) await follow(app, storage, log, { what: 'ended', by: name, silence: ended });
  return jsonReply(200, toSilenceView(ended, nowMs));
}

/** Undefined when it was stored, or there was nothing to store. */
async function change(
  { silences }: Pick<Storage, 'silences'>,
  next: (silences: readonly Silence[]) => Silence[] | Reply | 'unchanged',
): Promise<Reply | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const stored = (await silences.load()) ?? { value: { silences: [] } };
    const changed = next(stored.value.silences);
    if (changed === 'unchanged') return undefined;
    if (!Array.isArray(changed)) return changed;
    if ((await silences.save({ ...stored, value: { silences: changed } })) !== undefined) return undefined;
  }
  return problemReply(503, 'The silences keep changing', 'Nothing was changed. Look at them and send it again.');
}

interface Word {
  what: 'made' | 'ended';
  by: string;
  silence: Silence;
}

/** On record, and told or not told by it at once. Neither failing undoes it: the next look of the dispatcher knows of it. */
async function follow(app: AppContext, storage: Storage, log: Log, { what, by, silence }: Word): Promise<void> {
  const { id, match, comment, startsAtMs, endsAtMs } = silence;
  silenced(log, what, by, id);
  const record = {
    id: `silence ${what} ${id}`,
    kind: 'operator' as const,
    atMs: app.now(),
    subject: by,
    sentence: what === 'made' ? `${by} silenced alerts: ${comment}` : `${by} ended a silence of ${silence.author}.`,
    details: { action: `silence ${what}`, by, comment, match, startsAtMs, endsAtMs },
  };
  await appendRecords(storage.audit, [record]).catch((error: unknown) => auditFailed(log, 'a silence', error));
  await dispatchNow(app, log).catch((error: unknown) => dispatchFailed(log, error));
}

function kept(silences: readonly Silence[], nowMs: number): Silence[] {
  return silences.filter(({ endsAtMs }) => endsAtMs > nowMs - KEPT_MS);
}

function noSuchSilence(): Reply {
  return problemReply(404, 'No such silence', 'Expected the id of a silence; GET /api/silences lists them.');
}
