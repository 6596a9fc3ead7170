import { areTexts, fields, isAbsentOr, isMoment, isNumber, isObject } from './checks.ts';

/** What alerts that are told together have to say, where a rendering would break over it; see NoticeGroup. */
export function isGroup(value: unknown): boolean {
  const { key, common, firing, resolved, alerts, folded } = fields(value);
  return (
    areTexts(key) &&
    Array.isArray(common) &&
    areTexts(...(common as unknown[])) &&
    [firing, resolved].every(isNumber) &&
    Array.isArray(alerts) &&
    alerts.every(isAlertOfGroup) &&
    isAbsentOr(folded, (one) => isNumber(fields(one).groups))
  );
}

function isAlertOfGroup(value: unknown): boolean {
  const {
    condition,
    subject,
    severity,
    is,
    sinceMs,
    endedAtMs,
    value: number,
    peak,
    threshold,
    sentence,
    flapping,
  } = fields(value);
  return (
    areTexts(condition, severity, is, sentence, fields(subject).kind, fields(subject).key) &&
    isMoment(sinceMs) &&
    isAbsentOr(endedAtMs, isMoment) &&
    [number, peak, threshold].every((one) => isAbsentOr(one, isNumber)) &&
    isAbsentOr(flapping, (one) => isNumber(fields(one).times) && isMoment(fields(one).sinceMs))
  );
}

/** See LagTrend. */
export function isTrend(value: unknown): boolean {
  const { fromMs, toMs, lagSeconds } = fields(value);
  return (
    isObject(value) &&
    [fromMs, toMs].every(isMoment) &&
    Array.isArray(lagSeconds) &&
    lagSeconds.every((one) => one === null || isNumber(one))
  );
}
