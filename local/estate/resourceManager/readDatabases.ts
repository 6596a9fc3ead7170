/** Databases of a server, `master` among them. */
import type { DatabaseState, EstateModel, ServerState } from '../model/types.ts';
import { databaseShape, masterShape } from './databaseShape.ts';
import { findDatabase, findServer, isSameName, need } from './lookup.ts';
import type { ArmHandler } from './types.ts';

const MASTER = 'master';

export const listDatabases: ArmHandler = (request, { model, paginate }) => {
  const server = findServer(request, model, 'servers/databases');
  const items: (DatabaseState | typeof MASTER)[] = [MASTER, ...model.databases(server.name)];
  const page = paginate(items, (item) => (item === MASTER ? MASTER : item.name.toLowerCase()), request.url);
  const value = page.value.map((item) => (item === MASTER ? masterShape(server) : shapeOf(item, server, model)));
  return { status: 200, body: { ...page, value } };
};

export const readDatabase: ArmHandler = (request, { model }) => {
  if (isSameName(need(request, 'database'), MASTER)) {
    return { status: 200, body: masterShape(findServer(request, model, 'servers/databases')) };
  }
  const { server, database } = findDatabase(request, model);
  return { status: 200, body: shapeOf(database, server, model) };
};

function shapeOf(database: DatabaseState, server: ServerState, model: EstateModel): Record<string, unknown> {
  return databaseShape(database, server, model.linkViews(server.name, database.name));
}
