/** Replication links: of a database, of a whole server, one. */
import type { DatabaseState, EstateModel, LinkView } from '../model/types.ts';
import { findDatabase, findLink, findServer, isSameName, need } from './lookup.ts';
import { replicationLinkShape } from './replicationLinkShape.ts';
import type { ArmContext, ArmHandler, ArmRequest, ArmResponse } from './types.ts';

export const listLinksOfDatabase: ArmHandler = (request, context) => {
  // `master` is a database like the others here, without links.
  if (isSameName(need(request, 'database'), 'master')) {
    findServer(request, context.model, 'servers/databases');
    return page([], request, context);
  }
  const { database } = findDatabase(request, context.model, 'servers/databases/replicationLinks');
  return page([database], request, context);
};

export const listLinksOfServer: ArmHandler = (request, context) => {
  const server = findServer(request, context.model, 'servers/replicationLinks');
  return page(context.model.databases(server.name), request, context);
};

export const readLink: ArmHandler = (request, { model }) => {
  const { database, link } = findLink(request, model);
  return { status: 200, body: replicationLinkShape(link, database.resourceId, request.apiVersion) };
};

function page(databases: DatabaseState[], request: ArmRequest, { model, paginate }: ArmContext): ArmResponse {
  const links = databases.flatMap((database) => endsOf(database, model));
  const { value, ...rest } = paginate(links, keyOf, request.url);
  return {
    status: 200,
    body: {
      value: value.map(({ database, link }) => replicationLinkShape(link, database.resourceId, request.apiVersion)),
      ...rest,
    },
  };
}

interface LinkEnd {
  database: DatabaseState;
  link: LinkView;
}

function endsOf(database: DatabaseState, model: EstateModel): LinkEnd[] {
  return model.linkViews(database.server, database.name).map((link) => ({ database, link }));
}

function keyOf({ database, link }: LinkEnd): string {
  return `${database.name.toLowerCase()}/${link.linkId.toLowerCase()}`;
}
