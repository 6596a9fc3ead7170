import { sayMoment } from '../alerting/spokenTime.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { BreakGlass, BreakGlassWay } from './breakGlass.ts';

/**
 * The page as plain text, for the blob and for messages. A command stands alone on its line, so that it can be copied whole.
 * @param atMs when the topology it is made from was discovered
 */
export function breakGlassText({ group, databases }: BreakGlass, atMs: number): string {
  const lines = [
    `Recovery group ${group}: how to move it by hand. As of ${sayMoment(atMs)}.`,
    '',
    'Before anything is forced: is the primary really down, seen from more than one place? Does the geo-secondary answer a login, with',
    'replica_role 2 in sys.dm_db_resource_stats? How old is last_commit in its sys.dm_geo_replication_link_status? What was committed',
    'after it is lost. Pause the automation of Geowarden first, so that it does not act at the same time.',
  ];
  if (databases.length === 0) lines.push('', 'No database of this group is known.');
  const shown = new Set<string>();
  for (const { database, ways } of databases) {
    lines.push('', `== ${databaseKey(database)}`);
    if (ways.length === 0) lines.push('It has no geo-secondary: it cannot be moved, only restored.');
    for (const way of ways) lines.push(...wayLines(way, shown));
  }
  return `${lines.join('\n')}\n`;
}

function wayLines(way: BreakGlassWay, shown: Set<string>): string[] {
  const lines = [`To ${databaseKey(way.secondary)} in ${way.secondary.region}:`, ...way.warnings];
  if (way.failoverGroup !== undefined) lines.push(`It moves with the failover group ${way.failoverGroup}, as a whole.`);
  if (way.azureCli !== undefined) {
    if (shown.has(way.azureCli.planned))
      return [...lines, 'The command is the one above: it moves the whole failover group.'];
    shown.add(way.azureCli.planned);
    lines.push('Planned, loses nothing:', way.azureCli.planned, 'Forced, when planned fails:', way.azureCli.forced);
  }
  if (way.tsql !== undefined) {
    const { server, planned, forced } = way.tsql;
    lines.push(`The same in T-SQL, in master of ${server}:`, planned, forced);
  }
  return lines;
}
