import type { BreakGlass } from '../failover/breakGlass.ts';
import { databaseKey } from '../topology/linkKey.ts';

/** Databases whose commands stand in the message itself; the page holds all. */
const MOST_DATABASES = 3;

/** The commands of a group as lines of a message: names first, then the forced commands, for planned ones are of no use in an outage. */
export function breakGlassLines({ databases }: BreakGlass): string[] {
  const lines = databases
    .slice(0, MOST_DATABASES)
    .flatMap(({ database, ways }) =>
      ways
        .slice(0, 1)
        .flatMap((way) => [
          `# ${databaseKey(database)} to ${databaseKey(way.secondary)} in ${way.secondary.region}`,
          ...(way.azureCli === undefined ? [] : [way.azureCli.forced]),
          ...(way.tsql === undefined ? [] : [`-- in master of ${way.tsql.server}`, way.tsql.forced]),
        ]),
    );
  const left = databases.length - MOST_DATABASES;
  return left > 0 ? [...lines, `# … and ${left} more: see the break-glass page of the group`] : lines;
}
