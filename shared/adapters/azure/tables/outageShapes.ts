import type { AuditEntry } from '../../../audit/types.ts';
import type { Operation } from '../../../operations/types.ts';
import type { Evidence, Incident } from '../../../outage/types.ts';
import { areTexts, fields, isAbsentOr, isMoment, isNumber, isObject } from './checks.ts';
import { areClaims } from './storedShapes.ts';

/** What was stored by another version, or by hand, is checked where the code would break over it; the rest is taken as it is. */
export function asEvidence(value: unknown): Evidence | undefined {
  const { id, source, vote, scope, sinceMs, atMs, expiresAtMs } = fields(value);
  const voting = vote === 'down' || vote === 'against' || vote === 'none';
  const right =
    voting && isText(id) && isText(source) && isScope(scope) && [sinceMs, atMs, expiresAtMs].every(isNumber);
  return right ? (value as Evidence) : undefined;
}

export function asIncident(value: unknown): Incident | undefined {
  const { id, group, scope, phase, openedAtMs, verdict } = fields(value);
  const known = phase === 'open' || phase === 'confirmed' || phase === 'over';
  const right =
    known &&
    isText(id) &&
    isText(group) &&
    isScope(scope) &&
    isNumber(openedAtMs) &&
    isObject(verdict) &&
    isDecisionKept(value);
  return right ? (value as Incident) : undefined;
}

/**
 * What people were asked and what they said. Absent in rows of earlier versions; one that is damaged is not read as absent, because then a
 * plan that somebody rejected would count as never rejected.
 */
function isDecisionKept(incident: unknown): boolean {
  const { toldAtMs, closedAtMs, clearSinceMs, operationsStarted, approval, waitingNotice, rejection } =
    fields(incident);
  return (
    [toldAtMs, closedAtMs, clearSinceMs].every((moment) => isAbsentOr(moment, isMoment)) &&
    isAbsentOr(operationsStarted, (count) => Number.isSafeInteger(count) && Number(count) >= 0) &&
    isAbsentOr(approval, isApproval) &&
    isAbsentOr(waitingNotice, (notice) => isText(fields(notice).id) && isMoment(fields(notice).sinceMs)) &&
    isAbsentOr(rejection, (no) => isText(fields(no).fingerprint) && isDecision(no))
  );
}

function isApproval(value: unknown): boolean {
  const { askedAtMs, state, decision, sentence } = fields(value);
  const asked = areClaims(value) && isMoment(askedAtMs) && areTexts(state, sentence);
  return asked && (decision === null || isDecision(decision));
}

function isDecision(value: unknown): boolean {
  const { by, comment, atMs } = fields(value);
  return areTexts(by, comment) && isMoment(atMs);
}

export function asOperation(value: unknown): Operation | undefined {
  const { id, incidentId, group, plan, authority, state, steps, journal } = fields(value);
  const texts = [id, incidentId, group, state, fields(authority).kind];
  const right =
    texts.every(isText) && isNumber(fields(plan).madeAtMs) && isListOfObjects(steps) && isListOfObjects(journal);
  return right ? (value as Operation) : undefined;
}

export function asAuditEntry(value: unknown): AuditEntry | undefined {
  const { sequence, record, previousHash, hash } = fields(value);
  const right = Number.isSafeInteger(sequence) && isObject(record) && isText(previousHash) && isText(hash);
  return right ? (value as AuditEntry) : undefined;
}

function isScope(value: unknown): boolean {
  const { kind, region, server, database } = fields(value);
  if (!isText(region)) return false;
  return kind === 'region' || (kind === 'database' && isText(server) && isText(database));
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
