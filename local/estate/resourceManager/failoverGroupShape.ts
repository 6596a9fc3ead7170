/** A failover group as Resource Manager shows it on one of its servers (FailoverGroups.json). */
import { displayNameOf } from '../model/regions.ts';
import type { DatabaseState, FailoverGroupDefinition, LinkPhase, LinkView, ServerState } from '../model/types.ts';

interface FailoverGroupView {
  group: FailoverGroupDefinition;
  server: ServerState;
  partner: ServerState;
  /** The members on this server. */
  databases: DatabaseState[];
  /** The members' links to the partner. */
  links: LinkView[];
}

/** From the state that worries most to the one that does not. */
const WORST_FIRST: LinkPhase[] = ['SUSPENDED', 'PENDING', 'SEEDING'];

export function failoverGroupShape({
  group,
  server,
  partner,
  databases,
  links,
}: FailoverGroupView): Record<string, unknown> {
  const isPrimary = group.server.toLowerCase() === server.name.toLowerCase();
  return {
    location: displayNameOf(server.region),
    tags: {},
    properties: {
      readWriteEndpoint: {
        failoverPolicy: group.policy,
        ...(group.policy === 'Automatic'
          ? { failoverWithDataLossGracePeriodMinutes: group.gracePeriodMinutes ?? 60 }
          : {}),
      },
      readOnlyEndpoint: { failoverPolicy: 'Disabled' },
      replicationRole: isPrimary ? 'Primary' : 'Secondary',
      replicationState: WORST_FIRST.find((phase) => links.some((link) => link.phase === phase)) ?? 'CATCH_UP',
      partnerServers: [
        {
          id: partner.resourceId,
          location: displayNameOf(partner.region),
          replicationRole: isPrimary ? 'Secondary' : 'Primary',
        },
      ],
      databases: databases.map(({ resourceId }) => resourceId),
    },
    id: `${server.resourceId}/failoverGroups/${group.name}`,
    name: group.name,
    type: 'Microsoft.Sql/servers/failoverGroups',
  };
}
