import type { Fault } from './definitionFaults.ts';
import { databaseKey } from './identifiers.ts';
import { parseObjective } from './sku.ts';
import type { EstateDefinition } from './types.ts';

const RESERVED = new Set(['master', 'tempdb', 'model', 'msdb']);
// Azure SQL's naming rule: no <>*%&:\/? and no trailing dot or space.
const DATABASE_NAME = /^[^<>*%&:\\/?]{1,128}(?<![. ])$/;

/** Names, service objectives and workloads. */
export function databaseFaults({ databases, servers }: EstateDefinition): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const serverNames = new Set(servers.map((server) => server.name.toLowerCase()));
  for (const [index, database] of databases.entries()) {
    const path = `databases[${index}]`;
    if (!serverNames.has(database.server.toLowerCase())) {
      faults.push({ path: `${path}.server`, expected: 'a server of the estate', seen: `'${database.server}'` });
    }
    const nameFault = databaseNameFault(`${path}.name`, database.name);
    if (nameFault !== undefined) faults.push(nameFault);
    const key = databaseKey(database.server, database.name);
    if (seen.has(key)) {
      faults.push({ path: `${path}.name`, expected: 'a name unique on its server', seen: `'${key}' a second time` });
    }
    seen.add(key);
    if (parseObjective(database.sku) === undefined) {
      const expected = 'a service objective such as GP_Gen5_4, BC_Gen5_2, HS_Gen5_2, S3 or P2';
      faults.push({ path: `${path}.sku`, expected, seen: `'${database.sku}'` });
    }
    if (!Number.isFinite(database.commitsPerSecond) || database.commitsPerSecond < 0) {
      const expected = 'a number of commits per second, 0 or more';
      faults.push({ path: `${path}.commitsPerSecond`, expected, seen: String(database.commitsPerSecond) });
    }
    const percent = database.logWritePercent;
    if (percent !== undefined && !(percent > 0 && percent <= 100 && database.commitsPerSecond > 0)) {
      const expected = 'a percentage above 0 and at most 100, of a database that commits';
      faults.push({ path: `${path}.logWritePercent`, expected, seen: String(percent) });
    }
  }
  return faults;
}

/** Undefined when Azure would take the name. */
export function databaseNameFault(path: string, name: string): Fault | undefined {
  if (RESERVED.has(name.toLowerCase())) {
    return { path, expected: 'the name of a user database', seen: `the system database '${name}'` };
  }
  if (DATABASE_NAME.test(name)) return undefined;
  return {
    path,
    expected: 'at most 128 characters, none of <>*%&:\\/?, no dot or space at the end',
    seen: `'${name}'`,
  };
}
