import { regionName } from '../../topology/regionName.ts';
import type { Judge } from '../judgeContext.ts';

/** Rule 6: what takes both away at once is no way out. */
export const sameRegion: Judge = ({ link }) => {
  const region = regionName(link.secondary.region);
  if (region !== '' && region !== regionName(link.primary.region)) return undefined;
  return {
    rule: 'sameRegion',
    sentence:
      region === ''
        ? `Expected a geo-secondary in another region than its primary (${link.primary.region}); its region is not known.`
        : `Expected a geo-secondary in another region than its primary; both are in ${link.primary.region}.`,
  };
};
