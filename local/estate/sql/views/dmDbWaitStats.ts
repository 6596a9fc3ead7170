import { defineView } from './catalogView.ts';
import { waitColumns, waitRows } from './waits.ts';

/**
 * sys.dm_db_wait_stats: waits of this database. Whether Azure shows the throttle of mismatched service objectives here is
 * not documented; the estate shows it in sys.dm_os_wait_stats alone, where it is.
 */
export const dmDbWaitStats = defineView({
  name: 'dm_db_wait_stats',
  place: 'user',
  permission: 'databaseState',
  columns: waitColumns,
  rows: ({ session }) =>
    waitRows(session, session.database).filter(({ wait_type }) => !String(wait_type).startsWith('HADR_')),
});
