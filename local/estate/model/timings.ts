/**
 * How long the estate takes for what Azure takes minutes for. Azure's own order of events is kept; the scale is that of a rehearsal.
 * (One public drill of September 2026 on two S0 databases: planned 36-58 s with 6.7 s of outage after 9 s of synchronising with
 * writes still accepted; forced 13-15 s; the link then SUSPENDED for ten minutes, SEEDING, CATCH_UP.)
 */

/** From hardened on the secondary to the acknowledgement's arrival on the primary. */
export const ACKNOWLEDGEMENT_MS = 15;
/** How long the primary still answers with a number after the interlink is lost. */
export const INTERLINK_LOST_MS = 2_000;
/** How long a restarted primary needs before it ships again. */
export const RESTART_MS = 3_000;
/** A new link waits this long before seeding begins. */
export const PENDING_MS = 500;
/** An old primary that returns undoes what it had alone before it is reseeded. */
export const UNDO_MS = 1_000;

/** From a planned request to the start of synchronising. */
export const PLANNED_PREPARE_MS = 200;
/** Writes are still accepted while the backlog drains, at most this long; then they wait. */
export const PLANNED_DRAIN_MS = 5_000;
/** Both databases are unavailable while roles swap. */
export const PLANNED_SWITCH_MS = 1_000;
/** "The whole operation takes no longer than about one minute" (ALTER DATABASE, Azure SQL Database). */
export const PLANNED_DEADLINE_MS = 60_000;

export const FORCED_START_MS = 100;
/** From the role change to the first accepted write. */
export const FORCED_RECOVERY_MS = 1_000;

/** sys.dm_operation_status keeps about an hour. */
export const OPERATION_RETENTION_MS = 3_600_000;

/** A minute of metrics is there "in under a minute" after it happened (Azure Monitor, log data ingestion time). */
export const METRICS_DELAY_MS = 60_000;

/** From the loss of a region to Azure's own word on it: Service Health comes late, when it comes. */
export const TOLD_AFTER_MS = 300_000;
/** From a region's return to the end of what Azure said about it. */
export const TOLD_OVER_AFTER_MS = 5_000;
