import { hash } from 'node:crypto';
import { scopeKey } from './evidenceId.ts';
import type { Evidence } from './types.ts';

const HEX_DIGITS = 32;

/** The same group, scope and onset give the same id, on every deployment and after every crash. Lower-case hexadecimal. */
export function incidentId(group: string, scope: Evidence['scope'], onsetMs: number): string {
  return hashed([group, scopeKey(scope), onsetMs]);
}

/** One incident is told of once for each condition and reason. */
export function incidentNoticeId(incident: string, condition: string, reason: string): string {
  return hashed([incident, condition, reason]);
}

function hashed(parts: Array<string | number>): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, HEX_DIGITS);
}
