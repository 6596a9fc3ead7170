import type { Database } from '../../topology/types.ts';
import type { Judge } from '../judgeContext.ts';
import type { CandidateFacts } from '../types.ts';

/** The service tier must be the same; geo-replication itself requires it, so a difference means that something is being changed. */
export const tierDiffers: Judge = ({ primary, secondary }) => {
  const expected = 'Expected the service tier of the primary;';
  if (primary === undefined || secondary === undefined) {
    const unknown = primary === undefined ? 'primary' : 'geo-secondary';
    return { rule: 'tierDiffers', sentence: `${expected} the tier of the ${unknown} is not known.` };
  }
  if (primary.sku.tier.toLowerCase() === secondary.sku.tier.toLowerCase()) return undefined;
  return {
    rule: 'tierDiffers',
    sentence: `${expected} the primary is ${primary.sku.tier}, the geo-secondary ${secondary.sku.tier}.`,
  };
};

/** A smaller secondary can take over, but people must expect it to be slow: a sentence, not a refusal. */
export function sizeWarning({ primary, secondary }: CandidateFacts): string | undefined {
  if (primary === undefined || secondary === undefined) return undefined;
  // A pool's capacity is shared: numbers of a pool and of a single database are not comparable.
  const pooled = (primary.elasticPoolId === undefined) !== (secondary.elasticPoolId === undefined);
  if (pooled || !(secondary.sku.capacity < primary.sku.capacity)) return undefined;
  return `It is smaller than the primary (${size(secondary)} against ${size(primary)}): scale it up once it is primary.`;
}

function size({ sku }: Database): string {
  return `${sku.name}, capacity ${sku.capacity}`;
}
