import type { LinkView } from '../../model/types.ts';

/** replication_state, and the text beside it. */
const STATES: Record<LinkView['phase'], { code: number; text: string }> = {
  PENDING: { code: 0, text: 'PENDING' },
  SEEDING: { code: 1, text: 'SEEDING' },
  CATCH_UP: { code: 2, text: 'CATCH_UP' },
  SUSPENDED: { code: 4, text: 'SUSPENDED' },
};

export function replicationState(phase: LinkView['phase']): { code: number; text: string } {
  return STATES[phase];
}

/** Links between a geo-primary and a geo-secondary: named replicas and copies are something else. */
export function isGeoLink(link: LinkView): boolean {
  return link.kind === 'GEO' || link.kind === 'STANDBY';
}
