import { type DatabaseRecord, isGeo } from './entities.ts';
import { lagSecondsAt } from './lag.ts';
import type { PartnerLag } from './monitorTypes.ts';

/**
 * The lag of every geo-secondary at a moment of the past, as the primary knew it then; of the links that there are now. Empty on a
 * secondary, and on a primary that was replaced by force: in Azure it has no link any more.
 */
export function partnerLagsAt(database: DatabaseRecord, atMs: number): PartnerLag[] {
  if (database.superseded !== null) return [];
  return database.down.filter(isGeo).map((link) => ({
    server: link.secondary.server.definition.name,
    database: link.secondary.name,
    resourceId: link.secondary.resourceId,
    lagSeconds: lagSecondsAt(link, atMs),
  }));
}
