import { defineView } from './catalogView.ts';
import { datetime, decimal, float, int, varchar } from './columnTypes.ts';
import { tierName } from './tierName.ts';
import { loadAt, logWriteIn } from './workload.ts';

const INTERVAL_MS = 300_000;
/** Azure keeps 14 days; the estate shows the last day of it, and says nothing of idle databases. */
const INTERVALS = 288;
const STORAGE_MB = 1024;
const percent = decimal(5, 2);

/** sys.resource_stats: five-minute rows for every busy database of the server, in master. */
export const resourceStats = defineView({
  name: 'resource_stats',
  place: 'master',
  permission: 'login',
  columns: {
    start_time: datetime,
    end_time: datetime,
    database_name: varchar(128),
    sku: varchar(128),
    storage_in_megabytes: float,
    avg_cpu_percent: percent,
    avg_data_io_percent: percent,
    avg_log_write_percent: percent,
    max_worker_percent: percent,
    max_session_percent: percent,
    dtu_limit: int,
  },
  rows: ({ session, nowMs }) => {
    const { model, server } = session;
    const lastEndMs = Math.floor(nowMs / INTERVAL_MS) * INTERVAL_MS;
    const busy = model.databases(server).filter(({ commitsPerSecond }) => commitsPerSecond > 0);
    return busy.flatMap((database) => {
      const pressure = model.logPressure(server, database.name);
      return Array.from({ length: INTERVALS }, (_, index) => {
        const endMs = lastEndMs - (INTERVALS - 1 - index) * INTERVAL_MS;
        const load = loadAt(database, endMs);
        return {
          start_time: endMs - INTERVAL_MS,
          end_time: endMs,
          database_name: database.name,
          sku: tierName(database.sku.tier),
          storage_in_megabytes: STORAGE_MB,
          avg_cpu_percent: load.cpu,
          avg_data_io_percent: load.dataIo,
          avg_log_write_percent: logWriteIn(pressure, endMs - INTERVAL_MS, endMs),
          max_worker_percent: load.workers,
          max_session_percent: load.sessions,
          dtu_limit: database.sku.family === undefined ? database.sku.capacity : null,
        };
      });
    });
  },
});
