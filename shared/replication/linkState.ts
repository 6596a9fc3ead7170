import type { LinkRow, LinkState, MalformedRow, SampleFailure } from './types.ts';

/** What was learned of one link in one sample. */
export type LinkObservation =
  | { seen: 'row'; row: LinkRow; seedingPercent: number | null }
  /** The view answered and has no row for this link. */
  | { seen: 'absent' }
  /** The view has a row for it, but one that cannot be believed. */
  | { seen: 'malformed'; row: MalformedRow }
  | { seen: 'failure'; failure: SampleFailure };

/**
 * Names the state of a link. Total: whatever was observed has a state, and only a number that the primary gave counts as a lag.
 * Source of the numbers: sys.dm_geo_replication_link_status and sys.geo_replication_links (replication_state 0 pending, 1 seeding,
 * 2 catch-up, 4 suspended). A number outside them is a malformed row, not a new state.
 */
export function linkState(observation: LinkObservation): LinkState {
  switch (observation.seen) {
    case 'absent':
      return { name: 'absent' };
    case 'failure':
      return { name: 'unreachable', failure: observation.failure };
    case 'malformed':
      return { name: 'unreachable', failure: { kind: 'garbage', message: observation.row.message } };
    case 'row':
      return stateOfRow(observation.row, observation.seedingPercent);
  }
}

function stateOfRow(row: LinkRow, seedingPercent: number | null): LinkState {
  switch (row.replicationState) {
    case 0:
      return { name: 'pending' };
    case 1:
      return { name: 'seeding', percent: validPercent(seedingPercent) };
    case 2:
      return stateOfLag(row);
    case 4:
      return { name: 'suspended' };
    default:
      return garbage(
        row,
        `replication_state 0 (pending), 1 (seeding), 2 (catch-up) or 4 (suspended)`,
        String(row.replicationState),
      );
  }
}

/** NULL is not zero (rule 1), and a negative or fractional number is not a lag: the column is an int of whole seconds. */
function stateOfLag(row: LinkRow): LinkState {
  if (row.lagSeconds === null) return { name: 'lagUnknown' };
  if (!Number.isSafeInteger(row.lagSeconds) || row.lagSeconds < 0) {
    return garbage(row, 'replication_lag_sec NULL or a whole number of seconds from 0', String(row.lagSeconds));
  }
  return { name: 'caughtUp', lagSeconds: row.lagSeconds };
}

/** The percentage comes from Resource Manager, at discovery's pace: out of range means that it is not known. */
function validPercent(percent: number | null): number | null {
  return percent !== null && Number.isFinite(percent) && percent >= 0 && percent <= 100 ? percent : null;
}

function garbage(row: LinkRow, expected: string, seen: string): LinkState {
  const message =
    `Expected ${expected} for the link to ${row.partnerServer}/${row.partnerDatabase}, saw ${seen}. ` +
    'Nothing is concluded from this row; if it persists, read sys.dm_geo_replication_link_status in the primary yourself.';
  return { name: 'unreachable', failure: { kind: 'garbage', message } };
}
