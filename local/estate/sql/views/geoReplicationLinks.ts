import { defineView } from './catalogView.ts';
import { datetimeoffset, int, nvarchar, sysname, tinyint, uniqueidentifier } from './columnTypes.ts';
import { databaseIds } from './databaseId.ts';
import { isGeoLink, replicationState } from './linkCodes.ts';

/** sys.geo_replication_links: every link of the server, in master, for server principals. It has no lag, and knows no SUSPENDED. */
export const geoReplicationLinks = defineView({
  name: 'geo_replication_links',
  place: 'master',
  permission: 'serverPrincipal',
  columns: {
    database_id: int,
    start_date: datetimeoffset,
    modify_date: datetimeoffset,
    link_guid: uniqueidentifier,
    partner_server: sysname,
    partner_database: sysname,
    replication_state: tinyint,
    replication_state_desc: nvarchar(256),
    role: tinyint,
    role_desc: nvarchar(256),
    secondary_allow_connections: tinyint,
    secondary_allow_connections_desc: nvarchar(256),
  },
  rows: ({ session }) =>
    databaseIds(session).flatMap(({ id, name }) =>
      session.model
        .linkViews(session.server, name)
        .filter(isGeoLink)
        .map((link) => {
          const { code, text } = replicationState(link.phase === 'SUSPENDED' ? 'CATCH_UP' : link.phase);
          return {
            database_id: id,
            start_date: link.startMs,
            modify_date: link.modifiedMs,
            link_guid: link.linkId.toUpperCase(),
            partner_server: link.partnerServer,
            partner_database: link.partnerDatabase,
            replication_state: code,
            replication_state_desc: text,
            role: link.role === 'PRIMARY' ? 0 : 1,
            role_desc: link.role,
            secondary_allow_connections: link.secondaryAllowConnections ? 2 : 0,
            secondary_allow_connections_desc: link.secondaryAllowConnections ? 'All' : 'No',
          };
        }),
    ),
});
