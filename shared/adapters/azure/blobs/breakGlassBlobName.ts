import { createHash } from 'node:crypto';

/** Longer names are cut; their hash tells them apart. */
const LONGEST_NAME = 80;

/**
 * `break-glass/<safe name>.txt`: small letters, digits and hyphens, as somebody would type it in a hurry. Names of groups are unique
 * without regard to case, so only a name that loses more than its case carries a hash of itself.
 */
export function breakGlassBlobName(group: string): string {
  const lower = group.toLowerCase();
  const safe = lower
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LONGEST_NAME);
  if (safe === lower && safe !== '') return `break-glass/${safe}.txt`;
  const hash = createHash('sha256').update(lower).digest('hex').slice(0, 8);
  return `break-glass/${safe === '' ? 'group' : safe}-${hash}.txt`;
}
