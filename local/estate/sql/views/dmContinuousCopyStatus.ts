import { defineView } from './catalogView.ts';
import { bit, datetimeoffset, int, nvarchar, sysname, tinyint, uniqueidentifier } from './columnTypes.ts';
import { isGeoLink, replicationState } from './linkCodes.ts';

/** sys.dm_continuous_copy_status: superseded, but the only one that tells whether the interlink is connected. Empty in master. */
export const dmContinuousCopyStatus = defineView({
  name: 'dm_continuous_copy_status',
  place: 'both',
  permission: 'databaseOwner',
  columns: {
    copy_guid: uniqueidentifier,
    partner_server: sysname,
    partner_database: sysname,
    last_replication: datetimeoffset,
    replication_lag_sec: int,
    replication_state: tinyint,
    replication_state_desc: nvarchar(256),
    is_rpo_limit_reached: bit,
    is_target_role: bit,
    is_interlink_connected: bit,
  },
  rows: ({ session: { model, server, database } }) =>
    model
      .linkViews(server, database)
      // A pending link is not yet a continuous copy: the view has no code for it.
      .filter((link) => isGeoLink(link) && link.phase !== 'PENDING')
      .map((link) => {
        const { code, text } = replicationState(link.phase);
        const primary = link.role === 'PRIMARY';
        return {
          copy_guid: link.linkId.toUpperCase(),
          partner_server: link.partnerServer,
          partner_database: link.partnerDatabase,
          last_replication: primary ? link.lastReplicationMs : null,
          replication_lag_sec: primary && link.lagSeconds !== null ? Math.floor(link.lagSeconds) : null,
          replication_state: code,
          replication_state_desc: text,
          is_rpo_limit_reached: false,
          is_target_role: !primary,
          is_interlink_connected: link.connected,
        };
      }),
});
