import type { ServerOperation } from '../../model/types.ts';
import { defineView } from './catalogView.ts';
import { datetime, int, nvarchar, required, tinyint, uniqueidentifier, variant } from './columnTypes.ts';

const STATE_CODES: Record<ServerOperation['state'], number> = {
  PENDING: 0,
  IN_PROGRESS: 1,
  COMPLETED: 2,
  FAILED: 3,
  CANCELLED: 4,
};
const RETENTION_MS = 3_600_000;

/** sys.dm_operation_status: what was done to the server's databases in the last hour; in master, for server principals. */
export const dmOperationStatus = defineView({
  name: 'dm_operation_status',
  place: 'master',
  permission: 'serverPrincipal',
  columns: {
    session_activity_id: required(uniqueidentifier),
    resource_type: required(int),
    resource_type_desc: nvarchar(2048),
    major_resource_id: required(variant),
    minor_resource_id: required(variant),
    operation: nvarchar(60),
    state: tinyint,
    state_desc: nvarchar(120),
    percent_complete: required(int),
    error_code: int,
    error_desc: nvarchar(2048),
    error_severity: int,
    error_state: int,
    start_time: datetime,
    last_modify_time: datetime,
  },
  rows: ({ session: { model, server }, nowMs }) =>
    model
      .operations(server)
      .filter(({ modifiedMs }) => nowMs - modifiedMs <= RETENTION_MS)
      .map((operation) => ({
        session_activity_id: operation.id.toUpperCase(),
        resource_type: 0,
        resource_type_desc: 'Database',
        major_resource_id: operation.database,
        minor_resource_id: '',
        operation: operation.operation,
        state: STATE_CODES[operation.state],
        state_desc: operation.state,
        percent_complete: operation.percentComplete,
        error_code: operation.error?.sqlNumber ?? 0,
        error_desc: operation.error?.message ?? '',
        error_severity: operation.error === undefined ? 0 : 16,
        error_state: 0,
        start_time: operation.startMs,
        last_modify_time: operation.modifiedMs,
      })),
});
