import { outboxEntries } from '../alerting/outboxEntries.ts';
import { OUTAGE_SHARD } from '../alerting/ports.ts';
import { sayAtMost } from '../alerting/spokenTime.ts';
import type { Notice, OutageConditionName } from '../alerting/types.ts';
import type { OperationPorts, OperationTelling } from '../operations/ports.ts';
import type { Operation, OperationStep } from '../operations/types.ts';
import { incidentNoticeId } from '../outage/incidentId.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { ReactionPorts } from './ports.ts';
import type { ReactionSettings } from './types.ts';

/** Tells of an operation through the outbox. Ids follow from the telling's, so that what is told again after a crash is told once. */
export function makeTell(
  ports: Pick<ReactionPorts, 'outbox' | 'queue'>,
  settings: Pick<ReactionSettings, 'channels'>,
  now: () => number,
): OperationPorts['tell'] {
  return async (telling) => {
    const nowMs = now();
    const entries = outboxEntries(operationNotices(telling, nowMs), settings.channels, OUTAGE_SHARD, nowMs);
    if (entries.length === 0) return;
    await ports.outbox.add(entries);
    await ports.queue.enqueue(entries.map(({ shard, id }) => ({ shard, id }))).catch(() => undefined);
  };
}

/** The notices of one telling; the end of an operation closes everything that was told of it. Pure. */
export function operationNotices({ id, what, operation, step }: OperationTelling, nowMs: number): Notice[] {
  if (what !== 'closed') return [firstOf(operation, id, what, nowMs, step)];
  return (operation.told ?? []).map((told) => ({
    ...base(operation, CONDITION_OF[told.what], nowMs),
    id: noticeId(operation, told.what, `resolved ${told.id}`),
    reason: 'resolved',
    sinceMs: told.atMs,
    durationMs: Math.max(0, nowMs - told.atMs),
    follows: noticeId(operation, told.what, told.id),
    sentence: endSentence(operation),
  }));
}

type Told = Exclude<OperationTelling['what'], 'closed'>;

function firstOf(operation: Operation, id: string, what: Told, nowMs: number, step: number | undefined): Notice {
  return {
    ...base(operation, CONDITION_OF[what], nowMs),
    id: noticeId(operation, what, id),
    reason: 'first',
    sentence: firstSentence(operation, what, step),
  };
}

const CONDITION_OF: Readonly<Record<Told, OutageConditionName>> = {
  moved: 'FailoverDone',
  failed: 'FailoverFailed',
  aborted: 'FailoverFailed',
  // A question to a person, of the operation itself: there is no link, an operator answers it.
  asking: 'ApprovalWaiting',
};

function noticeId(operation: Operation, what: Told, telling: string): string {
  return incidentNoticeId(operation.incidentId, CONDITION_OF[what], telling);
}

function base(
  operation: Operation,
  condition: OutageConditionName,
  nowMs: number,
): Omit<Notice, 'id' | 'reason' | 'sentence'> {
  return {
    condition,
    severity: condition === 'FailoverDone' ? 'warning' : 'critical',
    subject: { kind: 'group', key: operation.group },
    atMs: nowMs,
    sinceMs: nowMs,
    durationMs: 0,
    outage: {
      group: operation.group,
      incidentId: operation.incidentId,
      operationId: operation.id,
      plan: operation.steps.map(stepLine),
      lossBoundMs: statedLossMs(operation),
    },
  };
}

/** The largest loss that was stated before a call; 0 where nothing was forced, null where nothing was stated. */
function statedLossMs({ steps }: Operation): number | null {
  const forced = steps.filter(({ intent }) => intent?.mode === 'forced').map(({ lossBoundMs }) => lossBoundMs ?? null);
  if (forced.some((each) => each === null)) return null;
  return Math.max(0, ...forced.map((each) => each ?? 0));
}

function firstSentence(operation: Operation, what: Told, step: number | undefined): string {
  const asking = step === undefined ? undefined : operation.steps[step];
  const said = whySentence(operation, step);
  switch (what) {
    case 'moved':
      return `The failover of ${operation.group} is done. ${said}`.trim();
    case 'failed':
      return `The failover of ${operation.group} failed: nothing has moved. ${said}`.trim();
    case 'aborted':
      return `The failover of ${operation.group} was not carried out. ${said}`.trim();
    case 'asking':
      return `A person has to decide about ${asking === undefined ? operation.group : databaseKey(asking.choice.database)}. ${said}`.trim();
  }
}

/** What it came to; that a message was stored is no news to who reads it. */
function endSentence({ journal }: Operation): string {
  const last = journal.findLast(({ step, event }) => step === null && event !== 'toldPeople');
  return last?.sentence ?? 'The operation is closed.';
}

/** Why: what was said last of a database, before what it came to as a whole. */
function whySentence({ journal }: Operation, step: number | undefined): string {
  const last = journal.findLast((entry) => entry.step !== null && (step === undefined || entry.step === step));
  return last?.sentence ?? journal.at(-1)?.sentence ?? '';
}

const STATES: Partial<Record<OperationStep['state'], string>> = {
  verified: 'has moved',
  failed: 'failed',
  skipped: 'was left where it is',
  aborted: 'was left where it is, because the operation was aborted',
  asking: 'waits for a person',
};

function stepLine({ choice, state, lossBoundMs, intent }: OperationStep): string {
  const to =
    choice.candidate === null
      ? ''
      : ` to ${databaseKey(choice.candidate.secondary)} in ${choice.candidate.secondary.region}`;
  const loss =
    intent?.mode === 'forced' && typeof lossBoundMs === 'number'
      ? `; stated before forcing: at most ${sayAtMost(lossBoundMs)} of commits lost`
      : '';
  return `${databaseKey(choice.database)}${to}: ${STATES[state] ?? 'is under way'}${loss}.`;
}
