/** What the findings of a small estate look like. */

import { linkKey } from '../../../shared/topology/linkKey.ts';
import type { ReplicationLink } from '../../../shared/topology/types.ts';

const REGIONS: Record<string, string> = { we: 'westeurope', ne: 'northeurope', uk: 'uksouth' };

const end = (name: string) => {
  const [server = '', database = ''] = name.split('/');
  return {
    server,
    database,
    region: REGIONS[server.slice(0, 2)] ?? 'nowhere',
    fullyQualifiedDomainName: `${server}.database.windows.net`,
  };
};

/** `we-1/orders` lives in West Europe, `ne-…` in North Europe, `uk-…` in UK South. */
export function link(primary: string, secondary: string): ReplicationLink {
  const [one, other] = [end(primary), end(secondary)];
  return {
    linkKey: linkKey(one, other),
    type: 'GEO',
    primary: one,
    secondary: other,
    armState: 'CATCH_UP',
    percentComplete: 100,
  };
}
