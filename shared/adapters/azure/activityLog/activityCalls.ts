import type { ActivityCall } from '../../../topology/ports.ts';

/** A name longer than this is no name. */
const LONGEST_CALLER = 100;

/** One entry of the activity log; none for what is no call that went well, or has no caller or no moment. Never throws. */
export function readActivity(entry: unknown): ActivityCall[] {
  const { eventTimestamp, operationName, resourceId, caller, status } = fields(entry);
  const [operation, outcome] = [textOf(operationName), textOf(status)];
  const atMs = Date.parse(String(eventTimestamp));
  if (Number.isNaN(atMs) || operation === '' || typeof resourceId !== 'string') return [];
  if (typeof caller !== 'string' || caller.trim() === '' || /^fail/i.test(outcome)) return [];
  return [{ atMs, operation: operation.toLowerCase(), resourceId: resourceId.toLowerCase(), caller: plain(caller) }];
}

/** It comes from outside and goes into messages. */
function plain(caller: string): string {
  const readable = caller.trim().replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return readable.slice(0, LONGEST_CALLER).toWellFormed();
}

/** A name is `{ value, localizedValue }`. */
function textOf(named: unknown): string {
  const { value } = fields(named);
  return typeof value === 'string' ? value : '';
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
