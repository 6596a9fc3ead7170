/** What a stored value may be checked for. */

/** The last moment that a date can hold, either side of 1970 (ECMAScript, "Time Values and Time Range"). */
const LAST_MOMENT = 8.64e15;

export function isMoment(value: unknown): boolean {
  return isNumber(value) && Math.abs(Number(value)) <= LAST_MOMENT;
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

export function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

export function isAbsentOr(value: unknown, holds: (value: unknown) => boolean): boolean {
  return value === undefined || holds(value);
}

export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fields(value: unknown): Record<string, unknown> {
  return isObject(value) ? (value as Record<string, unknown>) : {};
}
