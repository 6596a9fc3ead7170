import type { LinkView } from '../../model/types.ts';
import type { Value } from '../types.ts';
import { defineView } from './catalogView.ts';
import { datetimeoffset, int, nvarchar, sysname, tinyint, uniqueidentifier } from './columnTypes.ts';
import { isGeoLink, replicationState } from './linkCodes.ts';

/** sys.dm_geo_replication_link_status: in every database, and empty in master. Lag and last_replication on the primary only. */
export const dmGeoReplicationLinkStatus = defineView({
  name: 'dm_geo_replication_link_status',
  place: 'both',
  permission: 'databaseState',
  columns: {
    link_guid: uniqueidentifier,
    partner_server: sysname,
    partner_database: sysname,
    last_replication: datetimeoffset,
    replication_lag_sec: int,
    replication_state: tinyint,
    replication_state_desc: nvarchar(256),
    role: tinyint,
    role_desc: nvarchar(256),
    secondary_allow_connections: tinyint,
    secondary_allow_connections_desc: nvarchar(256),
    last_commit: datetimeoffset,
  },
  rows: ({ session: { model, server, database } }) => {
    const malformed = model.sqlFault(server, database)?.kind === 'malformedRow';
    const rows = model.linkViews(server, database).filter(isGeoLink).map(rowOf);
    return malformed ? rows.map((row) => ({ ...row, ...OUT_OF_DOMAIN })) : rows;
  },
});

function rowOf(link: LinkView): Record<ColumnName, Value> {
  const primary = link.role === 'PRIMARY';
  const { code, text } = replicationState(link.phase);
  return {
    link_guid: link.linkId.toUpperCase(),
    partner_server: link.partnerServer,
    partner_database: link.partnerDatabase,
    last_replication: primary ? link.lastReplicationMs : null,
    replication_lag_sec: primary && link.lagSeconds !== null ? Math.floor(link.lagSeconds) : null,
    replication_state: code,
    replication_state_desc: text,
    role: primary ? 0 : 1,
    role_desc: link.role,
    secondary_allow_connections: link.secondaryAllowConnections ? 2 : 0,
    secondary_allow_connections_desc: link.secondaryAllowConnections ? 'All' : 'No',
    last_commit: link.lastCommitMs,
  };
}

type ColumnName =
  | 'link_guid'
  | 'partner_server'
  | 'partner_database'
  | 'last_replication'
  | 'replication_lag_sec'
  | 'replication_state'
  | 'replication_state_desc'
  | 'role'
  | 'role_desc'
  | 'secondary_allow_connections'
  | 'secondary_allow_connections_desc'
  | 'last_commit';

/** Values of the right type that Azure never documented: the fault `malformedRow`. */
const OUT_OF_DOMAIN = {
  replication_lag_sec: -42,
  replication_state: 9,
  replication_state_desc: 'UNHEARD_OF',
  role: 7,
  role_desc: 'TERTIARY',
};
