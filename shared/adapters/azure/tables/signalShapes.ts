import { fields, isAbsentOr, isMoment, isNumber, isObject } from './checks.ts';

/** The signals of a link, where the code would break over them; see LinkSignals. */
export function areSignals(value: unknown): boolean {
  const { askedAtMs, secondary, throttle, logWrite, seeding, burn, metrics } = fields(value);
  return (
    isObject(value) &&
    isAbsentOr(askedAtMs, isMoment) &&
    isAbsentOr(secondary, isSecondary) &&
    isAbsentOr(throttle, isThrottle) &&
    isAbsentOr(logWrite, isLogWrite) &&
    isAbsentOr(seeding, (one) => isNumber(fields(one).percent) && isMoment(fields(one).movedAtMs)) &&
    isAbsentOr(burn, isBurn) &&
    isAbsentOr(metrics, (one) => isMoment(fields(one).atMs) && isNumberOrNull(fields(one).lagSeconds))
  );
}

function isSecondary(value: unknown): boolean {
  const { atMs, is, sinceMs, failure, commitGapSeconds, redoLagSeconds, redoQueueKb, replicaRole } = fields(value);
  return (
    [atMs, sinceMs].every(isMoment) &&
    typeof is === 'string' &&
    isAbsentOr(failure, (one) => typeof fields(one).message === 'string') &&
    [commitGapSeconds, redoLagSeconds, redoQueueKb, replicaRole].every(isNumberOrNull)
  );
}

function isThrottle(value: unknown): boolean {
  const { atMs, counters, waitedPerSecond, others, requests } = fields(value);
  return (
    isMoment(atMs) &&
    Array.isArray(counters) &&
    counters.every((one) => typeof fields(one).source === 'string' && areNumbers(fields(one).waitedMs)) &&
    [waitedPerSecond, requests].every(isNumberOrNull) &&
    areNumbers(others)
  );
}

function isLogWrite(value: unknown): boolean {
  const { atMs, sustainedPercent, peakPercent } = fields(value);
  return isMoment(atMs) && [sustainedPercent, peakPercent].every(isNumber);
}

function isBurn(value: unknown): boolean {
  const isPair = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(isNumber);
  return isObject(value) && Object.values(fields(value)).every((one) => Array.isArray(one) && one.every(isPair));
}

const isNumberOrNull = (value: unknown) => value === null || isNumber(value);
const areNumbers = (value: unknown) => isObject(value) && Object.values(fields(value)).every(isNumber);
