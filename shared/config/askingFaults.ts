/** What a deployment needs to ask a person: a key to sign the link with, and an address where the link leads. */
import { approvalKeyFault } from './approvalKey.ts';
import { isUnresolved, readPageUrl, type Settings } from './settings.ts';
import type { Configuration, ConfigurationFault } from './types.ts';

export interface AskingFaults {
  faults: ConfigurationFault[];
  warnings: ConfigurationFault[];
}

/**
 * A missing or weak key is a fault: it was forgotten, and would be missed for the first time in an outage. A reference that App Service
 * could not resolve is a warning: the vault may be away because the region is, and then watching and telling must go on.
 */
export function askingFaults(configuration: Configuration, settings: Settings = process.env): AskingFaults {
  if (!mayAsk(configuration)) return { faults: [], warnings: [] };
  const key = approvalKeyFault(configuration.approval.key, settings);
  const isAway = isUnresolved(configuration.approval.key, settings);
  return {
    faults: key !== undefined && !isAway ? [key] : [],
    warnings: [...(key !== undefined && isAway ? [key] : []), ...withoutPage(configuration, settings)],
  };
}

/** `automatic` asks too, above its allowance. A witness never does. */
export function mayAsk({ role, groups }: Pick<Configuration, 'role' | 'groups'>): boolean {
  return role === 'guardian' && groups.some(({ mode }) => mode !== 'notify');
}

function withoutPage(configuration: Configuration, settings: Settings): ConfigurationFault[] {
  if (readPageUrl(configuration, settings) !== undefined) return [];
  return [
    {
      path: 'pageUrl',
      expected:
        'the address of this app, because a group may have to ask: the link to the decision page begins with it',
      seen: 'nothing, and no WEBSITE_HOSTNAME, which App Service sets',
      example: 'pageUrl: https://geowarden.example.org/',
    },
  ];
}
