/** An error of the database engine, with the number, severity and wording SQL Server uses. */
export class SqlError extends Error {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  /** Errors the engine raises before this one (300 before 297, for example). */
  readonly preceding: SqlError[];

  constructor(number: number, severity: number, message: string, state = 1, preceding: SqlError[] = []) {
    super(message);
    this.name = 'SqlError';
    this.number = number;
    this.severity = severity;
    this.state = state;
    this.preceding = preceding;
  }
}

/** Errors after which SQL Server goes on with the next statement of the batch; every other error ends it. */
const STATEMENT_ONLY = new Set([220, 226, 297, 512, 3902, 3903, 8115, 8134, 15247]);

export function endsBatch(error: SqlError): boolean {
  return !STATEMENT_ONLY.has(error.number);
}
