import { defineView } from './catalogView.ts';
import { datetime, decimal, int } from './columnTypes.ts';
import { loadAt, logWriteIn } from './workload.ts';

const INTERVAL_MS = 15_000;
/** About an hour. */
const INTERVALS = 240;
const percent = decimal(5, 2);

/** sys.dm_db_resource_stats: a row for every 15 s of the last hour, newest last; idle databases have theirs too. */
export const dmDbResourceStats = defineView({
  name: 'dm_db_resource_stats',
  place: 'user',
  permission: 'databaseState',
  columns: {
    end_time: datetime,
    avg_cpu_percent: percent,
    avg_data_io_percent: percent,
    avg_log_write_percent: percent,
    avg_memory_usage_percent: percent,
    xtp_storage_percent: percent,
    max_worker_percent: percent,
    max_session_percent: percent,
    dtu_limit: int,
    cpu_limit: percent,
    avg_instance_cpu_percent: percent,
    avg_instance_memory_percent: percent,
    avg_login_rate_percent: percent,
    replica_role: int,
  },
  rows: ({ session, nowMs }) => {
    const database = session.model.database(session.server, session.database);
    if (database === undefined) return [];
    const pressure = session.model.logPressure(session.server, session.database);
    const isDtu = database.sku.family === undefined;
    const lastEndMs = Math.floor(nowMs / INTERVAL_MS) * INTERVAL_MS;
    return Array.from({ length: INTERVALS }, (_, index) => {
      const endMs = lastEndMs - (INTERVALS - 1 - index) * INTERVAL_MS;
      const load = loadAt(database, endMs);
      return {
        end_time: endMs,
        avg_cpu_percent: load.cpu,
        avg_data_io_percent: load.dataIo,
        avg_log_write_percent: logWriteIn(pressure, endMs - INTERVAL_MS, endMs),
        avg_memory_usage_percent: load.memory,
        xtp_storage_percent: 0,
        max_worker_percent: load.workers,
        max_session_percent: load.sessions,
        dtu_limit: isDtu ? database.sku.capacity : null,
        cpu_limit: isDtu ? null : database.sku.capacity,
        avg_instance_cpu_percent: load.cpu,
        avg_instance_memory_percent: load.memory,
        avg_login_rate_percent: null,
        replica_role: database.replicaRole,
      };
    });
  },
});
