/** A timer trigger's value. */
import type { RpcTypedData } from '../worker/types.ts';
import { type ScheduleStatus, toPascalCase } from './status.ts';

/** TimerInfo in PascalCase, which the library turns to camel case; no status for a timer that is not monitored. */
export function timerInfo(status: ScheduleStatus | undefined, isPastDue: boolean): RpcTypedData {
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: status ? toPascalCase(status) : null,
      IsPastDue: isPastDue,
    }),
  };
}
