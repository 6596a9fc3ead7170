import type { Judge } from '../judgeContext.ts';

const LINK_TYPES: ReadonlySet<string> = new Set(['GEO', 'STANDBY']);
const SECONDARY_TYPES: ReadonlySet<string> = new Set(['geo', 'standby']);

/**
 * Rule 6: a named replica shares its primary's storage and a database copy is a database of its own. `secondaryType` is absent where
 * Resource Manager does not give it; the link's type speaks then. Source: Microsoft.Sql 2025-01-01, Database.secondaryType.
 */
export const notGeo: Judge = ({ link, secondary }) => {
  const secondaryType = secondary?.secondaryType;
  const isGeo =
    LINK_TYPES.has(link.type) && (secondaryType === undefined || SECONDARY_TYPES.has(secondaryType.toLowerCase()));
  if (isGeo) return undefined;
  const seen = LINK_TYPES.has(link.type) ? `a secondary of type ${secondaryType}` : `a link of type ${link.type}`;
  return {
    rule: 'notGeo',
    sentence: `Expected a geo-secondary; saw ${seen}. A named replica or a copy cannot take over.`,
  };
};
