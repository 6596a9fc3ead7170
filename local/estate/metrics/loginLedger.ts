/** Logins by the minute and database, as Azure counts them for `availability` and `connection_failed`. */

export type LoginOutcome = 'successful' | 'failedBySystem' | 'failedByUser';
export type LoginCounts = Record<LoginOutcome, number>;

export interface LoginLedger {
  note(server: string, database: string, outcome: LoginOutcome, atMs: number): void;
  /** In the minute that begins then; undefined when nobody tried. */
  minute(server: string, database: string, startMs: number): LoginCounts | undefined;
}

const MINUTE_MS = 60_000;
/** What is older than any question about the last half hour is forgotten. */
const KEPT_MS = 45 * MINUTE_MS;

export function createLoginLedger(): LoginLedger {
  const minutes = new Map<number, Map<string, LoginCounts>>();
  const forget = (beforeMs: number): void => {
    // In the order in which they began: the first that stays ends it.
    for (const startMs of minutes.keys()) {
      if (startMs >= beforeMs) return;
      minutes.delete(startMs);
    }
  };
  return {
    note(server, database, outcome, atMs) {
      const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
      if (!minutes.has(startMs)) forget(startMs - KEPT_MS);
      const counts = minutes.get(startMs) ?? new Map<string, LoginCounts>();
      minutes.set(startMs, counts);
      const key = keyOf(server, database);
      const count = counts.get(key) ?? { successful: 0, failedBySystem: 0, failedByUser: 0 };
      count[outcome] += 1;
      counts.set(key, count);
    },
    minute: (server, database, startMs) => minutes.get(startMs)?.get(keyOf(server, database)),
  };
}

/**
 * Whose fault a refused login was. Source: learn.microsoft.com, resource-health-to-troubleshoot-connectivity: errors of the system are those
 * that the service is to blame for; wrong passwords, firewalls and limits that the customer ran into are the user's.
 */
export function outcomeOf(errorNumber: number): LoginOutcome {
  return SYSTEM_ERRORS.has(errorNumber) ? 'failedBySystem' : 'failedByUser';
}

const SYSTEM_ERRORS: ReadonlySet<number> = new Set([40613, 40197, 40143, 40166, 40540]);

function keyOf(server: string, database: string): string {
  return `${server.toLowerCase()}/${database.toLowerCase()}`;
}
