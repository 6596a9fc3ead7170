import { objectiveName } from '../../model/sku.ts';
import { defineView } from './catalogView.ts';
import { int, optional, required, sysname } from './columnTypes.ts';
import { databaseIds } from './databaseId.ts';
import { tierName } from './tierName.ts';

/** sys.database_service_objectives: this database; in master every user database of the server. */
export const databaseServiceObjectives = defineView({
  name: 'database_service_objectives',
  place: 'both',
  permission: 'login',
  columns: {
    database_id: required(int),
    edition: sysname,
    service_objective: sysname,
    elastic_pool_name: optional(sysname),
  },
  rows: ({ session }) => {
    const here = session.database.toLowerCase();
    const ids = new Map(databaseIds(session).map(({ id, name }) => [name, id]));
    return session.model
      .databases(session.server)
      .filter(({ name }) => here === 'master' || name.toLowerCase() === here)
      .map(({ name, sku }) => ({
        database_id: ids.get(name) ?? null,
        edition: tierName(sku.tier),
        service_objective: objectiveName(sku),
        elastic_pool_name: null,
      }));
  },
});
