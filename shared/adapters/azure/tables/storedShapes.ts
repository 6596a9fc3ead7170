import type { OutboxEntry, Severity } from '../../../alerting/types.ts';
import type { SubjectRecord } from '../../../replication/types.ts';
import { areTexts, fields, isAbsentOr, isMoment, isNumber, isObject } from './checks.ts';
import { isGroup, isTrend } from './groupShapes.ts';
import { areSignals } from './signalShapes.ts';

/**
 * What was stored by another version, or by hand, is checked where the code would break over it; the rest is taken as it is. A name that
 * this version does not know (of a state, of a condition) is no reason to forget a record.
 */
export function asSubjectRecord(value: unknown): SubjectRecord | undefined {
  const { subject, alerts, link } = fields(value);
  const { kind, key, primary, secondary } = fields(subject);
  if (typeof key !== 'string' || !isObject(alerts) || !Object.values(fields(alerts)).every(isAlert)) return undefined;
  if (kind === 'database' || kind === 'server' || kind === 'deployment' || kind === 'channel')
    return value as SubjectRecord;
  if (kind !== 'link' || typeof primary !== 'string' || typeof secondary !== 'string') return undefined;
  if (link !== undefined && !isLinkStatus(link)) return undefined;
  return withSoundSignals(value as SubjectRecord);
}

/** Signals are read again in a minute: bad ones are no reason to forget since when a link is in trouble. */
function withSoundSignals(record: SubjectRecord): SubjectRecord {
  const { link } = record;
  if (link?.signals === undefined || areSignals(link.signals)) return record;
  const { signals: _, ...rest } = link;
  return { ...record, link: rest };
}

function isAlert(value: unknown): boolean {
  const { phase, sinceMs, firedAtMs, clearSinceMs, peak, severity, sentence } = fields(value);
  if (!isMoment(sinceMs) || !isAbsentOr(peak, isNumber) || !isAbsentOr(severity, isSeverity)) return false;
  if (phase === 'pending') return true;
  const told = isMoment(firedAtMs) && typeof sentence === 'string';
  return told && (phase === 'firing' || (phase === 'resolving' && isMoment(clearSinceMs)));
}

const SEVERITIES: ReadonlySet<unknown> = new Set<Severity>(['critical', 'error', 'warning', 'info']);
const isSeverity = (value: unknown) => SEVERITIES.has(value);

function isLinkStatus(value: unknown): boolean {
  const { longestMs, lastKnownLag, interrupted, lastAnswer } = fields(value);
  return (
    isAnswer(value) &&
    isAbsentOr(lastAnswer, isAnswer) &&
    isObject(longestMs) &&
    Object.values(fields(longestMs)).every(isNumber) &&
    isAbsentOr(lastKnownLag, (lag) => isNumber(fields(lag).lagSeconds) && isMoment(fields(lag).atMs)) &&
    isAbsentOr(interrupted, (spell) => typeof fields(spell).name === 'string' && isMoment(fields(spell).sinceMs))
  );
}

/** What one answer of a primary says, and since when. */
function isAnswer(value: unknown): boolean {
  const { state, sinceMs, sampledAtMs, lastReplicationMs, lastCommitMs } = fields(value);
  return (
    isState(state) &&
    [sinceMs, sampledAtMs].every(isMoment) &&
    [lastReplicationMs, lastCommitMs].every((moment) => moment === null || isMoment(moment))
  );
}

function isState(value: unknown): boolean {
  const { name, lagSeconds, failure } = fields(value);
  // NULL is a state of its own: caught up without a number is none.
  if (name === 'caughtUp') return isNumber(lagSeconds);
  if (name === 'unreachable') return areTexts(fields(failure).kind, fields(failure).message);
  return typeof name === 'string';
}

export function asOutboxEntry(value: unknown): OutboxEntry | undefined {
  const { handOver, passedTo, insteadOf } = fields(value);
  const { id, shard, channel, notice, status, attempts, createdAtMs, nextAttemptAtMs, receipt } = fields(value);
  const { subject, sentence, atMs, sinceMs, durationMs, ...told } = fields(notice);
  const known = status === 'pending' || status === 'delivered' || status === 'failed';
  const right =
    known &&
    areTexts(id, shard, channel, told.id, told.condition, told.reason, sentence, fields(subject).key) &&
    [told.follows, insteadOf].every((text) => isAbsentOr(text, (given) => areTexts(given))) &&
    [told.alsoFollows, handOver, passedTo].every((names) => isAbsentOr(names, areLines)) &&
    isAbsentOr(told.outage, isOutage) &&
    isAbsentOr(told.group, isGroup) &&
    isAbsentOr(told.trend, isTrend) &&
    [attempts, durationMs].every(isNumber) &&
    [createdAtMs, nextAttemptAtMs, atMs, sinceMs].every(isMoment) &&
    isAbsentOr(receipt, (given) => isMoment(fields(given).atMs));
  return right ? (value as OutboxEntry) : undefined;
}

function isOutage(value: unknown): boolean {
  const { group, incidentId, operationId, decision, plan, breakGlass, lossBoundMs, lossCeilingMs, approval } =
    fields(value);
  return (
    areTexts(group) &&
    [incidentId, operationId, decision].every((text) => isAbsentOr(text, (given) => areTexts(given))) &&
    [plan, breakGlass].every((lines) => isAbsentOr(lines, areLines)) &&
    [lossBoundMs, lossCeilingMs].every((loss) => isAbsentOr(loss, (ms) => ms === null || isNumber(ms))) &&
    isAbsentOr(approval, areClaims)
  );
}

/** What a link to a decision is bound to. */
export function areClaims(value: unknown): boolean {
  const { tokenId, incidentId, fingerprint, page, expiresAtMs } = fields(value);
  return areTexts(tokenId, incidentId, fingerprint, page) && isMoment(expiresAtMs);
}

function areLines(value: unknown): boolean {
  return Array.isArray(value) && areTexts(...(value as unknown[]));
}
