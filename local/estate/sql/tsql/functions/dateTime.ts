import { DATETIME, DATETIME2, DATETIMEOFFSET, INT } from '../types/sqlType.ts';
import { fitTime } from '../types/toTime.ts';
import { always, type BuiltIn, type FunctionTable } from './builtIn.ts';
import { partOf } from './datePart.ts';

/** Every server's clock stands at UTC, as in Azure SQL. */
function clock(type: typeof DATETIME): BuiltIn {
  return {
    least: 0,
    most: 0,
    accepts: [],
    result: always(type, false),
    evaluate: (_, run) => fitTime(run.nowMs, type),
  };
}

function part(name: 'year' | 'month' | 'day'): BuiltIn {
  return { least: 1, most: 1, accepts: ['time'], result: always(INT), evaluate: ([ms]) => partOf(name, Number(ms)) };
}

/** Functions of date and time that take no part name. */
export const DATE_TIME_FUNCTIONS: FunctionTable = {
  GETDATE: clock(DATETIME),
  GETUTCDATE: clock(DATETIME),
  CURRENT_TIMESTAMP: clock(DATETIME),
  SYSDATETIME: clock(DATETIME2),
  SYSUTCDATETIME: clock(DATETIME2),
  SYSDATETIMEOFFSET: clock(DATETIMEOFFSET),
  YEAR: part('year'),
  MONTH: part('month'),
  DAY: part('day'),
};
