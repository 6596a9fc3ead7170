import { objectiveName } from '../../model/sku.ts';
import { defineView } from './catalogView.ts';
import { int, optional, required, sysname } from './columnTypes.ts';
import { visibleIds } from './databaseId.ts';
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
  rows: ({ session }) =>
    visibleIds(session).flatMap(({ id, name }) => {
      const database = session.model.database(session.server, name);
      if (database === undefined) return [];
      return [
        {
          database_id: id,
          edition: tierName(database.sku.tier),
          service_objective: objectiveName(database.sku),
          elastic_pool_name: null,
        },
      ];
    }),
});
