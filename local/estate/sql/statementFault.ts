import type { SqlFault } from '../model/types.ts';

/** What befalls a request before it is run. */
export type StatementFault =
  | { kind: 'error'; number: number }
  /** Never answers; attention is honoured. */
  | { kind: 'hang' }
  /** Never answers anything any more. */
  | { kind: 'silence' }
  | { kind: 'reset' }
  | { kind: 'garbage' };

/**
 * The fault that a request meets, or null. Faults of a login leave open sessions alone. A driver's own SET batch, sent
 * on every connect, belongs to the login: faults of queries do not touch it, otherwise no login could succeed.
 * `malformedRow` passes through: the catalog views apply it to their rows.
 */
export function findStatementFault(fault: SqlFault | null, text: string | null): StatementFault | null {
  switch (fault?.kind) {
    case 'silent':
      return { kind: 'silence' };
    case 'garbage':
      return { kind: 'garbage' };
    case 'queryError':
      return isSessionSetup(text) ? null : { kind: 'error', number: fault.number };
    case 'hangQuery':
      return isSessionSetup(text) ? null : { kind: 'hang' };
    case 'dropQuery':
      return isSessionSetup(text) ? null : { kind: 'reset' };
    default:
      return null;
  }
}

/** True for a batch of nothing but SET options, as drivers send after each login. */
export function isSessionSetup(text: string | null): boolean {
  if (text === null) return false;
  const lines = text.split(/[\n;]/).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /^\s*set\s+[a-z_]+\s+[^=]*$/i.test(line));
}
