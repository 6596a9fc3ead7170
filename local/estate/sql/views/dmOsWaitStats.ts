import { defineView } from './catalogView.ts';
import { waitColumns, waitRows } from './waits.ts';

/** sys.dm_os_wait_stats: the instance of this database, so the same counters, and those of replication. */
export const dmOsWaitStats = defineView({
  name: 'dm_os_wait_stats',
  place: 'both',
  permission: 'serverState',
  columns: waitColumns,
  rows: ({ session }) => waitRows(session, session.database),
});
